"""/api/v1/docs/: every operation, from the document that programs read, with nothing from elsewhere."""

import html
import re
import shlex

import pytest

from lifow.base.api.reference import kind_of, resources_of
from lifow.base.api.views import described
from tests.browser.looks import looks, overflow, show
from tests.conformance.resources import LISTS, RESOURCES

URL = "/api/v1/docs/"
SITE = "https://lifow.example"


@pytest.fixture
def resources():
    return resources_of(described("en"), site=SITE)


@pytest.mark.django_db
def test_everyone_reads_it_and_it_shows_every_operation(client, resources):
    response = client.get(URL)
    assert response.status_code == 200
    page = html.unescape(response.content.decode())
    for resource in resources:
        assert f'id="{resource.anchor}"' in page
        for operation in resource.operations:
            assert f"{operation.method} {operation.path}" in page
            assert operation.response in page
            assert operation.request.replace(SITE, "http://testserver") in page


@pytest.mark.django_db
def test_it_loads_nothing_from_elsewhere_and_runs_nothing_of_its_own(client):
    page = client.get(URL).content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r"<script(?![^>]*src=)", page)
    assert "style=" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", [URL, "/api/v1/openapi.json"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, path, method):
    assert getattr(client, method)(path).status_code == 405


def test_people_come_first_and_nothing_is_missing(resources):
    paths = [resource.operations[0].path for resource in resources]
    assert paths[0] == "/api/v1/people"
    assert sorted(paths) == sorted([*(one.url for one in RESOURCES), *(f"/api/v1/{one}" for one in LISTS)])


def test_every_request_can_be_typed_and_names_what_it_is_about(resources):
    for operation in (each for resource in resources for each in resource.operations):
        words = shlex.split(operation.request.replace("\\\n", " "))
        assert words[0] == "curl"
        assert words[1].startswith(f"{SITE}/api/v1/")
        assert "{" not in words[1]
        assert "Authorization: Bearer $TOKEN" in words


def test_every_field_is_told_with_its_kind(resources):
    [people] = [one for one in resources if one.name == "people"]
    kinds = {field.path: field.kind for field in people.fields}
    assert kinds["id"] == "id per_…"
    assert kinds["languages"] == "list of string"
    assert kinds["employment.manager"] == "id per_… or null"
    assert kinds["employment.status"] == "prehire | active | leave | terminated"
    assert kinds["external_ids"] == "list of object"
    assert "external_ids.source" in kinds
    assert kinds["may_sign_in"] == "boolean"


def test_what_a_body_must_have_is_told(resources):
    [evidence] = [one for one in resources if one.name == "evidence"]
    [add] = [each for each in evidence.operations if each.id == "evidence_add"]
    required = {field.path for field in add.body if field.is_required}
    assert required == {"person", "skill", "level", "source", "observed_at"}
    assert {field.path for field in add.parameters} == {"Idempotency-Key"}
    assert add.scope == "evidence:write"


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["string", "null"], "format": "date"}, "date or null"),
        ({"type": "array", "items": {"type": "number"}}, "list of number"),
        ({"type": "string", "enum": ["a", "b"]}, "a | b"),
        ({"type": ["string", "null"], "enum": ["a", None]}, "a or null"),
        ({"oneOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null"),
        ({"$ref": "#/components/schemas/GapStatus"}, "gap | assess_first | meets"),
    ],
)
def test_a_kind_is_told_in_a_few_words(schema, kind):
    assert kind_of(described("en"), schema) == kind


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_operation_that_is_opened_can_be_used_by_everyone(page, axe):
    page.goto(URL)
    page.locator("#evidence_add summary").click()
    page.locator("#evidence_add").get_by_text("Idempotency-Key: ").wait_for()
    for size, scheme in looks():
        show(page, size, scheme)
        axe(page)
        assert overflow(page) <= 0, size
