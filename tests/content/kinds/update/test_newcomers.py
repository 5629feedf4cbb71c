"""Whoever joins after a product update is told of it: for some weeks, and of a few at most."""

from datetime import timedelta

import pytest

from assessments.roles.models import RoleAssignment
from content.catalogue.models import Module
from content.kinds.update.models import ProductUpdate
from content.kinds.update.services import LOOK_BACK, MOST_FOR_ONE, tell_newcomers
from content.planning.services import complete_module
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.company import NOON, give, module, person, skill

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
BEFORE = NOON - timedelta(days=60)


@pytest.fixture
def nia(support, abena, outsider) -> Person:
    """Joined at noon; the others have their roles since long before."""
    RoleAssignment.objects.update(updated_at=BEFORE, starts_on=BEFORE.date())
    made = person("Nia New")
    give(made, support)
    RoleAssignment.objects.filter(person=made).update(updated_at=NOON, starts_on=NOON.date())
    return made


def update_of(support, days: int, told: bool = True) -> Module:
    """A product update for one role that was published so many days before noon, and told to whom it
    concerned."""
    made = module(f"Change {days}", skill("Refund policy"), 1, 2)
    parts = {"roles": [{"key": "a", "ref": support.role.public_id}], "from_day": NOON.date().isoformat()}
    Module.objects.filter(pk=made.pk).update(kind="announcement", parts=parts)
    at = NOON - timedelta(days=days)
    ProductUpdate.objects.create(
        module=made, from_day=at.date(), published_at=at, told_at=at if told else None
    )
    return made


def told(who: Person) -> int:
    return Message.objects.filter(receiver=who, kind="product_update").count()


def test_whoever_joins_is_told_once_and_nobody_else(support, nia, abena, outsider):
    update_of(support, 3)
    assert [tell_newcomers(as_of=LATER) for _again in range(2)] == [1, 0]
    assert (told(nia), told(abena), told(outsider)) == (1, 0, 0)


def test_who_has_read_it_and_what_was_published_long_before_are_left_out(support, nia):
    complete_module(person=nia, module=update_of(support, 3), completed_at=NOON)
    update_of(support, LOOK_BACK.days + 1)
    update_of(support, 2, told=False)
    assert tell_newcomers(as_of=LATER) == 0


def test_the_newest_come_first_and_nobody_is_told_of_more(support, nia):
    newest = [update_of(support, days) for days in range(1, MOST_FOR_ONE + 3)][:MOST_FOR_ONE]
    for _again in range(2):
        tell_newcomers(as_of=LATER)
    refs = Message.objects.filter(receiver=nia).values_list("refs", flat=True)
    found = ProductUpdate.objects.filter(pk__in=[one["update"] for one in refs])
    assert {one.module_id for one in found} == {one.pk for one in newest}
