"""Merging two records in the admin: chosen, shown, confirmed once, undone on the same page."""

import pytest
from django.test import Client
from django.urls import reverse

from lifow.people.merging.models import PersonMerge
from lifow.people.persons.models import Employment, ExternalId, Person
from tests.company import person

pytestmark = pytest.mark.django_db
ADD = "admin:people_personmerge_add"


@pytest.fixture
def ruth() -> Client:
    client = Client()
    client.force_login(person("Ruth Amankwah", is_hr_admin=True, is_staff=True))
    return client


@pytest.fixture
def two() -> tuple[Person, Person]:
    return person("Abena Osei"), person("Abena Mensah")


def confirm(kept: Person, merged: Person) -> str:
    return f"{reverse('admin:people_personmerge_confirm')}?kept={kept.pk}&merged={merged.pk}"


def test_two_records_are_chosen_shown_merged_once_and_undone(ruth, two, django_assert_max_num_queries):
    kept, merged = two
    chosen = ruth.post(reverse(ADD), {"kept": kept.pk, "merged": merged.pk})
    assert chosen.headers["Location"] == confirm(kept, merged)
    with django_assert_max_num_queries(40):
        shown = ruth.get(confirm(kept, merged)).content.decode()
    assert "employments: 1" in shown
    assert not PersonMerge.objects.exists()

    sent = {"kept": kept.pk, "merged": merged.pk}
    for _click in range(2):
        answer = ruth.post(reverse("admin:people_personmerge_confirm"), sent)
    merge = PersonMerge.objects.get()
    page = reverse("admin:people_personmerge_change", args=[merge.pk])
    assert answer.headers["Location"] == page
    assert (merge.merged_by.given_name, Employment.objects.filter(person=merged).count()) == ("Ruth", 0)

    assert "Undo this merge" in ruth.get(page).content.decode()
    for _click in range(2):
        ruth.post(reverse("admin:people_personmerge_undo", args=[merge.pk]))
    merge.refresh_from_db()
    assert merge.undone_by == merge.merged_by
    assert Employment.objects.filter(person=merged).count() == 1
    assert "Undo this merge" not in ruth.get(page).content.decode()
    assert "Abena Mensah" in ruth.get(reverse("admin:people_personmerge_changelist")).content.decode()


def test_what_cannot_be_is_said_and_nothing_is_written(ruth, two):
    kept, merged = two
    for number, one in enumerate(two):
        ExternalId.objects.create(source="hris", value=str(number), person=one)

    assert (
        "one record already" in ruth.post(reverse(ADD), {"kept": kept.pk, "merged": kept.pk}).content.decode()
    )
    assert "hris names both today" in ruth.get(confirm(kept, merged)).content.decode()
    said = ruth.post(reverse("admin:people_personmerge_confirm"), {"kept": kept.pk, "merged": merged.pk})
    assert "hris names both today" in said.content.decode()
    assert not PersonMerge.objects.exists()
    sent = {"kept": kept.pk, "merged": merged.pk, "is_named_twice": "on"}
    ruth.post(reverse("admin:people_personmerge_confirm"), sent)
    assert PersonMerge.objects.in_force().exists()
    assert "merged into Abena Osei" in ruth.get(confirm(kept, merged)).content.decode()


def test_the_page_of_a_merged_record_leads_to_the_person_and_lists_have_one(ruth, two):
    kept, merged = two
    ruth.post(reverse("admin:people_personmerge_confirm"), {"kept": kept.pk, "merged": merged.pk})

    page = ruth.get(reverse("admin:people_person_change", args=[merged.pk]))
    assert page.headers["Location"] == reverse("admin:people_person_change", args=[kept.pk])
    linked = ruth.get(reverse("admin:people_person_change", args=[kept.pk])).content.decode()
    assert "Merge with another record" in linked
    assert "is merged into this one" in linked
    assert "Abena Mensah" not in ruth.get(reverse("admin:people_person_changelist")).content.decode()


@pytest.mark.parametrize("given", ["", "?kept=x&merged=1", "?kept=1", "?kept=99999999&merged=99999998"])
def test_an_address_that_names_nobody_is_not_found(ruth, given):
    assert ruth.get(reverse("admin:people_personmerge_confirm") + given).status_code == 404


@pytest.mark.audit_log
def test_merges_are_in_the_log(two):
    from auditlog.models import LogEntry

    from lifow.people.merging.services import merge_people
    from tests.company import NOON

    merge = merge_people(kept=two[0], merged=two[1], merged_by=None, merged_at=NOON)

    assert LogEntry.objects.get_for_object(merge).exists()
