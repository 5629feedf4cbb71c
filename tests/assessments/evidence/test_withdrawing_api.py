"""POST /api/v1/evidence/{id}/withdraw and /restore: HR, and for two weeks the client that sent it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from assessments.evidence.models import Evidence, EvidenceWithdrawal
from lifow.base.api.problems import KINDS
from tests import company
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/evidence"
REASON = {"reason": "Two employees have the same name."}
SCOPES = ("evidence:write", "evidence:read")
INVALID = KINDS["invalid"].status


def post(client: Client, address: str, body: Any = REASON) -> Any:
    return client.post(f"{URL}/{address}", body, content_type="application/json")


@pytest.fixture
def sent(db) -> tuple[Client, str]:
    """A client, and the id of what it has sent."""
    client = machine(*SCOPES)
    body = {
        "person": company.person().public_id,
        "skill": company.skill().public_id,
        "level": 3,
        "source": "test",
        "observed_at": timezone.now().isoformat(),
    }
    return client, client.post(URL, body, content_type="application/json").json()["id"]


def test_the_client_that_sent_it_withdraws_it_and_has_it_count_again(sent):
    client, piece = sent
    told = post(client, f"{piece}/withdraw").json()
    assert told["withdrawal"] == {
        "withdrawn_at": told["withdrawal"]["withdrawn_at"],
        "reason": REASON["reason"],
        "withdrawn_by": None,
        "client": "hr-sync",
    }
    assert client.get(f"{URL}/{piece}").json() == told
    assert client.get(f"{URL}?standing=true").json()["data"] == []
    assert [one["id"] for one in client.get(f"{URL}?standing=false").json()["data"]] == [piece]
    assert post(client, f"{piece}/restore").json()["withdrawal"] is None
    assert [one["id"] for one in client.get(f"{URL}?standing=true").json()["data"]] == [piece]


def test_twice_is_once(sent):
    client, piece = sent
    assert post(client, f"{piece}/withdraw").content == post(client, f"{piece}/withdraw").content
    assert EvidenceWithdrawal.objects.count() == 1


def test_another_client_does_not(sent):
    client, piece = sent
    other = machine(*SCOPES, name="lms")
    assert post(other, f"{piece}/withdraw").status_code == 403
    post(client, f"{piece}/withdraw")
    assert post(other, f"{piece}/restore").status_code == 403
    assert EvidenceWithdrawal.objects.count() == 1


def test_after_two_weeks_hr_does(sent):
    client, piece = sent
    _grow_old(15)
    assert post(client, f"{piece}/withdraw").status_code == 403
    ruth = company.person("Ruth Amankwah", is_hr_admin=True)
    told = post(signed_in(ruth), f"{piece}/withdraw").json()
    assert told["withdrawal"]["withdrawn_by"] == ruth.public_id
    # What HR has withdrawn is for HR to give back.
    assert post(client, f"{piece}/restore").status_code == 403


def test_an_hr_admin_does_not_withdraw_what_others_say_of_them():
    ruth = company.person("Ruth Amankwah", is_hr_admin=True)
    marta = company.person("Marta Kowalczyk")
    rated = company.observe(ruth, company.skill(), 1, source="peer", rater=marta)
    assert post(signed_in(ruth), f"{rated.public_id}/withdraw").status_code == 403


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({}, "#/reason"), ({"reason": ""}, "#/reason"), ({"reason": " "}, "#/reason"), ({"x": 1}, "#/x")],
)
def test_a_reason_is_needed(sent, body, pointer):
    client, piece = sent
    response = post(client, f"{piece}/withdraw", body)
    assert response.status_code == INVALID
    assert pointer in {one["pointer"] for one in response.json()["errors"]}


def test_what_counts_cannot_be_restored_and_what_is_corrected_not_withdrawn(sent):
    client, piece = sent
    ruth = signed_in(company.person("Ruth Amankwah", is_hr_admin=True))
    assert post(client, f"{piece}/restore").status_code == 403
    body = {
        **{name: client.get(f"{URL}/{piece}").json()[name] for name in ("person", "skill", "source")},
        "level": 1,
        "observed_at": timezone.now().isoformat(),
        "supersedes": piece,
    }
    assert client.post(URL, body, content_type="application/json").status_code == 201
    assert post(ruth, f"{piece}/withdraw").status_code == INVALID


def test_nothing_has_that_id(sent):
    client, _piece = sent
    assert post(client, "evd_0000000000000000/withdraw").status_code == 404


def test_evidence_for_a_leaver_is_refused_and_says_why(sent):
    client, piece = sent
    person = Evidence.objects.get().person
    person.employments.update(status="terminated")
    body = client.get(f"{URL}/{piece}").json()
    again = {name: body[name] for name in ("person", "skill", "level", "source", "observed_at")}
    response = client.post(URL, again, content_type="application/json")
    assert response.status_code == INVALID
    (error,) = response.json()["errors"]
    assert error["pointer"] == "#/person"
    assert "no longer works here" in error["detail"]


def test_a_list_asks_one_query_more_where_something_is_withdrawn(sent, django_assert_max_num_queries):
    client, piece = sent
    post(client, f"{piece}/withdraw")
    with django_assert_max_num_queries(12):
        client.get(URL)


def _grow_old(days: int) -> None:
    """Have all evidence be recorded so long ago: as a row that is written anew, since none is changed."""
    rows = list(QuerySet(Evidence).values())
    QuerySet(Evidence).delete()
    for row in rows:
        row["recorded_at"] -= timedelta(days=days)
        row["observed_at"] -= timedelta(days=days)
        Evidence(**row).save(force_insert=True)
