"""Groups of people: totals that add up, and numbers with their bases."""

import pytest

from assessments.gaps.models import GapReport
from assessments.gaps.reports import add_up, overview, totals_by_unit, units_of_people
from tests.backing.worlds import world
from tests.company import compute, give, observe, person, role, skill, unit

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def units():
    """Two teams under one department: three specialists, known and unknown, over both."""
    support = unit("Support")
    billing, first_line = unit("Billing", parent=support), unit("First line", parent=support)
    specialist = role(Refund_policy=(3, 2, True), SQL=2)
    people = [
        person("Abena Osei", org_unit=billing),
        person("Kofi Mensah", org_unit=billing),
        person("Noor Haddad", org_unit=first_line),
    ]
    for one in people:
        give(one, specialist)
    for one in people[1:]:
        observe(one, skill("Refund policy"), 1)
        observe(one, skill("Refund policy"), 1, source="observed", rater=people[0])
    compute(*people)
    return support, billing, first_line


def test_totals_of_the_parts_add_up_to_those_of_the_whole(units):
    support, billing, first_line = units
    parts = totals_by_unit(
        units_of_people([billing, first_line]), {one.pk: one for one in (billing, first_line)}
    )
    whole = totals_by_unit(units_of_people([support]), {support.pk: support})[support.pk]
    added = add_up(parts.values())
    assert [one.skill for one in added] == [one.skill for one in whole]
    for one, other in zip(added, whole, strict=True):
        assert (one.people, one.gap, one.critical_gap) == (other.people, other.gap, other.critical_gap)
        assert (one.assess_first, one.meets, one.never_assessed) == (
            other.assess_first,
            other.meets,
            other.never_assessed,
        )
        assert one.missing == pytest.approx(other.missing)


def test_nothing_adds_up_to_nothing():
    assert add_up([]) == ()
    assert add_up([(), ()]) == ()


def test_an_overview_counts_people_apart_from_gaps(units):
    said = overview(GapReport.objects.current(), coverage=0.8)
    assert (said.people, said.required) == (3, 6)
    assert (said.critical_gaps, said.people_with_critical_gaps) == (2, 2)
    assert (said.never_assessed, said.never_assessed_share) == (4, pytest.approx(4 / 6))


def test_an_overview_of_nobody_has_no_shares():
    said = overview([], coverage=0.8)
    assert (said.people, said.required, said.never_assessed_share, said.readiness) == (0, 0, None, None)
