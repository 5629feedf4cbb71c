"""The search in the API: what each caller finds, in pages, and how it refuses."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.answers.services import Asked, ask_question
from lifow.base.passages.services import refresh_stale
from tests import company
from tests.backing import worlds
from tests.conformance.callers import SCOPES, machine, signed_in
from tests.conformance.test_resources import problem
from tests.conformance.test_schema import DOCUMENT, faults, unknown_fields
from tests.conformance.worlds import World, add_more, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
URL = "/api/v1/search"
SCHEMA = DOCUMENT["paths"][URL]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


@worlds.world
def world() -> World:
    built = build_world()
    company.module("The secret of refunds", built.skill, 1, 2, status="draft")
    indexed()
    return built


def indexed() -> None:
    while refresh_stale():
        pass


def found(client: Client, q: str, **asked: Any) -> dict[str, Any]:
    response = client.get(URL, {"q": q, **asked})
    assert response.status_code == 200, response.content
    return response.json()


def titles(client: Client, q: str, **asked: Any) -> list[str]:
    return [one["title"] for one in found(client, q, **asked)["data"]]


def test_what_is_found_is_true_of_its_schema_and_opens(world):
    learner = signed_in(world.learner)
    page = found(learner, "how do I explain the refnd change")
    assert faults(SCHEMA, page) == []
    assert unknown_fields(SCHEMA, page) == []
    first = page["data"][0]
    assert (first["kind"], first["id"]) == ("module", world.module.public_id)
    assert "refund" in first["matches"]
    assert page["corrections"] == [{"typed": "refnd", "meant": "refund"}]
    assert page["is_sure"]
    assert learner.get(first["url"].split("#")[0]).status_code == 200


def test_what_nothing_answers_says_so(world):
    page = found(machine("search:read"), "zeppelin")
    assert (page["data"], page["total"], page["is_sure"]) == ([], 0, False)


def test_a_machine_finds_what_every_employee_does(world):
    client, employee = machine("search:read"), company.person("Nils Berg", org_unit=company.unit("Legal"))
    indexed()
    for q in ("refund", "abena osei", "organisation", "authoring", "sql"):
        assert set(titles(client, q)) == set(titles(signed_in(employee), q)) - {str(employee)}, q
    assert "Which bank holds the money?" not in titles(client, "which bank holds the money")
    assert "The secret of refunds" not in titles(client, "secret of refunds")
    assert "The secret of refunds" in titles(signed_in(world.hr_admin), "secret of refunds")
    assert "Abena Osei" not in titles(client, "abena osei")
    assert "Which bank holds the money?" in titles(signed_in(world.hr_admin), "which bank holds the money")


def test_a_question_whose_asker_is_erased_stays_private(world):
    asked = Asked("Where is the zirconium?", unit=company.unit("Legal"))
    question = ask_question(asker=world.hr_admin, asked=asked, as_of=company.NOON)
    type(question).objects.filter(pk=question.pk).update(asker=None)
    indexed()
    assert titles(machine("search:read"), "zirconium") == []


def test_a_token_that_a_person_was_given_finds_what_the_person_does(world):
    client = machine("search:read", user=world.manager)
    assert "Abena Osei" in titles(client, "abena")


def test_results_come_in_pages_in_the_order_of_the_whole(world):
    add_more(world, 3)
    indexed()
    client = signed_in(world.hr_admin)
    whole = found(client, "refund rule module person")
    assert whole["next"] is None
    met, url, back = [], f"{URL}?q=refund+rule+module+person&page_size=3", []
    while url:
        page = client.get(url).json()
        assert page["total"] == whole["total"]
        assert page["is_sure"] == whole["is_sure"]
        met += page["data"]
        last, url = url, page["next"]
    assert met == whole["data"]
    assert len(met) > 6
    while last:
        page = client.get(last).json()
        back, last = page["data"] + back, page["previous"]
    assert back == met


def test_filters_narrow_it(world):
    facet = "product"
    company.module("Refunds in a shop", world.skill, 1, 2, facets={facet: ["Shop"]})
    indexed()
    client = machine("search:read")
    assert set(titles(client, "refund", kind="skill")) == {"Refund policy"}
    assert titles(client, "refund", facet=f"{facet}=Shop") == ["Refunds in a shop"]
    assert "Refund policy" not in titles(client, "refund", type="article")
    assert titles(client, "refnd", as_typed="true") == []


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({}, "q", "required"),
        ({"q": ""}, "q", "blank"),
        ({"q": "  "}, "q", "blank"),
        ({"q": "a" * 201}, "q", "max_length"),
        ({"q": "a\x00"}, "q", None),
        ({"q": ["a", "b"]}, "q", "repeated"),
        ({"q": "a", "kind": "secret"}, "kind", "invalid_choice"),
        ({"q": "a", "type": "secret"}, "type", "invalid_choice"),
        ({"q": "a", "facet": "product"}, "facet", "invalid"),
        ({"q": "a", "facet": "product=Nowhere"}, "facet", "unknown"),
        ({"q": "a", "cursor": "k" * 34}, "cursor", "invalid"),
        ({"q": "a", "page_size": "201"}, "page_size", "max_value"),
        ({"q": "a", "person": "per_0000000000000000"}, "person", "unknown_name"),
    ],
)
def test_a_bad_parameter_is_named(query, parameter, code, world):
    response = machine("search:read").get(URL, query)
    kind = "unknown_reference" if code == "unknown" else "invalid"
    error, *_more = problem(response, 422, kind)["errors"]
    assert error["parameter"] == parameter
    assert code in (error["code"], None)


def test_a_cursor_fits_its_own_search_alone(world):
    client = machine("search:read")
    cursor = found(client, "refund sql", page_size=1)["next"].partition("cursor=")[2].partition("&")[0]
    error, *_more = problem(client.get(URL, {"q": "sql", "cursor": cursor}), 422, "invalid")["errors"]
    assert error["parameter"] == "cursor"


def test_it_is_refused_as_everything_else(world):
    problem(Client().get(URL, {"q": "a"}), 401, "not_authenticated")
    others = set(SCOPES) - {"search:read"}
    assert problem(machine(*others).get(URL, {"q": "a"}), 403, "missing_scope")["scope"] == "search:read"
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        problem(getattr(machine("search:read"), method)(URL), 405, "method_not_allowed")
    problem(machine("search:read").get(f"{URL}/one"), 404, "not_found")
    stale = machine("search:read").get(URL, {"q": "a"}, headers={"If-Match": '"another"'})
    problem(stale, 412, "precondition_failed")


def test_an_answer_is_not_sent_twice_and_stays_out_of_shared_caches(world):
    client = machine("search:read")
    first = client.get(f"{URL}/", {"q": "refund"})
    assert "private" in first.headers["Cache-Control"]
    again = client.get(f"{URL}/", {"q": "refund"}, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_takes_the_same_number_of_queries_whatever_is_found(world):
    client = signed_in(world.hr_admin)
    add_more(world, 1)
    indexed()
    found(client, "refund rule module person")
    with CaptureQueriesContext(connection) as few:
        first = found(client, "refund rule module person")
    add_more(world, 3)
    indexed()
    found(client, "refund rule module person")
    with CaptureQueriesContext(connection) as more:
        second = found(client, "refund rule module person")
    assert len(second["data"]) > len(first["data"])
    assert len(more) == len(few) <= 14, "\n".join(query["sql"] for query in more)
