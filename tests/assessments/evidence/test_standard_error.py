"""How sure a test is: recorded with it, never changed, read by today's policy, stretched with its scale."""

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.calibration.models import CheckedStatement
from assessments.calibration.services import check_statements
from assessments.evidence.models import Evidence
from assessments.evidence.reports import LevelMaps, errors_as_read, on_todays_levels
from assessments.evidence.selectors.level_maps import _Map
from assessments.evidence.services import EvidenceError, Observation, record_evidence_batch
from assessments.gaps.compute.formula_4 import FourthPolicy
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.selectors import ledger
from assessments.gaps.services import adopt_policy, rebuild
from lifow.base.api.problems import KINDS
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.company import NOON, give, observe, person, role, skill
from tests.conformance.callers import machine

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
DAY = timedelta(days=1)
URL = "/api/v1/evidence"


@world
def abena() -> Person:
    made = person("Abena Osei", manager=person("Marta Kowalczyk"))
    give(made, role(Refund_policy=3))
    return made


def seen(who: Person, error: str | None = "0.45", **fields) -> Evidence:
    return observe(who, skill(), 3.4, standard_error=error and Decimal(error), **fields)


def test_a_test_keeps_its_standard_error_and_need_not_have_one(abena):
    assert Evidence.objects.get(pk=seen(abena).pk).standard_error == Decimal("0.45")
    assert seen(abena, None, recorded_at=NOON + DAY).standard_error is None


@pytest.mark.parametrize("source", ["self", "manager", "observed"])
def test_only_a_test_has_one(abena, source):
    rater = Person.objects.get(given_name="Marta") if source == "manager" else None
    with pytest.raises(EvidenceError, match="Only a test") as refused:
        seen(abena, source=source, **({"rater": rater} if rater else {}))
    assert refused.value.field == "standard_error"


@pytest.mark.parametrize("error", ["0", "-0.1", "0.009", "5.01", "NaN", "Infinity"])
def test_one_off_the_scale_is_refused(abena, error):
    with pytest.raises(EvidenceError, match=r"Use one from 0\.01 to 5"):
        seen(abena, error)


def test_a_batch_keeps_it_and_a_key_with_another_one_is_another_observation(abena):
    said = [
        Observation(
            abena, skill(), Decimal(3), "test", NOON, NOON, standard_error=Decimal(error), idempotency_key="t"
        )
        for error in ("0.4", "0.5")
    ]
    record_evidence_batch(observations=said[:1])
    assert Evidence.objects.get().standard_error == Decimal("0.4")
    with pytest.raises(EvidenceError, match="other evidence"):
        record_evidence_batch(observations=said[1:])


