"""Numbers with and without people on leave: kept apart, and added where both are asked for."""

from datetime import date

import pytest

from assessments.aggregates.models import CountedPerson, LeaveTotals
from assessments.aggregates.reports import group_numbers, headcount_of, needing, people_needing
from assessments.aggregates.services import drain, list_needs, mark_people, rebuild
from assessments.gaps.reports import figures_of_teams, readiness_at
from lifow.people.persons.models import Person
from tests.assessments.aggregates.counting import assert_current
from tests.backing.leave import DAY, SECOND, ZONES, comes_back, goes_on_leave, midnight
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill, unit

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
FIRST, LAST = date(2026, 3, 9), date(2026, 3, 11)


@world
def team() -> list[Person]:
    """Three people in two units who need SQL at 3 and are seen at 1."""
    billing = unit("Billing", parent=unit("Larkfield"))
    made = [person(name, org_unit=billing) for name in ("Abena Osei", "Kofi Mensah")]
    made.append(person("Noor Haddad", org_unit=unit("Larkfield")))
    needs = role(SQL=(3, 1, True))
    for one in made:
        give(one, needs)
        for days in range(3):
            observe(one, skill("SQL"), 1, observed_at=NOON - days * DAY)
    compute(*made)
    return made


def test_people_on_leave_are_counted_apart_and_added_where_they_are_asked_for(team):
    goes_on_leave(team[0], NOON.date())
    rebuild(as_of=NOON)
    assert_current()
    billing = unit("Billing")
    for of, here in ((None, 2), (unit("Larkfield"), 2), (billing, 1)):
        without, with_leave = group_numbers(of), group_numbers(of, with_leave=True)
        assert (without.overview.headcount, without.on_leave) == (here, 1)
        assert (with_leave.overview.headcount, with_leave.here) == (here + 1, without.overview)
        assert [one.people for one in without.skills] == [here]
        assert [one.people for one in with_leave.skills] == [here + 1]
    parts = group_numbers(unit("Larkfield"), [billing]).of_parts([skill("SQL")])
    assert parts[billing.pk][skill("SQL").pk].people == 1
    parts = group_numbers(unit("Larkfield"), [billing], with_leave=True).of_parts([skill("SQL")])
    assert parts[billing.pk][skill("SQL").pk].people == 2
    found = headcount_of(billing)
    assert (found.people, found.on_leave) == (2, 1)


def test_lists_of_who_needs_a_skill_leave_them_out_and_say_how_many(team):
    goes_on_leave(team[0], NOON.date())
    mark_people(person_ids=[one.pk for one in team], marked_at=NOON)
    drain(as_of=NOON)
    list_needs()
    said = needing(skill("SQL"), None)
    assert (said.people, said.on_leave) == (3, 1)
    listed = people_needing(skill("SQL"), None, with_leave=False)
    assert {one.counted.person for one in listed} == set(team[1:])
    assert people_needing(skill("SQL"), None).count() == 3


@pytest.mark.parametrize("zone", ZONES)
def test_a_drain_counts_by_the_day_where_the_person_is(team, zone):
    Person.objects.filter(pk=team[0].pk).update(timezone=zone)
    goes_on_leave(team[0], FIRST, LAST)
    rebuild(as_of=NOON)
    begins, ends = midnight(FIRST, zone), midnight(LAST + DAY, zone)
    for moment, on_leave in ((begins - SECOND, 0), (begins, 1), (ends - SECOND, 1), (ends, 0)):
        mark_people(person_ids=[team[0].pk], marked_at=moment)
        drain(as_of=moment)
        assert group_numbers(None).on_leave == on_leave
        assert CountedPerson.objects.filter(is_on_leave=True).count() == on_leave


def test_whoever_is_back_leaves_nothing_behind(team):
    goes_on_leave(team[0], NOON.date())
    rebuild(as_of=NOON)
    comes_back(team[0], NOON.date() + DAY)
    mark_people(person_ids=[team[0].pk], marked_at=NOON)
    drain(as_of=NOON + DAY)
    assert_current()
    assert LeaveTotals.objects.exclude(org_unit=None).count() == 0
    assert LeaveTotals.objects.of_company().get().headcount == 0


def test_ends_of_months_and_teams_count_those_who_are_here(team):
    marta = person("Marta Kowalczyk")
    for one in team:
        one.employments.update(manager=marta)
    goes_on_leave(team[0], NOON.date())
    assert readiness_at(NOON).people == 2
    figures = figures_of_teams([marta], NOON)[marta.pk]
    assert (figures.people, figures.critical, figures.on_leave) == (2, 2, 1)


def test_the_numbers_of_a_page_cost_as_much_with_leave_as_without(team, django_assert_num_queries):
    goes_on_leave(team[0], NOON.date())
    rebuild(as_of=NOON)
    top, inside = unit("Larkfield"), [unit("Billing")]
    for with_leave in (False, True):
        with django_assert_num_queries(3):
            group_numbers(top, inside, with_leave=with_leave)
