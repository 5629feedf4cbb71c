"""The OpenAPI document: valid, true of what the API answers, with examples true of their schemas."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator, FormatChecker

from lifow.base.api.problems import KINDS
from lifow.base.api.responses import example_of
from lifow.base.api.views import described
from lifow.people.persons.models import Person
from tests.conformance.callers import SCOPES, machine
from tests.conformance.resources import ACTS, BY_EXTERNAL_ID, LISTS, RESOURCES
from tests.conformance.worlds import build_world

DOCUMENT: dict[str, Any] = json.loads(json.dumps(described("en")))
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def operations() -> Iterator[Any]:
    for path, methods in DOCUMENT["paths"].items():
        for method, told in methods.items():
            yield pytest.param(path, told, id=f"{method} {path}")


def bodies() -> Iterator[Any]:
    """Every body with its examples: of requests, answers and problems."""
    for path, methods in DOCUMENT["paths"].items():
        for method, told in methods.items():
            parts = {"request": told["requestBody"]} if "requestBody" in told else {}
            for name, part in {**parts, **told["responses"]}.items():
                for kind, body in resolved(part).get("content", {}).items():
                    yield pytest.param(body, id=f"{method} {path} {name} {kind}")


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = DOCUMENT
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with a value by a schema of the document."""
    whole = {**schema, "components": DOCUMENT["components"]}
    checker = Draft202012Validator(whole, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(value)]


def unknown_fields(schema: dict[str, Any], value: Any, path: str = "$") -> list[str]:
    """What a value has and its schema does not tell of."""
    schema = resolved(schema)
    for inner in schema.get("allOf", []) + schema.get("oneOf", []):
        merged = resolved(inner)
        if "properties" in merged or "items" in merged:
            schema = merged
    if isinstance(value, list):
        return [each for item in value for each in unknown_fields(schema.get("items", {}), item, f"{path}[]")]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    told = schema["properties"]
    found = [f"{path}.{name}" for name in value if name not in told]
    for name in value.keys() & told.keys():
        found += unknown_fields(told[name], value[name], f"{path}.{name}")
    return found


def test_the_document_is_valid_and_made_without_a_warning(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yaml"))
    assert DOCUMENT["openapi"].startswith("3.1")


def test_everyone_gets_the_document(client, db):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/vnd.oai.openapi+json")
    assert response.json() == DOCUMENT
    validate_schema(response.json())
    kept = client.get("/api/v1/openapi.json", headers={"If-None-Match": response.headers["ETag"]})
    assert kept.status_code == 304


def test_every_resource_is_in_it_under_the_address_that_works():
    paths = {path for one in RESOURCES for path in (one.url, f"{one.url}/deleted", f"{one.url}/{{id}}")}
    written = {
        f"/api/v1/{path}/{rest}"
        for path in BY_EXTERNAL_ID
        for rest in ("batch", "by-external-id/{source}/{external_id}")
    }
    assert set(DOCUMENT["paths"]) == paths | written | {f"/api/v1/{one}" for one in (*ACTS, *LISTS)}


@pytest.mark.parametrize(("path", "told"), list(operations()))
def test_every_operation_says_what_it_does_and_who_may(path, told):
    assert told["operationId"]
    assert told["summary"]
    assert told["description"]
    machines, people = told["security"]
    [scope] = machines["clientCredentials"]
    assert scope in SCOPES
    assert people == {"cookieAuth": []}
    assert {"401", "403", "default"} <= set(told["responses"])
    assert all(each.get("description") for each in told.get("parameters", ()))


def test_the_scopes_are_those_that_a_client_can_be_given():
    flow = DOCUMENT["components"]["securitySchemes"]["clientCredentials"]["flows"]["clientCredentials"]
    assert set(flow["scopes"]) == set(SCOPES)
    assert flow["tokenUrl"] == "/identity/o/api/token"


@pytest.mark.parametrize("body", list(bodies()))
def test_every_example_is_true_of_its_schema(body):
    examples = [each["value"] for each in body.get("examples", {}).values()]
    examples += [body["example"]] if "example" in body else []
    assert examples
    for example in examples:
        assert faults(body["schema"], example) == []
        assert unknown_fields(body["schema"], example) == []


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=lambda kind: kind.code)
def test_every_kind_of_problem_is_a_problem(kind):
    assert faults(PROBLEM, example_of(kind)) == []


@pytest.mark.django_db
def test_every_answer_is_true_of_its_schema():
    world = build_world()
    Person.objects.filter(pk=world.manager.pk).update(family_name="")
    client = machine()
    for resource in RESOURCES:
        for path, url in (
            (resource.url, resource.url),
            (f"{resource.url}/{{id}}", f"{resource.url}/{resource.one(world)}"),
        ):
            answer = DOCUMENT["paths"][path]["get"]["responses"]["200"]
            schema, body = answer["content"]["application/json"]["schema"], client.get(url).json()
            assert faults(schema, body) == [], path
            assert unknown_fields(schema, body) == [], path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("get", "/api/v1/people/none"),
        ("get", "/api/v1/people?page_size=no"),
        ("get", "/api/v1/search"),
        ("get", "/api/v1/nothing"),
        ("post", "/api/v1/evidence"),
        ("post", "/api/v1/items"),
        ("post", "/api/v1/items/none/submit"),
        ("post", "/api/v1/quick-checks"),
        ("post", "/api/v1/quick-checks/none/answer"),
        ("post", "/api/v1/quick-checks/none/end"),
        ("post", "/api/v1/refreshers"),
        ("post", "/api/v1/refreshers/none/answer"),
        ("post", "/api/v1/questions"),
        ("post", "/api/v1/questions/none/answer"),
        ("post", "/api/v1/rating-requests"),
        ("post", "/api/v1/rating-requests/none/withdraw"),
        ("post", "/api/v1/assignments"),
        ("post", "/api/v1/assignments/none/change"),
        ("post", "/api/v1/assignments/none/end"),
        ("post", "/api/v1/assigned-people/none/waive"),
        ("put", "/api/v1/people"),
    ],
)
def test_every_refusal_is_a_problem(method, url):
    for client in (Client(), machine(), machine("plans:read", name="narrow")):
        response = getattr(client, method)(url, data={}, content_type="application/json")
        assert response.status_code >= 400
        assert response.headers["Content-Type"] == "application/problem+json"
        assert faults(PROBLEM, response.json()) == []


def test_the_methods_of_an_address_come_in_one_order_in_every_process():
    """Reading first: DRF keeps them in a set, whose order changes from process to process."""
    for address, operations in DOCUMENT["paths"].items():
        methods = [name for name in operations if name in {"get", "post", "put", "patch", "delete"}]
        assert methods == sorted(methods), address
