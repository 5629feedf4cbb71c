"""What people are told of evidence that runs out: in time, once a piece, and not when there is newer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.frameworks.models import Skill
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.notifications import EXPIRES
from assessments.gaps.services import adopt_policy, tell_before_evidence_expires
from lifow.people.persons.models import Person
from tests.backing.inboxes import told
from tests.backing.worlds import world
from tests.company import NOON, give, observe, person, role, skill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Seen two months before noon, and valid until five days after.
SEEN, UNTIL = NOON - 60 * DAY, date(2026, 3, 7)


@pytest.fixture(autouse=True)
def _noon(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@world
def abena() -> Person:
    made = person()
    give(made, role("Support specialist II", SQL=3))
    return made


@pytest.fixture
def sql() -> Skill:
    return skill("SQL")


def test_it_is_told_once_to_whom_it_is_about(abena, sql):
    observe(abena, sql, 3, observed_at=SEEN, valid_until=UNTIL)
    assert tell_before_evidence_expires(as_of=NOON) == 1
    assert tell_before_evidence_expires(as_of=NOON + DAY) == 0
    (news,) = told(abena, EXPIRES)
    assert news.title == "Your evidence of SQL counts until 7 March 2026"
    assert news.body.endswith("your newest evidence is from 1 January 2026.")
    assert (news.action, news.url) == ("Rate yourself in SQL", f"/skills/{sql.public_id}/rate/")


@pytest.mark.parametrize(
    ("ago", "days", "is_near"),
    [(400, 31, False), (400, 30, True), (400, 0, True), (400, -1, False), (10, 11, False), (10, 10, True)],
)
def test_it_is_told_a_month_ahead_or_after_half_of_its_time(abena, sql, ago, days, is_near):
    until = (NOON + days * DAY).date()
    observe(abena, sql, 3, observed_at=NOON - ago * DAY, valid_until=until)
    assert tell_before_evidence_expires(as_of=NOON) == is_near


def test_a_self_rating_grows_too_old_by_the_policy(abena, sql):
    adopt_policy(policy=GapPolicy(reassess_after_days=66), adopted_at=NOON - DAY)
    observe(abena, sql, 3, source="self", observed_at=NOON - 40 * DAY)
    assert tell_before_evidence_expires(as_of=NOON) == 1
    (news,) = told(abena, EXPIRES)
    assert news.title == "Your evidence of SQL counts until 28 March 2026"


def test_it_is_not_told_where_there_is_newer_evidence(abena, sql):
    old = observe(abena, sql, 3, observed_at=SEEN, valid_until=UNTIL)
    observe(abena, sql, 3, source="self", observed_at=SEEN + DAY)
    assert tell_before_evidence_expires(as_of=NOON) == 0
    observe(abena, skill("Empathy"), 3, observed_at=SEEN, valid_until=UNTIL)
    assert tell_before_evidence_expires(as_of=NOON) == 0, "no role of hers needs it"
    assert old.valid_until == UNTIL


def test_what_is_newer_or_has_run_out_says_nothing_any_more(abena, sql, monkeypatch):
    observe(abena, sql, 3, observed_at=SEEN, valid_until=UNTIL)
    tell_before_evidence_expires(as_of=NOON)
    monkeypatch.setattr(timezone, "now", lambda: NOON + 6 * DAY)
    assert not told(abena, EXPIRES)
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    assert told(abena, EXPIRES)
    observe(abena, sql, 3, source="self", observed_at=NOON)
    assert not told(abena, EXPIRES)


def test_many_are_found_in_as_many_queries_as_one(sql, django_assert_num_queries):
    needs = role("Analyst", SQL=3)
    for number in range(5):
        one = person(f"Person {number}")
        give(one, needs)
        observe(one, sql, 3, observed_at=SEEN, valid_until=UNTIL)
    with django_assert_num_queries(12):
        assert tell_before_evidence_expires(as_of=NOON) == 5
