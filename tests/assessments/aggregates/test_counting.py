"""Kept numbers are those that counting gives, whatever happened since."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from assessments.aggregates.choices import Reach
from assessments.aggregates.models import CountedPerson, MonthEnd, PersonNeed, RecountMark, UnitTotals
from assessments.aggregates.reports import group_numbers, trend
from assessments.aggregates.services import drain, keep_month_ends, month_ends, rebuild
from assessments.gaps.models import GapReport
from assessments.gaps.reports import TrendPoint
from lifow.events.services import deliver_due
from lifow.people.persons.models import Employment, OrgUnit, Person
from lifow.people.persons.services import follow_records, touch_org_units
from tests.assessments.aggregates.counting import assert_current
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill, unit

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
SKILLS = ("SQL", "Empathy", "Refund policy")


@world
def company() -> list[Person]:
    """Ten people in six units of two trees, one of them closed; half of them with roles and evidence."""
    larkfield, iberia = unit("Larkfield"), unit("Iberia")
    support, sales = unit("Support", parent=larkfield), unit("Sales", parent=larkfield)
    billing = unit("Billing", parent=support)
    OrgUnit.objects.filter(pk=unit("Old desk", parent=support).pk).update(closed_on=NOON.date())
    places = [larkfield, iberia, support, sales, billing, unit("Old desk")]
    people = [person(f"Person {place}", org_unit=places[place % 6]) for place in range(10)]
    needs = [role("Specialist", SQL=2, Empathy=(3, 2, True)), role("Seller", Empathy=2, Refund_policy=3)]
    for place, one in enumerate(people[::2]):
        give(one, needs[place % 2])
        observe(one, skill(SKILLS[place % 3]), place % 4)
    compute(*people)
    rebuild(as_of=NOON)
    return people


def settle(as_of: datetime = NOON) -> None:
    """Deliver what happened, and count."""
    while deliver_due(as_of=timezone.now() + timedelta(days=1), limit=100).delivered:
        pass
    drain(as_of=as_of)
    assert not RecountMark.objects.exists()


def learn(draw: random.Random, people: list[Person]) -> None:
    one = draw.choice(people)
    for source in ("test", "observed"):
        rater = None if source == "test" else people[0] if one != people[0] else people[1]
        observe(one, skill(draw.choice(SKILLS)), draw.randint(0, 5), source=source, rater=rater)
    compute(one)


def get_a_role(draw: random.Random, people: list[Person]) -> None:
    one = draw.choice(people)
    if not one.role_assignments.exists():
        give(one, role(f"Role of {one.pk}", SQL=draw.randint(1, 4), Empathy=(2, 1, True)))
    compute(one)


def move(draw: random.Random, people: list[Person]) -> None:
    some = draw.sample(people, 2)
    for one in some:
        where = draw.choice(list(OrgUnit.objects.order_by("pk")))
        Employment.objects.filter(person=one).update(org_unit=where)
    follow_records(person_ids=[one.pk for one in some], changed_at=NOON)


def come_or_go(draw: random.Random, people: list[Person]) -> None:
    one = draw.choice(people)
    status = draw.choice(["active", "leave", "terminated", "prehire"])
    Employment.objects.filter(person=one).update(status=status)
    follow_records(person_ids=[one.pk], changed_at=NOON)


def change_units(draw: random.Random, people: list[Person]) -> None:
    """A new unit, or one below another tree, or one that closes or opens."""
    chosen = draw.choice(list(OrgUnit.objects.order_by("pk")))
    inside = set(OrgUnit.objects.below(chosen).values_list("pk", flat=True))
    above = draw.choice([None, *OrgUnit.objects.exclude(pk__in=inside).order_by("pk")])
    closed_on = draw.choice([None, NOON.date()])
    OrgUnit.objects.filter(pk=chosen.pk).update(parent=above, closed_on=closed_on)
    new = unit(f"Unit {draw.randint(0, 9**9)}", parent=chosen)
    touch_org_units(unit_ids=[chosen.pk, new.pk], changed_at=NOON)


CHANGES = (learn, get_a_role, move, come_or_go, change_units)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes_the_kept_numbers_are_those_that_counting_gives(company, seed):
    draw = random.Random(seed)
    for _ in range(8):
        for change in draw.choices(CHANGES, k=draw.randint(1, 4)):
            change(draw, company)
        settle()
        assert_current()
    before = {(row.org_unit_id, row.reach): bytes(row.packed) for row in UnitTotals.objects.all()}
    rebuild(as_of=NOON)
    after = {(row.org_unit_id, row.reach): bytes(row.packed) for row in UnitTotals.objects.all()}
    assert {key: after[key] for key in before} == before, "byte for byte, as anew"


def test_the_command_counts_everybody_anew_and_says_how_many(company, capsys):
    UnitTotals.objects.update(headcount=999, packed=b"")
    PersonNeed.objects.all().delete()
    CountedPerson.objects.update(digest="")
    call_command("rebuild_aggregates")
    assert f"{CountedPerson.objects.count()} people are counted." in capsys.readouterr().out
    assert_current()
    assert PersonNeed.objects.exists()


def test_the_first_drain_counts_everybody(company):
    UnitTotals.objects.all().delete()
    CountedPerson.objects.all().delete()
    drain(as_of=NOON)
    assert_current()


def test_a_report_that_nobody_can_read_keeps_no_other_from_being_counted(company):
    GapReport.objects.filter(person=company[0]).update(packed=b"nonsense")
    rebuild(as_of=NOON)
    direct = UnitTotals.objects.get(org_unit=unit("Larkfield"), reach=Reach.DIRECT)
    whole = UnitTotals.objects.of_company().get()
    assert (direct.headcount, direct.people) == (2, 1)
    assert whole.people == 4


def test_a_mark_and_its_cause_are_one(company):
    """What is rolled back leaves nothing to be counted."""
    settle()
    with transaction.atomic():
        follow_records(person_ids=[company[0].pk], changed_at=NOON)
        transaction.set_rollback(True)
    deliver_due(as_of=timezone.now(), limit=100)
    assert not RecountMark.objects.exists()


def test_the_page_says_up_to_when_is_counted(company):
    assert group_numbers(None).as_of == NOON
    drain(as_of=NOON + timedelta(minutes=1))
    assert group_numbers(None).as_of == NOON + timedelta(minutes=1)


def test_who_works_in_a_closed_unit_is_among_those_of_the_unit_above(company):
    numbers = group_numbers(unit("Support"), [unit("Billing")])
    parts = numbers.of_parts([one.skill for one in numbers.skills])
    assert set(parts) <= {unit("Support").pk, unit("Billing").pk}
    whole = {one.skill.pk: one.people for one in numbers.skills}
    added = {key: sum(part[key].people for part in parts.values() if key in part) for key in whole}
    assert added == whole


def test_a_unit_reads_as_often_with_two_people_as_with_many(company, django_assert_num_queries):
    top, inside = unit("Larkfield"), [unit("Support"), unit("Sales")]
    with django_assert_num_queries(3):
        group_numbers(top, inside)


def test_ends_of_months_are_kept_once_and_do_not_change(company):
    later = NOON + timedelta(days=40)
    assert keep_month_ends(as_of=later) == 5
    assert keep_month_ends(as_of=later) == 0
    kept = {one.moment.month: one.people for one in MonthEnd.objects.all()}
    assert kept == {11: 0, 12: 0, 1: 0, 2: 0, 3: 5}
    GapReport.objects.all().delete()
    assert keep_month_ends(as_of=later + timedelta(days=31)) == 1
    points = trend(group_numbers(None).overview, later)
    assert [point.people for point in points] == [0, 0, 0, 5, 0, 5]


def test_months_end_where_they_end():
    moments = month_ends(datetime(2026, 3, 15, 12, tzinfo=UTC))
    assert [(one.year, one.month) for one in moments] == [
        (2025, 10),
        (2025, 11),
        (2025, 12),
        (2026, 1),
        (2026, 2),
    ]
    assert moments[4].day == 28


def test_a_months_end_is_told_by_the_companys_day_to_readers_further_east():
    june = month_ends(datetime(2026, 7, 15, 12, tzinfo=UTC))[-1]
    with timezone.override("Asia/Tokyo"):
        assert TrendPoint(june, people=1, critical=1, meeting=None, with_gap=None, assessed=None).day == date(
            2026, 6, 30
        )
