"""/api/v1/imports: a roster as a file, planned, read, applied, rolled back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifow.people.persons.models import Employment, Person
from lifow.people.roster.interchange import MassChange
from lifow.people.roster.models import RosterImport
from lifow.people.roster.tasks import carry_out_imports
from tests import company
from tests.conformance.callers import machine, signed_in
from tests.people.roster.test_brakes import FILES, of

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
URL = "/api/v1/imports"
State = RosterImport.State
LEFT = FILES[MassChange.LEAVERS]


@pytest.fixture
def client() -> Client:
    return machine("people:read", "people:write")


def sent(client: Client, text: str, name: str = "roster.csv", **said: Any) -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return client.post(URL, {"source": "hris", "file": file, **said})


def planned(client: Client, text: str, **said: Any) -> dict[str, Any]:
    """The import of a file once a worker has planned it."""
    response = sent(client, text, **said)
    assert response.status_code == 202, response.content
    carry_out_imports()
    return client.get(response.headers["Location"]).json()


def act(client: Client, told: dict[str, Any], name: str, **body: Any) -> Any:
    return client.post(f"{URL}/{told['id']}/{name}", body, content_type="application/json")


def applied(client: Client, text: str, **said: Any) -> dict[str, Any]:
    told = planned(client, text)
    response = act(client, told, "apply", plan=told["plan"], **said)
    assert response.status_code == 202, response.content
    carry_out_imports()
    told = client.get(f"{URL}/{told['id']}").json()
    assert told["state"] == State.APPLIED
    return told


def test_a_file_is_planned_and_then_applied(client):
    told = planned(client, of([]))
    assert told["state"] == "planned"
    assert {part["code"]: part["count"] for part in told["parts"]}["created"] == 30
    assert not Person.objects.exists()
    response = act(client, told, "apply", plan=told["plan"])
    assert (response.status_code, response.json()["state"]) == (202, "applying")
    carry_out_imports()
    assert client.get(f"{URL}/{told['id']}").json()["state"] == "applied"
    assert Person.objects.count() == 30


def test_who_sent_and_who_applied_it_is_kept(client):
    told = applied(client, of([]))
    row = RosterImport.objects.get(public_id=told["id"])
    assert (row.sent_by, row.applied_by, row.uploaded_by, row.confirmed_by) == (
        "hr-sync",
        "hr-sync",
        None,
        None,
    )


def test_sent_twice_it_is_one_import_and_applied_twice_once(client):
    first, second = sent(client, of([])), sent(client, of([]))
    assert first.headers["Location"] == second.headers["Location"]
    told = planned(client, of([]))
    answers = [act(client, told, "apply", plan=told["plan"]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    carry_out_imports()
    assert act(client, told, "apply", plan=told["plan"]).json()["state"] == "applied"
    assert Person.objects.count() == 30


def test_another_plan_than_the_one_that_was_read_is_not_applied(client):
    told = planned(client, of([]))
    response = act(client, told, "apply", plan="0" * 64)
    assert (response.status_code, response.json()["code"]) == (409, "conflict")


def test_a_plan_beyond_a_limit_is_held_until_it_is_let_through_for_a_reason(client):
    applied(client, of([]))
    told = planned(client, LEFT)
    [limit] = told["limits"]
    held = act(client, told, "apply", plan=told["plan"])
    assert (held.status_code, held.json()["code"]) == (409, "held")
    assert held.json()["limits"] == told["limits"]
    silent = act(client, told, "apply", plan=told["plan"], let_through=[limit["kind"]])
    assert silent.status_code == 422
    said = {"let_through": [limit["kind"]], "reason": "The branch is closed."}
    assert act(client, told, "apply", plan=told["plan"], **said).status_code == 202
    carry_out_imports()
    done = client.get(f"{URL}/{told['id']}").json()
    assert (done["state"], done["let_through"]) == ("applied", {limit["kind"]: limit["count"]})
    assert done["reason"] == "The branch is closed."


def test_bad_lines_and_the_whole_plan_are_downloaded(client):
    told = planned(client, of([]) + "\nX1,,bad,,,,\n")
    plan = client.get(f"{URL}/{told['id']}/plan")
    assert plan.headers["Content-Type"].startswith("text/plain")
    assert b"Roster plan" in plan.content
    bad = client.get(f"{URL}/{told['id']}/rejects")
    assert bad.headers["Content-Type"].startswith("text/csv")
    assert b"X1" in bad.content
    again = planned(client, bad.content.decode("utf-8-sig"), name="bad.csv")
    assert again["state"] == "planned"


def test_what_has_no_bad_lines_has_no_such_file(client):
    told = planned(client, of([]))
    assert client.get(f"{URL}/{told['id']}/rejects").status_code == 404


def test_a_cancelled_import_writes_nothing(client):
    told = planned(client, of([]))
    assert act(client, told, "cancel").json()["state"] == "cancelled"
    assert act(client, told, "cancel").json()["state"] == "cancelled"
    assert act(client, told, "apply", plan=told["plan"]).status_code == 409
    assert not Person.objects.exists()


def test_an_import_is_rolled_back_by_the_file_before_it(client):
    applied(client, of([]))
    wrong = planned(client, LEFT)
    kinds = [limit["kind"] for limit in wrong["limits"]]
    act(client, wrong, "apply", plan=wrong["plan"], let_through=kinds, reason="A mistake.")
    carry_out_imports()
    working = Employment.objects.current().exclude(status="terminated")
    before = working.count()
    first = act(client, wrong, "roll-back")
    assert first.status_code == 202
    assert first.json()["rolls_back"] == wrong["id"]
    assert act(client, wrong, "roll-back").json()["id"] == first.json()["id"]
    carry_out_imports()
    told = client.get(f"{URL}/{first.json()['id']}").json()
    assert told["state"] == "planned"
    kinds = [limit["kind"] for limit in told["limits"]]
    said = {"let_through": kinds, "reason": "The file was wrong."} if kinds else {}
    act(client, told, "apply", plan=told["plan"], **said)
    carry_out_imports()
    assert working.count() == 30 >= before
    refused = act(client, wrong, "roll-back")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")


def test_what_was_not_applied_and_what_has_nothing_before_it_is_not_rolled_back(client):
    told = planned(client, of([]))
    assert act(client, told, "roll-back").status_code == 409
    told = applied(client, of([]))
    assert act(client, told, "roll-back").status_code == 409


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/file"),
        ({"file": SimpleUploadedFile("a.csv", b"x")}, "#/source"),
        ({"source": "hris", "file": SimpleUploadedFile("a.csv", b"Name,Age\nA,1")}, "#/file"),
        ({"source": "hris", "file": SimpleUploadedFile("a.csv", b"PK\x03\x04")}, "#/file"),
        (
            {"source": "hris", "file": SimpleUploadedFile("a.csv", b"x"), "mapping": "no = toml = at all"},
            "#/mapping",
        ),
        ({"source": "x" * 51, "file": SimpleUploadedFile("a.csv", b"x")}, "#/source"),
        ({"source": "hris", "file": "no file"}, "#/file"),
        ({"source": "hris", "file": SimpleUploadedFile("a.csv", b"x"), "other": "1"}, "#/other"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_at_once(client, body, pointer):
    for one in body.values():
        if isinstance(one, SimpleUploadedFile):
            one.seek(0)
    response = client.post(URL, body)
    assert response.status_code == 422, response.content
    assert pointer in [error["pointer"] for error in response.json()["errors"]]
    assert not RosterImport.objects.exists()


def test_a_file_comes_as_a_form_and_everything_else_as_json(client):
    assert client.post(URL, {"source": "hris"}, content_type="application/json").status_code == 415
    told = planned(client, of([]))
    assert client.post(f"{URL}/{told['id']}/apply", {"plan": told["plan"]}).status_code == 415


def test_imports_are_listed_with_as_many_queries_whatever_their_number(client):
    planned(client, of([]))
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for source in ("a", "b", "c"):
        planned(client, of([]), source=source)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(URL).json()["data"]) == 4
    assert len(few) == len(many)
    assert [one["source"] for one in client.get(URL, {"source": "b"}).json()["data"]] == ["b"]
    assert len(client.get(URL, {"state": "planned"}).json()["data"]) == 4


def test_nobody_but_hr_brings_a_file_in(client):
    ama = company.person("Ama Osei")
    response = signed_in(ama).post(
        URL, {"source": "hris", "file": SimpleUploadedFile("a.csv", of([]).encode())}
    )
    assert response.status_code == 403
    narrow = machine("people:read", name="narrow")
    assert sent(narrow, of([])).json()["code"] == "missing_scope"
