"""The search page and its palette: everything in one list, at its passage, for those who may see it."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from content.answers.services import Asked, ask_question
from content.searches.models import AbandonedSearch, FailedSearch, RephrasedSearch
from lifow.base.passages.models import OpeningTime, Synonym
from lifow.base.passages.services import add_synonym, refresh_stale
from lifow.people.persons.models import Person
from tests.backing.examples import examples
from tests.company import NOON, module, skill
from tests.flows.reading import words

PALETTE = {"HX-Request": "true"}


def test_modules_skills_and_people_come_in_one_list(company, ask):
    page = words(ask(company.abena, "refund"))
    assert "The refund change Article · 6 min" in page
    assert "Refund policy Skill" in page
    assert "Abena Osei Person · SUP-1" in words(ask(company.marta, "abe"))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("abena", True), ("marta", True), ("grace", True), ("ruth", True), ("kofi", False), ("rui", False)],
)
def test_only_people_whom_one_may_see_are_found(company, ask, who, sees):
    assert ("Abena Osei" in words(ask(getattr(company, who), "osei"))) == sees


def test_a_draft_is_found_by_those_who_write(company, ask):
    module("Zebra rules from May", skill(), 1, 2, status="draft")
    assert "Zebra rules from May" in words(ask(company.ines, "zebra"))
    assert "No results for “zebra”" in words(ask(company.abena, "zebra"))


def test_a_word_that_only_a_draft_has_corrects_nobody_but_authors(company, ask):
    module("Quixotry", skill(), 1, 2, status="draft")
    assert "Searched for quixotry instead of quixottry" in words(ask(company.ines, "quixottry x"))
    page = words(ask(company.abena, "quixottry x"))
    assert "quixotry" not in page.lower()


def test_a_typing_error_is_said_and_can_be_taken_back(company, ask):
    page = ask(company.abena, "refnd policy")
    assert "Searched for refund instead of refnd" in words(page)
    assert "typed=1" in page.content.decode()
    assert "instead of" not in words(ask(company.abena, "refnd policy", typed="1"))


def test_the_palette_gets_the_list_alone_and_leads_to_the_page(company, ask):
    part = ask(company.abena, "refund", headers=PALETTE).content.decode()
    assert "<html" not in part
    assert 'class="search-all" href="/search/?q=refund"' in part


def test_what_nothing_answers_can_be_asked(company, ask):
    page = ask(company.abena, "zeppelin").content.decode()
    assert f'href="{reverse("portal-ask")}?q=zeppelin"' in page


def test_before_a_word_there_is_what_was_open_last_and_what_changed(company, ask):
    page = ask(company.abena, "  ", headers=PALETTE).content.decode()
    assert "Recently changed" in page
    assert "The refund change" in page


def test_a_result_opens_at_its_passage_with_the_words_marked(company, ask):
    module("Dates", skill(), 1, 2, body="# One\n\nFirst.\n\n# Holidays\n\nBanks rest on a bank holiday.")
    page = ask(company.abena, "bank holiday").content.decode()
    assert "#text:~:text=Holidays" in page
    assert "<mark>bank</mark> <mark>holiday</mark>" in page


def test_filters_have_addresses_and_count_what_they_leave(company, ask):
    module("Refunds in a shop", skill(), 1, 2, facets={"product": ["Shop"]})
    module("Refunds elsewhere", skill(), 1, 2)
    page = ask(company.abena, "refunds", **{"facet.product": "Shop"})
    assert "Refunds in a shop" in words(page)
    assert "Refunds elsewhere" not in words(page)
    assert "Skills" not in words(ask(company.abena, "refund", kind="module")).split("Results")[1]


def test_a_call_pins_values_until_it_ends(company, ask):
    module("Refunds in a shop", skill(), 1, 2, facets={"product": ["Shop"]})
    module("Refunds on the web", skill(), 1, 2, facets={"product": ["Web"]})
    module("Refunds for all", skill(), 1, 2)
    browser = company.browser(company.abena)
    while refresh_stale():
        pass
    browser.post(reverse("portal:search_call"), {"facet.product": "Shop"})
    page = words(browser.get(reverse("portal:search"), {"q": "refunds"}))
    assert "On a call" in page
    assert "Refunds in a shop" in page
    assert "Refunds for all" in page
    assert "Refunds on the web" not in page
    browser.post(reverse("portal:search_call"), {"end": "1"})
    assert "Refunds on the web" in words(browser.get(reverse("portal:search"), {"q": "refunds"}))


def test_a_call_comes_back_to_pages_of_the_site_alone(company):
    browser = company.browser(company.abena)
    for then, leads in (("/search/?q=x", "/search/?q=x"), ("//evil.example/", "/search/"), ("x", "/search/")):
        assert browser.post(reverse("portal:search_call"), {"end": "1", "then": then})["Location"] == leads


def test_openings_and_what_was_left_are_counted_without_names(company):
    browser = company.browser(company.abena)
    sent = {"q": "refund policy", "seconds": "4", "before": "money returned"}
    assert browser.post(reverse("portal:search_opened"), sent).status_code == 204
    browser.post(reverse("portal:search_left"), {"q": "money returned"})
    browser.post(reverse("portal:search_failed"), {"q": "zeppelin"})
    browser.post(reverse("portal:search_opened"), {"q": "x", "seconds": "-1e9"})
    assert list(OpeningTime.objects.values_list("seconds", "times")) == [(4, 1)]
    assert [(one.query, one.later) for one in RephrasedSearch.objects.all()] == [
        ("money returned", "refund policy")
    ]
    assert [one.query for one in AbandonedSearch.objects.all()] == ["money returned"]
    assert [one.query for one in FailedSearch.objects.all()] == ["zeppelin"]


def test_hr_keeps_synonyms_and_sees_only_what_five_people_did(company, ask):
    browser = company.browser(company.ruth)
    address = reverse("portal:searches")
    assert browser.post(address, {"words": "money back", "means": "refund"}).status_code == 302
    assert "Also searched for: refund" in words(ask(company.abena, "money back"))
    assert browser.post(address, {"words": "Refund", "means": "refund"}).status_code == 422
    RephrasedSearch.objects.create(
        query="cash again", later="refund", times=9, people_bits=0b11111, last_at=NOON
    )
    RephrasedSearch.objects.create(query="lone", later="refund", times=9, people_bits=1, last_at=NOON)
    page = words(browser.get(address))
    assert "cash again → refund" in page
    assert "lone" not in page
    [kept] = Synonym.objects.all()
    for sent in (kept.pk, kept.pk, "", "9" * 40):
        assert browser.post(reverse("portal:remove_synonym"), {"synonym": sent}).status_code == 302
    assert not Synonym.objects.exists()


def test_a_synonym_finds_what_has_none_of_the_words(company, ask):
    add_synonym(words="dosh", means="refund", is_both_ways=False, as_of=NOON)
    assert "The refund change" in words(ask(company.abena, "dosh"))


def test_who_is_erased_from_the_index_is_not_found(company, ask):
    from lifow.base.passages.services import forget_source

    assert "Abena Osei" in words(ask(company.marta, "abena"))
    forget_source(kind="person", source_id=Person.objects.get(pk=company.abena.pk).pk)
    assert "Abena Osei" not in words(ask(company.marta, "abena"))


def test_what_was_typed_is_shown_as_it_was_and_never_run(company, ask):
    page = ask(company.abena, "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.dialect
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(60),
)
@example("\x00")
@example("{{ q }} {% url %} %s")
@example('"; DROP TABLE base_searchsource; --')
@example("*" * 200)
@example("東京都" * 60)
@given(text=st.text(max_size=300))
def test_no_text_breaks_the_page(company, text):
    browser = company.browser(company.ruth)
    assert browser.get(reverse("portal:search"), {"q": text}).status_code == 200


@pytest.mark.parametrize("who", ["abena", "ruth"])
def test_a_search_reads_twelve_times_whatever_it_finds(company, ask, django_assert_max_num_queries, who):
    for number in range(14):
        module(f"Refund {number}", skill(), 1, 2)
    add_synonym(words="money back", means="refund", is_both_ways=True, as_of=NOON)
    ask_question(asker=company.abena, asked=Asked("A refund in dollars?", skill=skill()), as_of=NOON)
    ask(getattr(company, who), "refund")
    browser = company.browser(getattr(company, who))
    with django_assert_max_num_queries(12):
        page = words(browser.get(reverse("portal:search"), {"q": "refund"}))
    assert "All 18" in page
    assert "A refund in dollars?" in page
