"""What every resource of the API promises: who gets what, where it refuses, how many queries it takes."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from tests.backing import worlds
from tests.conformance.callers import SCOPES, machine, signed_in
from tests.conformance.resources import ACTS, BY_EXTERNAL_ID, LISTS, OF_PERSONS, RESOURCES, WRITTEN
from tests.conformance.worlds import World, add_more, build_world

pytestmark = pytest.mark.django_db
INTERNAL_ID = re.compile(r'"(?:id|pk|\w+_id)": ?\d')

every_resource = pytest.mark.parametrize("resource", RESOURCES, ids=str)


@worlds.world
def world() -> World:
    return build_world()


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem in a response, after a look at what every problem has."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    found = response.json()
    assert (found["status"], found["code"]) == (status, code)
    assert found["type"] == f"/api/v1/docs/#problem-{code.replace('_', '-')}"
    assert found["title"]
    assert found["detail"]
    assert found["request_id"]
    return found


def test_the_table_has_every_resource():
    [api] = [each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "api"]
    names = {pattern.name for part in api.url_patterns for pattern in part.url_patterns}
    listed = {f"{one}-{kind}" for one in RESOURCES for kind in ("list", "deleted", "detail")}
    acts = {act.replace("/{id}/", "-") for act in ACTS}
    written = {f"{path}-{kind}" for path in BY_EXTERNAL_ID for kind in ("by-external-id", "batch")}
    lists = {f"{one}-list" for one in LISTS}
    assert names == listed | acts | written | lists | {"openapi", "docs"}


@every_resource
def test_a_machine_with_the_scope_reads_list_and_thing(resource, world):
    client = machine(resource.scope)
    page = client.get(resource.url)
    assert page.status_code == 200, page.content
    assert set(page.json()) == {"data", "next", "previous"}
    one = client.get(f"{resource.url}/{resource.one(world)}")
    assert one.status_code == 200, one.content
    assert one.json() in page.json()["data"]
    assert not INTERNAL_ID.search(page.content.decode())


@every_resource
def test_an_address_works_with_a_slash_too(resource, world):
    client = machine(resource.scope)
    assert client.get(f"{resource.url}/").json() == client.get(resource.url).json()


@every_resource
@pytest.mark.parametrize("address", ["", "/one"])
def test_a_stranger_is_told_how_to_sign_in(resource, address, world):
    response = Client().get(resource.url + address)
    problem(response, 401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="lifow"'


@every_resource
def test_a_token_that_ran_out_is_told_so(resource, world):
    response = machine(resource.scope, hours=-1).get(resource.url)
    problem(response, 401, "invalid_token")
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


@every_resource
@pytest.mark.parametrize("address", ["", "/one"])
def test_a_token_without_the_scope_is_told_which_one_is_missing(resource, address, world):
    others = set(SCOPES) - {resource.scope}
    response = machine(*others).get(resource.url + address)
    assert problem(response, 403, "missing_scope")["scope"] == resource.scope
    assert f'scope="{resource.scope}"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize("resource", [one for one in RESOURCES if not one.is_for_hr], ids=str)
def test_a_learner_reads_what_is_theirs_or_everyones(resource, world):
    client = signed_in(world.learner)
    assert client.get(f"{resource.url}/{resource.one(world)}").status_code == 200
    assert resource.one(world) in ids(client.get(resource.url))


@pytest.mark.parametrize("resource", OF_PERSONS, ids=str)
def test_anothers_is_not_there(resource, world):
    client = signed_in(world.learner)
    hidden = resource.hidden(world)
    problem(client.get(f"{resource.url}/{hidden}"), 404, "not_found")
    assert hidden not in ids(client.get(resource.url))
    assert hidden in ids(signed_in(world.hr_admin).get(resource.url))


@pytest.mark.parametrize("resource", [one for one in OF_PERSONS if one.path != "people"], ids=str)
def test_to_ask_for_another_person_is_answered_as_if_there_were_none(resource, world):
    client = signed_in(world.learner)
    parameter = "asker" if resource.path == "questions" else "person"
    asked = client.get(resource.url, {parameter: world.other.public_id})
    nobody = client.get(resource.url, {parameter: "per_0000000000000000"})
    told = [problem(one, 422, "unknown_reference")["errors"] for one in (asked, nobody)]
    assert told[0] == told[1]
    assert told[0][0]["parameter"] == parameter


@pytest.mark.parametrize("resource", [one for one in OF_PERSONS if one.path != "pairings"], ids=str)
def test_a_manager_reads_their_line(resource, world):
    client = signed_in(world.manager)
    assert client.get(f"{resource.url}/{resource.one(world)}").status_code == 200
    problem(client.get(f"{resource.url}/{resource.hidden(world)}"), 404, "not_found")


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one.is_for_hr], ids=str)
def test_what_is_for_hr_is_for_nobody_else(resource, world):
    address = f"{resource.url}/{resource.one(world)}"
    for person in (world.learner, world.manager):
        assert ids(signed_in(person).get(resource.url)) == []
        problem(signed_in(person).get(address), 404, "not_found")
    assert signed_in(world.hr_admin).get(address).status_code == 200


def test_a_token_that_a_person_was_given_reads_what_the_person_may(world):
    client = machine("people:read", user=world.learner)
    assert ids(client.get("/api/v1/people")) == [world.learner.public_id]
    problem(client.get("/api/v1/skills"), 403, "missing_scope")


@every_resource
@pytest.mark.parametrize("bad", ["1", "per_", "zzz_0000000000000000", "%00", "a.b", "' OR 1=1"])
def test_what_is_no_id_is_not_found(resource, bad, world):
    problem(machine(resource.scope).get(f"{resource.url}/{bad}"), 404, "not_found")


@every_resource
def test_an_id_that_nothing_has_is_not_found(resource, world):
    absent = f"{resource.prefix}_0000000000000000"
    problem(machine(resource.scope).get(f"{resource.url}/{absent}"), 404, "not_found")


@every_resource
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(resource, method, world):
    for url in (resource.url, f"{resource.url}/{resource.one(world)}"):
        response = getattr(machine(), method)(url)
        problem(response, 405, "method_not_allowed")
        assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one.path not in WRITTEN], ids=str)
def test_what_is_only_read_takes_no_post(resource, world):
    response = machine().post(resource.url, {}, content_type="application/json")
    problem(response, 405, "method_not_allowed")


@every_resource
@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({"emial": "a@b.example"}, "emial", "unknown_name"),
        ({"cursor": "nonsense"}, "cursor", "invalid"),
        ({"cursor": "é\x00"}, "cursor", None),
        ({"cursor": "k" * 34}, "cursor", "invalid"),
        ({"deleted_since": "2026-03-02T07:00:00Z"}, "deleted_since", "unknown_name"),
        ({"page_size": "0"}, "page_size", "min_value"),
        ({"page_size": "201"}, "page_size", "max_value"),
        ({"page_size": "many"}, "page_size", "invalid"),
        ({"page_size": ["1", "2"]}, "page_size", "repeated"),
    ],
)
def test_a_bad_parameter_is_named(resource, query, parameter, code, world):
    error, *_more = problem(machine(resource.scope).get(resource.url, query), 422, "invalid")["errors"]
    assert error["parameter"] == parameter
    assert code in (error["code"], None)
    assert error["detail"]


@every_resource
def test_a_list_takes_the_same_number_of_queries_whatever_its_length(resource, world):
    client = machine(resource.scope)
    with CaptureQueriesContext(connection) as few:
        first = client.get(resource.url).json()
    add_more(world, 3)
    with CaptureQueriesContext(connection) as more:
        second = client.get(resource.url).json()
    assert len(second["data"]) > len(first["data"])
    assert len(more) == len(few), "\n".join(query["sql"] for query in more)
    assert len(few) <= 9


@every_resource
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-13-01T00:00:00Z"])
def test_a_moment_out_of_bounds_is_named(resource, moment, world):
    response = machine(resource.scope).get(resource.url, {"updated_since": moment})
    [error] = problem(response, 422, "invalid")["errors"]
    assert error["parameter"] == "updated_since"


@every_resource
def test_every_list_tells_what_has_changed_since(resource, world):
    client = machine(resource.scope)
    assert ids(client.get(resource.url, {"updated_since": "2199-01-01T00:00:00Z"})) == []
    assert resource.one(world) in ids(client.get(resource.url, {"updated_since": "1900-01-01T00:00:00Z"}))


@every_resource
def test_an_answer_of_before_is_a_failed_precondition(resource, world):
    client = machine(resource.scope)
    for url in (resource.url, f"{resource.url}/{resource.one(world)}", f"{resource.url}/deleted"):
        problem(client.get(url, headers={"If-Match": '"another"'}), 412, "precondition_failed")


@every_resource
def test_an_answer_stays_out_of_shared_caches_and_is_not_sent_twice(resource, world):
    client = machine(resource.scope)
    for url in (resource.url, f"{resource.url}/{resource.one(world)}"):
        first = client.get(url)
        assert "private" in first.headers["Cache-Control"]
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@every_resource
def test_every_answer_carries_the_id_of_its_request(resource, world):
    client = machine(resource.scope)
    told = client.get(resource.url).headers["X-Request-ID"]
    refused = client.get(f"{resource.url}/none")
    assert re.fullmatch(r"[0-9a-f-]{36}", told)
    assert refused.headers["X-Request-ID"] == refused.json()["request_id"] != told


@every_resource
def test_json_comes_whatever_is_asked_for(resource, world):
    response = machine(resource.scope).get(resource.url, headers={"Accept": "text/html"})
    assert response.headers["Content-Type"] == "application/json"


def ids(response: Any) -> list[str]:
    """The ids of a page."""
    return [row["id"] for row in json.loads(response.content)["data"]]
