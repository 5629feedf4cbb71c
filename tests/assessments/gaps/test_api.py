"""/api/v1/evidence and /gap-reports: what is known, what is missing, and what nobody knows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from assessments.gaps.models import GapReport
from tests import company
from tests.company import NOON, observe
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return machine("evidence:read", "gaps:read")


def found(client: Client, path: str, **query: Any) -> list[str]:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["data"]]


def test_evidence_comes_in_the_order_in_which_it_was_recorded(client):
    person = company.person()
    late = observe(person, company.skill(), 2, observed_at=NOON)
    early = observe(person, company.skill(), 1, observed_at=NOON - timedelta(days=90), recorded_at=NOON)
    assert found(client, "evidence") == [late.public_id, early.public_id]


def test_evidence_is_found_by_person_skill_source_and_standing(client):
    person, other = company.person("Abena Osei"), company.person("Mikael Lindh")
    refunds, sql = company.skill("Refund policy"), company.skill("SQL")
    first = observe(person, refunds, 1)
    corrected = observe(person, refunds, 2, supersedes=first)
    own = observe(person, sql, 3, source="self", observed_at=NOON + timedelta(days=1))
    of_other = observe(other, sql, 1)
    for query, expected in (
        ({"person": person.public_id}, [first, corrected, own]),
        ({"skill": sql.public_id}, [own, of_other]),
        ({"source": "self"}, [own]),
        ({"standing": "true", "person": person.public_id}, [corrected, own]),
        ({"standing": "false"}, [first]),
        ({"recorded_since": (NOON + timedelta(days=1)).isoformat()}, [own]),
    ):
        assert found(client, "evidence", **query) == [each.public_id for each in expected], query


def test_a_gap_report_keeps_never_assessed_apart_from_level_0(client):
    person = company.person()
    level = company.role(Refund_policy=(3, 2, True), SQL=2, Empathy=1)
    company.give(person, level)
    for day in range(8):
        observe(person, company.skill("Refund policy"), 0, observed_at=NOON - timedelta(days=day))
        observe(person, company.skill("Empathy"), 4, observed_at=NOON - timedelta(days=day))
    observe(person, company.skill("Chess"), 5)
    company.compute(person)
    report = GapReport.objects.current().get()
    told = client.get(f"/api/v1/gap-reports/{report.public_id}").json()
    rows = {row["skill"]: row for row in told["rows"]}
    refunds, sql, empathy, chess = (
        rows[company.skill(name).public_id] for name in ("Refund policy", "SQL", "Empathy", "Chess")
    )
    assert (refunds["status"], refunds["needed"], refunds["critical"]) == ("gap", 3, True)
    assert refunds["level"] is not None
    assert refunds["gap"] > 2
    assert refunds["chance"] < 0.2
    assert refunds["set_by"] == level.public_id
    assert refunds["evidence"] == 1  # a retest replaces the test before
    assert refunds["last_observed_on"] == "2026-03-02"
    assert sql == {
        "skill": company.skill("SQL").public_id,
        "status": "assess_first",
        "level": None,
        "spread": None,
        "needed": 2.0,
        "gap": None,
        "chance": None,
        "weight": 1.0,
        "critical": False,
        "set_by": level.public_id,
        "evidence": 0,
        "last_observed_on": None,
        "in_conflict": False,
        "has_expired": False,
        "waits_for_second_source": False,
    }
    assert empathy["status"] == "meets"
    assert (chess["needed"], chess["gap"], chess["set_by"]) == (None, None, None)
    assert [row["status"] for row in told["rows"][:3]] == ["gap", "assess_first", "meets"]
    assert told["rows"][3] == chess
    counts = ("required", "met", "gaps", "critical", "critical_gaps", "assess_first", "never_assessed")
    assert [told[name] for name in counts] == [3, 1, 1, 1, 1, 1, 1]
    assert 0 < told["critical_chance"] < 0.2
    assert told["readiness"]["known"] == 0.75
    assert told["critical_met"] is False
    assert 0 <= told["readiness"]["low"] <= told["readiness"]["share"] <= told["readiness"]["high"] <= 1


def test_the_rows_of_a_page_belong_to_their_people(client):
    people = [company.person(f"Person {number}") for number in range(3)]
    for number, person in enumerate(people):
        for skill in range(number + 1):
            observe(person, company.skill(f"Skill {skill}"), number)
        company.compute(person)
    told = client.get("/api/v1/gap-reports").json()["data"]
    assert [(one["person"], len(one["rows"])) for one in told] == [
        (person.public_id, number + 1) for number, person in enumerate(people)
    ]
    assert all(row["evidence"] == 1 for one in told for row in one["rows"])


def test_somebody_without_a_role_has_no_readiness(client):
    person = company.person()
    company.compute(person)
    told = client.get("/api/v1/gap-reports").json()["data"]
    assert [(one["readiness"], one["critical_met"], one["rows"]) for one in told] == [(None, None, [])]


def test_the_list_has_what_holds_now_and_an_earlier_report_stays_readable(client):
    person = company.person()
    company.give(person, company.role(Refund_policy=3))
    company.compute(person)
    before = GapReport.objects.get()
    observe(person, company.skill(), 3)
    assert client.get(f"/api/v1/gap-reports/{before.public_id}").json()["is_stale"] is True
    company.compute(person, as_of=NOON + timedelta(hours=1))
    now = GapReport.objects.current().get()
    assert found(client, "gap-reports") == [now.public_id]
    earlier = client.get(f"/api/v1/gap-reports/{before.public_id}").json()
    assert earlier["superseded_at"] == "2026-03-02T13:00:00Z"
    assert earlier["is_stale"] is False
    assert earlier["rows"][0]["evidence"] == 0


def test_gap_reports_are_found_by_person_unit_and_gaps(client):
    sales = company.unit("Sales")
    with_gap = company.person("Abena Osei")
    without = company.person("Mikael Lindh", org_unit=sales)
    company.give(with_gap, company.role(Refund_policy=5))
    for day in range(8):
        observe(with_gap, company.skill(), 0, observed_at=NOON - timedelta(days=day))
    company.compute(with_gap, without)
    reports = {one.person_id: one.public_id for one in GapReport.objects.current()}
    for query, person in (
        ({"person": with_gap.public_id}, with_gap),
        ({"org_unit": sales.public_id}, without),
        ({"with_gaps": "true"}, with_gap),
        ({"with_gaps": "false"}, without),
    ):
        assert found(client, "gap-reports", **query) == [reports[person.pk]], query
    assert found(client, "gap-reports", updated_since=(NOON + timedelta(seconds=1)).isoformat()) == []


def test_a_manager_reads_the_reports_of_their_line_alone():
    manager = company.person("Marta Kowalczyk")
    learner = company.person("Abena Osei", manager=manager)
    other = company.person("Mikael Lindh")
    company.compute(learner, other)
    told = signed_in(manager).get("/api/v1/gap-reports").json()["data"]
    assert [one["person"] for one in told] == [learner.public_id]
