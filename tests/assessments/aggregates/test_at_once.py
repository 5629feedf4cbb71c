"""Drains that are killed, and drains at the same moment: numbers are whole, and no mark is lost."""

import signal
from functools import partial

import pytest

from assessments.aggregates.models import RecountMark, UnitTotals
from assessments.aggregates.services import drain, mark_people, rebuild
from lifow.people.persons.models import Employment
from tests.assessments.aggregates.counting import assert_current
from tests.company import NOON, compute, give, observe, person, role, skill, unit
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    """Twenty people in four units, counted; then half of them move to the next unit, and are marked."""
    top = unit("Larkfield")
    places = [unit(f"Unit {number}", parent=top) for number in range(4)]
    needs = role("Specialist", SQL=2)
    made = [person(f"Person {number}", org_unit=places[number % 4]) for number in range(20)]
    for one in made:
        give(one, needs)
        observe(one, skill("SQL"), one.pk % 4)
    compute(*made)
    rebuild(as_of=NOON)
    for number, one in enumerate(made[:10]):
        Employment.objects.filter(person=one).update(org_unit=places[(number + 1) % 4])
        mark_people(person_ids=[one.pk], marked_at=NOON)
    return made


def test_a_killed_drain_leaves_the_numbers_before_and_every_mark(people, start):
    before = sorted(UnitTotals.objects.values_list("org_unit_id", "reach", "headcount", "gaps"), key=str)
    killed = start("-m", "tests.assessments.aggregates.killed_drain")
    assert killed.wait() == -signal.SIGKILL, killed.output()
    assert "10 marks taken" in killed.output()
    assert RecountMark.objects.count() == 10
    after = sorted(UnitTotals.objects.values_list("org_unit_id", "reach", "headcount", "gaps"), key=str)
    assert after == before
    assert drain(as_of=NOON) == 10
    assert_current()


def test_two_drains_at_once_count_everybody_once(people):
    outcomes = at_once([partial(drain, as_of=NOON)] * 3)
    assert sum(outcomes) == 10, "who comes while another counts leaves the marks to it"
    assert not RecountMark.objects.exists()
    assert_current()


def test_who_marks_while_others_count_is_counted_next(people):
    steps = [partial(drain, as_of=NOON), partial(mark_people, person_ids=[people[15].pk], marked_at=NOON)]
    at_once(steps * 2)
    while RecountMark.objects.exists():
        drain(as_of=NOON)
    assert_current()
