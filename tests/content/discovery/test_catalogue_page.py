"""The catalogue as a page: found by words and filters, each with an address, in a fixed number of queries."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from content.activity.models import Activity
from content.catalogue.reports import Wanted, address_of
from content.discovery.views import wanted_of
from tests.company import NOON, module, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
ADDRESS = reverse("content:modules")


def test_the_catalogue_lists_what_is_published(learner_client, refunds, draft):
    page = learner_client.get(ADDRESS).content.decode()
    assert "The refund change" in page
    assert "Not yet" not in page


def test_an_author_sees_drafts_marked_as_such_and_nothing_retired(author_client, draft):
    module("Long gone", skill(), 1, 2, status="retired")
    page = author_client.get(ADDRESS).content.decode()
    assert 'Not yet</a> <span class="tag">Draft</span>' in page
    assert "Long gone" not in page


def test_words_and_filters_narrow_it(learner_client, refunds):
    module("Worry before question", skill("Empathy"), 1, 2, kind="quiz", facets={"product": ["payments"]})

    def titles(**asked) -> list[str]:
        rows = learner_client.get(ADDRESS, asked).context["rows"]
        return [row.module.title for row in rows]

    assert titles(q="refunds") == ["The refund change"]
    assert titles(kind="quiz") == ["Worry before question"]
    assert titles(skill=skill("Refund policy").public_id) == ["The refund change"]
    assert titles(**{"facet.product": "payments"}) == ["Worry before question"]
    assert titles(q="refunds", kind="quiz") == []


@pytest.mark.parametrize(
    "query",
    [
        "q=%22%27(*",
        "q=%00",
        "kind=none",
        "skill=skl_none",
        "page=nine",
        "facet.=x",
        "facet.x=%00",
        "minutes=٣",
        "minutes=99999999999",
        "saved=yes",
    ],
)
def test_no_address_breaks_it(learner_client, refunds, query):
    assert learner_client.get(f"{ADDRESS}?{query}").status_code == 200


def test_what_is_found_by_nothing_says_what_to_do(learner_client, refunds):
    page = learner_client.get(ADDRESS, {"q": "refund", "kind": "quiz"}).content.decode()
    assert "No modules found" in page
    assert f'href="{ADDRESS}?q=refund"' in page


def test_an_empty_catalogue_says_what_will_be_here(learner_client):
    assert "No modules yet" in learner_client.get(ADDRESS).content.decode()


def test_a_row_says_what_was_begun_and_what_is_done(learner_client, abena, refunds):
    activity = Activity.objects.create(person=abena, module=refunds, started_at=NOON, touched_at=NOON)
    assert ">started<" in learner_client.get(ADDRESS).content.decode()
    activity.completed_at = NOON
    activity.save()
    assert ">done<" in learner_client.get(ADDRESS).content.decode()


def test_a_part_of_the_page_says_its_address(learner_client, refunds):
    headers = {"HX-Request": "true", "HX-Trigger-Name": "kind"}
    response = learner_client.get(ADDRESS, {"kind": "case", "q": ""}, headers=headers)
    assert response["HX-Push-Url"] == f"{ADDRESS}?kind=case"
    page = response.content.decode()
    assert page.startswith('<div id="found">')
    assert 'id="filters" hx-swap-oob="true"' in page


def test_typing_leaves_no_trail_of_addresses(learner_client, refunds):
    headers = {"HX-Request": "true", "HX-Trigger-Name": "q"}
    response = learner_client.get(ADDRESS, {"q": "ref"}, headers=headers)
    assert response["HX-Replace-Url"] == f"{ADDRESS}?q=ref"


def test_a_long_catalogue_has_pages(learner_client, abena):
    for number in range(51):
        module(f"Number {number:02}", skill(), 1, 2)
    first = learner_client.get(ADDRESS)
    assert "1–50 of 51 modules" in first.content.decode()
    assert f'href="{ADDRESS}?page=2"' in first.content.decode()
    second = learner_client.get(ADDRESS, {"page": 2})
    assert [row.module.title for row in second.context["rows"]] == ["Number 00"]


def test_more_modules_take_no_more_queries(learner_client, refunds, django_assert_max_num_queries):
    learner_client.get(ADDRESS)
    with django_assert_max_num_queries(12) as few:
        learner_client.get(ADDRESS)
    count = len(few)
    for number in range(20):
        module(f"Number {number}", skill(f"Skill {number}"), 1, 2, facets={"product": [f"p{number}"]})
    learner_client.get(ADDRESS)
    with django_assert_max_num_queries(count):
        learner_client.get(ADDRESS)
    asked = {"q": "number", "skill": skill().public_id, "facet.product": "p1", "minutes": 5}
    with django_assert_max_num_queries(12):
        learner_client.get(ADDRESS, asked)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(text="C++ & more", kind="case"),
        Wanted(minutes=5, saved=True),
        Wanted(skill="skl_1", facets={"account_size": "small", "product": "a=b"}),
    ],
)
def test_an_address_says_what_is_wanted(wanted):
    query = address_of(wanted).partition("?")[2]
    assert wanted_of(QueryDict(query)) == wanted


def test_of_too_many_modules_the_best_are_paged_and_not_counted(learner_client, monkeypatch):
    monkeypatch.setattr("content.catalogue.reports.found.MOST_RANKED", 60)
    for number in range(70):
        module(f"Refund {number:02}", skill(), 1, 2, kind="case")
    page = learner_client.get(ADDRESS, {"q": "refund"}).content.decode()
    assert "More than 60 modules" in page
    assert "1–50 of the 60 best matches. Add a word or a filter to see others." in page
    assert '<option value="case">Case</option>' in page
    last = learner_client.get(ADDRESS, {"q": "refund", "kind": "case", "page": 2})
    assert len(last.context["rows"]) == 10


@pytest.mark.parametrize("query", ["kind=%00", "skill=%00", "minutes=3", "facet.x=%00y", "facet.%00=x"])
def test_no_address_breaks_it_where_the_filters_are_the_databases(
    learner_client, refunds, query, monkeypatch
):
    monkeypatch.setattr("content.catalogue.reports.found.MOST_RANKED", 0)
    assert learner_client.get(f"{ADDRESS}?q=refund&{query}").status_code == 200
