"""Groups give rights in the admin: to those who may open it, and to nobody else."""

import pytest
from django.contrib.auth.models import Group, Permission

from lifow.people.persons.models import Person
from tests.company import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_staff", [True, False])
def test_a_group_gives_its_rights_to_those_who_may_open_the_admin(is_staff):
    auditors = Group.objects.create(name="Auditors")
    auditors.permissions.add(
        Permission.objects.get(codename="view_logentry", content_type__app_label="auditlog")
    )
    abena = person("Abena Osei", is_staff=is_staff)
    abena.groups.add(auditors)
    assert Person.objects.get(pk=abena.pk).has_perm("auditlog.view_logentry") is is_staff
