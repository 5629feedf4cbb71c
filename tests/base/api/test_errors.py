"""Problem details outside of the resources: unknown addresses, faults of ours, a database that is away."""

import re

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError

from lifow.base.api import errors, problems
from lifow.base.api.parsers import MOST_BYTES
from tests.conformance.callers import machine

pytestmark = pytest.mark.django_db


def problem_of(exception: Exception) -> dict:
    return errors.problem_response(exception, {}).data


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/people"])
def test_an_unknown_address_below_api_is_a_problem(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"
    assert response.json()["request_id"]


def test_an_unknown_address_elsewhere_is_a_page(client):
    response = client.get("/nothing")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


def test_a_fault_of_ours_is_a_problem_with_the_id_under_which_it_is_logged(monkeypatch):
    def break_down(self):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("lifow.people.persons.api.people.PersonViewSet.get_queryset", break_down)
    client = machine()
    client.raise_request_exception = False
    response = client.get("/api/v1/people")
    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert re.fullmatch(r"[0-9a-f-]{36}", response.json()["request_id"])
    assert b"secret" not in response.content


@pytest.mark.parametrize(
    ("cause", "status", "code"),
    [
        (psycopg.OperationalError("connection refused"), 503, "unavailable"),
        (psycopg.errors.LockNotAvailable(), 503, "busy"),
        (psycopg.errors.DiskFull(), 507, "storage_full"),
    ],
)
def test_an_outage_in_a_view_of_the_api_is_told_by_what_it_is(monkeypatch, cause, status, code):
    def away(self):
        raise OperationalError("away") from cause

    monkeypatch.setattr("lifow.people.persons.api.people.PersonViewSet.get_queryset", away)
    response = machine().get("/api/v1/people")
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert int(response.headers["Retry-After"]) > 0


def test_an_error_of_a_database_that_is_there_stays_an_error(monkeypatch):
    def broken(self):
        raise OperationalError("no such column")

    monkeypatch.setattr("lifow.people.persons.api.people.PersonViewSet.get_queryset", broken)
    client = machine()
    client.raise_request_exception = False
    assert client.get("/api/v1/people").json()["code"] == "internal_error"


def test_the_site_uses_these_handlers():
    resolver = get_resolver()
    handlers = [resolver.resolve_error_handler(status) for status in (400, 404, 500)]
    assert handlers == [errors.bad_request, errors.page_not_found, errors.server_error]


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/people", "problem+json"), ("/", "html")])
def test_a_request_that_django_refuses_is_a_problem_below_api_and_a_page_elsewhere(rf, path, kind):
    assert kind in errors.bad_request(rf.get(path), ValueError()).headers["Content-Type"]
    assert kind in errors.server_error(rf.get(path)).headers["Content-Type"]


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"level": ["no"]}, [("#/level", "no")]),
        ({"level": ["no", "never"]}, [("#/level", "no"), ("#/level", "never")]),
        ({"origin": {"text": ["long"]}}, [("#/origin/text", "long")]),
        ({"items": [{}, {"level": ["no"]}]}, [("#/items/1/level", "no")]),
        ({"non_field_errors": ["no object"]}, [("#", "no object")]),
        ({"a/b~c": ["no"]}, [("#/a~1b~0c", "no")]),
        (["no"], [("#", "no")]),
    ],
)
def test_a_pointer_leads_to_each_field_that_is_wrong(detail, expected):
    found = problem_of(ValidationError(detail))["errors"]
    assert [(one["pointer"], one["detail"]) for one in found] == expected


def test_the_code_of_an_error_is_kept():
    found = problem_of(ValidationError({"level": [ErrorDetail("Too high.", code="max_value")]}))
    assert found["errors"] == [{"pointer": "#/level", "code": "max_value", "detail": "Too high."}]


def test_somebody_who_asks_too_often_is_told_when_to_come_back():
    response = errors.problem_response(Throttled(wait=7), {})
    assert (response.data["code"], response["Retry-After"]) == ("too_many_requests", "7")


def test_every_kind_of_problem_is_explained_where_its_type_leads(client):
    page = client.get(problems.DOCS).content.decode()
    for kind in problems.KINDS.values():
        assert kind.uri == f"/api/v1/docs/#{kind.anchor}"
        assert f'id="{kind.anchor}"' in page


def test_a_status_that_has_no_kind_is_told_as_http_tells_it():
    assert problems.kind_of_status(418).title == "I'm a Teapot"


def test_a_body_that_is_no_json_is_told_so(client):
    response = machine().post("/api/v1/evidence", "{", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("depth", [300, 900, 100_000])
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "deep"}])
def test_a_body_that_is_nested_too_deeply_is_no_fault_of_ours(depth, headers):
    body = '{"origin": ' + "[" * depth + "]" * depth + "}"
    client = machine()
    response = client.post("/api/v1/evidence", body, content_type="application/json", headers=headers)
    assert response.status_code in (400, 422)


def test_a_body_that_is_too_large_is_not_read():
    body = '{"origin": "' + "x" * MOST_BYTES + '"}'
    response = machine().post("/api/v1/evidence", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_of_another_kind_is_told_so(kind):
    response = machine().post("/api/v1/evidence", "a=b", content_type=kind)
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


def test_a_body_of_somebody_unknown_is_not_read():
    response = Client(headers={"Authorization": "Bearer nobody"}).post(
        "/api/v1/evidence", "{", content_type="application/json"
    )
    assert (response.status_code, response.json()["code"]) == (401, "invalid_token")