def test_the_database_refuses_to_change_it(abena):
    seen(abena)
    for error in (None, "0.1"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE assessments_evidence SET standard_error = %s", [error])


@pytest.mark.parametrize(("source", "error"), [("observed", "0.4"), ("test", "0"), ("test", "-1")])
def test_the_database_refuses_what_the_service_would(abena, source, error):
    with pytest.raises(DatabaseError, match="only a test has a standard error"), transaction.atomic():
        Evidence.objects.create(
            person=abena,
            skill=skill(),
            level=3,
            source=source,
            standard_error=Decimal(error),
            observed_at=NOON,
            recorded_at=NOON,
        )


def report_under(who: Person, policy: GapPolicy) -> bytes:
    moment = NOON + timedelta(minutes=1)
    adopt_policy(policy=policy, adopted_at=moment, note="")
    return rebuild(person_ids=[who.pk], as_of=moment)[who.pk]


def test_todays_policy_reads_it_and_earlier_ones_read_a_test_as_any_other(abena):
    seen(abena, None)
    without = [report_under(abena, policy) for policy in (GapPolicy(), FourthPolicy())]
    seen(abena, "1.2", recorded_at=NOON + timedelta(seconds=1))
    with_one = [report_under(abena, policy) for policy in (GapPolicy(), FourthPolicy())]
    assert without[0] != with_one[0]
    assert without[1] == with_one[1]


def test_the_ledger_holds_it(abena):
    pieces = [
        seen(abena, error, recorded_at=NOON + number * DAY) for number, error in enumerate(("0.45", None))
    ]
    rows = ledger(np.array([abena.pk])).rows
    assert rows.evidence.tolist() == [one.pk for one in pieces]
    assert rows.standard_error.tolist() == [0.45, 0.0]


def stretched() -> LevelMaps:
    """A map from now on to a scale twice as long, of all skills."""
    at = np.datetime64(NOON.astimezone(UTC).replace(tzinfo=None) + DAY, "us")
    return LevelMaps([_Map(np.array([skill().pk]), at, np.arange(6.0), 2 * np.arange(6.0), 5)])


def test_on_a_scale_that_is_twice_as_long_by_now_it_is_twice_as_large(abena):
    seen(abena)
    known = ledger(np.array([abena.pk]))
    later = NOON + 2 * DAY
    read = replace(known, maps=stretched())
    assert read.as_of(later).standard_error.tolist() == [0.9]
    assert read.as_of(later).level.tolist() == [6.8]
    assert read.as_of(NOON).standard_error.tolist() == [0.45]


@pytest.mark.parametrize("level", [0.0, 0.2, 2.5, 4.9, 5.0])
def test_at_the_ends_of_a_scale_too(level):
    maps = _Map(np.array([1]), np.datetime64("2026-01-01", "us"), np.arange(6.0), 2 * np.arange(6.0), 5)

    def read(levels):
        return np.interp(levels, maps.old, maps.new).round(2)

    levels, errors = np.array([level, level]), np.array([0.4, 0.0])
    assert errors_as_read(read, levels, errors, np.arange(2)) == pytest.approx([0.8, 0.0], abs=0.02)
    flat = errors_as_read(lambda levels: np.zeros_like(levels), levels, errors, np.arange(2))
    assert flat.tolist() == [0.01, 0.0]


def test_pages_show_it_on_todays_levels(abena):
    piece = seen(abena)
    assert on_todays_levels([piece])[0].standard_error == Decimal("0.45")


def test_the_page_of_a_skill_and_that_of_the_piece_show_it(abena, client):
    piece = seen(abena)
    company.compute(abena)
    client.force_login(abena)
    skill_page = client.get(reverse("portal:skill", args=[skill().public_id])).content.decode()
    piece_page = client.get(reverse("portal:evidence", args=[piece.public_id])).content.decode()
    assert "± 0.5" in skill_page or "± 0.4" in skill_page
    assert "± 0.5" in piece_page or "± 0.4" in piece_page


def test_a_surer_test_confirms_what_is_right_more_often(abena):
    company.observe(abena, skill(), 4, source="manager", rater=Person.objects.get(given_name="Marta"))
    company.compute(abena)
    for number, error in enumerate(("0.3", None, "1.5"), 1):
        seen(abena, error, observed_at=NOON + DAY, recorded_at=NOON + DAY + timedelta(seconds=number))
    assert check_statements(as_of=NOON + 2 * DAY) == 3
    said = dict(CheckedStatement.objects.values_list("evidence__standard_error", "expected"))
    assert said[Decimal("0.30")] > said[None] > said[Decimal("1.50")]


def sent(**fields):
    body = {
        "person": company.person().public_id,
        "skill": company.skill().public_id,
        "level": 3.4,
        "source": "test",
        "observed_at": timezone.now().isoformat(),
        **fields,
    }
    client = machine("evidence:write", "evidence:read")
    return client, client.post(URL, body, content_type="application/json")


def test_the_api_takes_it_and_tells_it(db):
    client, answer = sent(standard_error=0.45)
    assert answer.status_code == 201
    assert answer.json()["standard_error"] == 0.45
    assert client.get(f"{URL}/{answer.json()['id']}").json()["standard_error"] == 0.45


def test_the_api_tells_null_where_there_is_none(db):
    assert sent()[1].json()["standard_error"] is None


@pytest.mark.parametrize(
    "fields",
    [{"standard_error": 0}, {"standard_error": "much"}, {"standard_error": 9}, {"standard_error": 0.123}],
)
def test_the_api_says_what_is_wrong_with_it(db, fields):
    answer = sent(**fields)[1]
    assert answer.status_code == KINDS["invalid"].status
    assert "standard_error" in answer.content.decode()


def test_the_api_refuses_one_of_observed_work(db):
    answer = sent(source="observed", standard_error=0.4)[1]
    assert "Only a test has a standard error" in answer.content.decode()
