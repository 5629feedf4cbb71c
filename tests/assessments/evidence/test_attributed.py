"""What a machine says in somebody's name: borne out by the records, or attributed; leavers; clocks."""

from datetime import date, timedelta, timezone
from decimal import Decimal

import pytest

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError, Observation, record_evidence, record_evidence_batch
from assessments.gaps.compute.formula_3 import ThirdPolicy
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.services import adopt_policy, rebuild
from lifow.people.persons.models import Person
from mentoring.pairings.models import Pairing
from tests.backing.worlds import world
from tests.company import NOON, give, person, role, skill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def abena(marta: Person) -> Person:
    made = person("Abena Osei", manager=marta)
    give(made, role(Refund_policy=3))
    return made


@world
def priya() -> Person:
    return person("Priya Nair")


def say(who: Person, source: str, rater: Person | None = None, **fields) -> Evidence:
    told = {"level": Decimal(4), "observed_at": NOON, "recorded_at": NOON, "client": "hr-sync", **fields}
    return record_evidence(person=who, skill=skill(), source=source, rater=rater, **told)


def test_a_manager_then_is_borne_out_by_the_roster(abena, marta):
    assert say(abena, "manager", marta).attributed_by is None


def test_a_mentor_then_is_borne_out_by_the_pairing(abena, priya):
    Pairing.objects.create(
        mentee=abena,
        mentor=priya,
        state="completed",
        proposed_at=NOON - 90 * DAY,
        accepted_at=NOON - 80 * DAY,
        closed_at=NOON - 20 * DAY,
    )
    assert say(abena, "mentor", priya, observed_at=NOON - 30 * DAY).attributed_by is None
    assert say(abena, "mentor", priya, observed_at=NOON - 10 * DAY).attributed_by == "hr-sync"
    assert say(abena, "mentor", priya, observed_at=NOON - 85 * DAY).attributed_by == "hr-sync"


@pytest.mark.parametrize("source", ["self", "test", "peer", "mentor", "observed"])
def test_all_else_is_attributed(abena, priya, source):
    rater = {"self": abena, "test": None, "observed": None}.get(source, priya)
    assert say(abena, source, rater).attributed_by == "hr-sync"
    assert say(abena, source, rater, client="", recorded_at=NOON + DAY).attributed_by is None


def test_a_batch_says_the_same(abena, marta):
    told = [
        Observation(abena, skill(), Decimal(3), source, NOON, NOON, rater, idempotency_key=key, client="lms")
        for source, rater, key in (("manager", marta, "m"), ("test", None, "t"))
    ]
    record_evidence_batch(observations=told)
    assert dict(Evidence.objects.values_list("source", "attributed_by")) == {"manager": None, "test": "lms"}


def test_it_weighs_less_by_todays_policy_and_as_before_by_earlier_ones(abena):
    say(abena, "test")
    attributed = [_report_under(abena, policy) for policy in (GapPolicy(), ThirdPolicy())]
    say(abena, "test", client="", recorded_at=NOON + timedelta(seconds=1))
    own = [_report_under(abena, policy) for policy in (GapPolicy(), ThirdPolicy())]
    assert attributed[0] != own[0]
    assert attributed[1] == own[1]


def _report_under(who: Person, policy: GapPolicy) -> bytes:
    moment = NOON + timedelta(minutes=1)
    adopt_policy(policy=policy, adopted_at=moment, note="")
    return rebuild(person_ids=[who.pk], as_of=moment)[who.pk]


@pytest.mark.parametrize(("status", "ends_on"), [("active", date(2026, 3, 1)), ("terminated", None)])
def test_nothing_is_recorded_about_leavers(abena, status, ends_on):
    abena.employments.update(status=status, ends_on=ends_on)
    with pytest.raises(EvidenceError, match="no longer works here") as told:
        say(abena, "test", observed_at=NOON - 30 * DAY)
    assert told.value.field == "person"


def test_on_the_last_day_where_they_are_it_is_recorded(abena):
    abena.employments.update(ends_on=date(2026, 3, 1))
    Person.objects.filter(pk=abena.pk).update(timezone="Pacific/Honolulu")
    abena.refresh_from_db()
    # At 9:59 in UTC it is a minute to midnight of 1 March there.
    assert say(abena, "test", recorded_at=NOON - timedelta(hours=2, minutes=1), observed_at=NOON - DAY)
    with pytest.raises(EvidenceError):
        say(abena, "test", recorded_at=NOON)


def test_who_comes_back_or_was_never_employed_is_no_leaver(abena, marta):
    abena.employments.update(ends_on=date(2026, 2, 1))
    abena.employments.create(
        org_unit=marta.employments.get().org_unit, status="prehire", starts_on=date(2026, 4, 1)
    )
    say(abena, "test")
    nobody = Person.objects.create(email="new@larkfield.example", given_name="Nour")
    say(nobody, "test")


@pytest.mark.parametrize("seconds", [1, 59, 60])
def test_a_clock_that_is_a_little_ahead_is_taken_for_now(abena, seconds):
    piece = say(abena, "test", observed_at=NOON + timedelta(seconds=seconds))
    assert piece.observed_at == piece.recorded_at == NOON


def test_a_clock_that_is_far_ahead_is_refused(abena):
    with pytest.raises(EvidenceError, match="future"):
        say(abena, "test", observed_at=NOON + timedelta(seconds=61))


def test_the_last_valid_day_is_one_of_utc_whatever_offset_the_moment_came_with(abena):
    # Two in the morning of 2 March in UTC+14 is noon of 1 March in UTC.
    observed_at = (NOON - DAY).astimezone(timezone(timedelta(hours=14)))
    assert observed_at.date() == date(2026, 3, 2)
    assert say(abena, "test", observed_at=observed_at, valid_until=date(2026, 3, 1))
