"""The people of a skill are listed from their current reports, the widest gap first."""

import numpy as np
import pytest

from assessments.aggregates.compute import urgency
from assessments.aggregates.models import CountedPerson, PersonNeed
from assessments.aggregates.reports import needing, people_needing
from assessments.aggregates.services import drain, list_needs, mark_people, rebuild
from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import gaps_of
from lifow.people.persons.models import Employment, OrgUnit, Person
from lifow.people.persons.querysets import LARGEST_TREE
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill, unit

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def people() -> list[Person]:
    """Six specialists, of whom four are known at levels 1 to 4, in two units."""
    needs = role("Specialist", SQL=3, Empathy=2)
    made = [person(f"Person {number}", org_unit=unit(f"Unit {number % 2}")) for number in range(6)]
    for number, one in enumerate(made):
        give(one, needs)
        if number < 4:
            observe(one, skill("SQL"), number + 1)
            observe(one, skill("SQL"), number + 1, source="observed", rater=made[number - 1])
    compute(*made)
    rebuild(as_of=NOON)
    list_needs()
    return made


def listed(of=None, **asked) -> list[Person]:
    return [one.counted.person for one in people_needing(skill("SQL"), of, **asked)]


def counted_again(*those: Person) -> None:
    mark_people(person_ids=[one.pk for one in those], marked_at=NOON)
    drain(as_of=NOON)


def test_gaps_come_first_then_what_nobody_knows_then_what_is_met(people):
    def place(one):
        row = next(row for row in gaps_of(one).required if row.skill == skill("SQL"))
        return [GapStatus.GAP, GapStatus.ASSESS_FIRST, GapStatus.MEETS].index(row.status), -(row.gap or 0)

    assert len(listed()) == 6
    known = [one for one in listed() if one in people[:4]]
    assert known == sorted(known, key=place)
    assert place(listed()[0])[0] == 0
    assert place(listed()[-1])[0] == 2


def test_a_wider_gap_never_stands_below_another_status():
    status = np.array([GapStatus.MEETS, GapStatus.ASSESS_FIRST, GapStatus.GAP, GapStatus.GAP])
    assert np.argsort(-urgency(status, np.array([9.0, 9.0, 0.0, 1.0]))).tolist() == [3, 2, 1, 0]


def test_who_learns_leaves_or_loses_a_role_is_listed_anew(people):
    first = listed()[0]
    for rater in people[1:4]:
        observe(first, skill("SQL"), 5, source="observed", rater=rater)
    compute(first)
    counted_again(first)
    assert PersonNeed.objects.get(counted=first.pk, skill=skill("SQL")).urgency < 2000
    assert listed()[0] != first
    Employment.objects.filter(person=first).update(status="terminated")
    counted_again(first)
    assert first not in listed()
    second = listed()[0]
    second.gap_reports.all().delete()
    counted_again(second)
    assert second not in listed()
    assert PersonNeed.objects.count() == 4 * 2


def test_nobody_is_listed_twice_and_nothing_is_written_without_a_change(people):
    before = set(PersonNeed.objects.values_list("pk", flat=True))
    list_needs()
    counted_again(*people)
    assert set(PersonNeed.objects.values_list("pk", flat=True)) == before
    CountedPerson.objects.update(digest="")
    list_needs()
    assert len(listed()) == len(set(listed())) == 6


def test_those_of_a_unit_are_counted_and_listed(people):
    for asked in ({}, {"is_direct": True}):
        assert {one.pk for one in listed(unit("Unit 1"), **asked)} == {one.pk for one in people[1::2]}
    assert needing(skill("SQL"), unit("Unit 1")).people == 3
    assert needing(skill("SQL"), unit("Unit 1"), is_direct=True).people == 3
    assert (needing(skill("SQL"), None).people, needing(skill("SQL"), None).as_of) == (6, NOON)
    assert needing(skill("Refund policy"), None).people == 0


def test_a_unit_of_more_than_a_thousand_lists_the_same_people(people):
    top, other = unit("Top"), unit("Other")
    OrgUnit.objects.filter(pk=unit("Unit 0").pk).update(parent=top)
    inside = people[0::2]
    assert set(listed(top)) == set(inside)
    OrgUnit.objects.bulk_create(
        OrgUnit(key=f"small-{place}", name=f"Small {place}", parent=top) for place in range(LARGEST_TREE)
    )
    assert set(listed(top)) == set(inside)
    assert set(listed(unit("Unit 0"))) == set(inside)
    assert listed(other) == []
