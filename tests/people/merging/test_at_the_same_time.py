"""Merges, imports and saves of the same people at the same moment: none fails, and none undoes the other."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import OperationalError

from lifow.people.merging.models import MergeChange, PersonMerge
from lifow.people.merging.services import MergeError, merge_people, undo_merge
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.persons.services import save_person
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.services import import_roster
from tests.concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dialect]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "Employee ID,First Name,Work Email,Job Title,Department,Manager ID,Hire Date\n"
PEOPLE = 12


def brought_in(step: int) -> None:
    lines = (
        f"{n},Ama{n},ama{n}@x.org,Title {step},Acme,{1 + step % 2 if n > 2 else ''},2020-01-01\n"
        for n in range(1, PEOPLE + 1)
    )
    roster = parse_roster(HEAD + "".join(lines))
    at = NOON + timedelta(days=step)
    import_roster(roster=roster, source="hris", limits=NO_LIMITS, applied_at=at)


@pytest.fixture
def company() -> list[Person]:
    brought_in(0)
    return sorted(Person.objects.all(), key=lambda one: int(one.given_name.removeprefix("Ama")))


def merged(kept: Person, other: Person) -> PersonMerge:
    return merge_people(kept=kept, merged=other, merged_by=None, merged_at=NOON, is_named_twice=True)


def test_the_same_merge_many_times_at_once_is_made_once(company):
    made = at_once([partial(merged, company[2], company[3])] * 6)

    assert {one.pk for one in made} == {PersonMerge.objects.get().pk}
    undone = at_once([partial(undo_merge, merge=made[0], undone_by=None, undone_at=NOON)] * 4)
    assert not any(isinstance(one, Exception) for one in undone)
    assert not MergeChange.objects.standing().exists()
    assert ExternalId.objects.get(value="4").person == company[3]


def test_two_who_merge_each_other_into_the_other_leave_no_circle(company):
    one, other = at_once([partial(merged, company[2], company[3]), partial(merged, company[3], company[2])])

    assert sorted(isinstance(each, MergeError) for each in (one, other)) == [False, True]
    assert PersonMerge.objects.in_force().count() == 1
    assert Person.objects.filter(merged_into__merged_into__isnull=False).count() == 0


def test_merges_beside_imports_and_saves_all_come_to_an_end(company):
    def saved(person: Person) -> None:
        save_person(person=Person.objects.get(pk=person.pk), saved_at=NOON)

    steps = [partial(merged, company[n], company[n + 1]) for n in (2, 4, 6)]
    steps += [partial(brought_in, step) for step in (1, 2)]
    steps += [partial(saved, person) for person in company[8:]]
    outcomes = at_once(steps)

    assert [one for one in outcomes if isinstance(one, OperationalError)] == []
    assert not any(isinstance(one, Exception) for one in outcomes), outcomes
    assert PersonMerge.objects.in_force().count() == 3
    brought_in(3)
    for n in (2, 4, 6):
        assert not Employment.objects.filter(person=company[n + 1]).exists()
        assert Employment.objects.current().filter(person=company[n]).count() == 1
    assert Person.objects.unmerged().count() == PEOPLE - 3
