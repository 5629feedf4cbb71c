"""The best matches come first, in one order, at the price of a page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.catalogue.models import Module
from lifow.base.search import ranking
from lifow.base.search.ranking import Question, Scope
from lifow.people.persons.models import Person
from tests.backing.examples import examples
from tests.company import module, person, skill

pytestmark = pytest.mark.django_db

VOCABULARY = ("refund", "refunds", "refunding", "policy", "policies", "C", "C++", "über", "e-mail", "a")
texts = st.lists(st.sampled_from(VOCABULARY), max_size=6).map(" ".join)


def written(title: str, summary: str = "", body: str = "-", **fields) -> Module:
    return module(title, skill(), 1, 2, summary=summary, body=body, **fields)


def found(text: str, most: int = 50) -> list[str]:
    return [one.title for one in Module.objects.best_matches(text, most)]


def test_words_in_the_first_field_go_before_words_in_two_and_these_before_words_anywhere():
    written("Third", body="Refund policy. " * 9)
    written("Second policy", summary="On refunds")
    written("First refund policy")
    assert found("refund policy") == ["First refund policy", "Second policy", "Third"]


def test_whole_words_go_before_words_that_are_only_begun():
    written("Plants")
    written("Planner")
    written("A plan")
    assert found("plan") == ["A plan", "Plants", "Planner"]


def test_of_hits_in_the_same_fields_those_with_more_of_the_word_go_first():
    written("Once", body=f"A refund. {'Other words follow. ' * 20}")
    written("Often", body=f"{'A refund. ' * 20} Other words follow.")
    assert found("refund") == ["Often", "Once"]


def test_equal_hits_stand_in_the_order_of_their_ids():
    for number in range(9):
        written(f"Refund {number}")
    assert found("refund") == [f"Refund {number}" for number in range(9)]
    assert found("refund", most=3) == ["Refund 0", "Refund 1", "Refund 2"]


def test_the_last_word_may_be_begun_where_the_others_are_found_by_their_stem():
    written("A refund of the currency")
    written("A currency")
    assert found("refunds curr") == ["A refund of the currency"]
    assert found("refunding the curren") == ["A refund of the currency"]


@pytest.mark.parametrize("typed", ["pa", "pay", "paym", "payme", "über", "üb", "e-ma", "e-mai", "v2", "24"])
def test_a_beginning_of_any_length_is_found(typed):
    written("Payment by e-mail, überwiesen, in v21 at 24/7")
    assert len(found(typed)) == 1


def test_of_more_hits_than_are_scored_those_with_the_word_in_the_title_come_first(monkeypatch):
    monkeypatch.setattr(ranking, "SCORED", 3)
    for number in range(20):
        written(f"Number {number}", body="A refund")
    written("The refund")
    assert found("refund", most=3) == ["The refund", "Number 0", "Number 1"]
    assert found("refu", most=3) == ["The refund", "Number 0", "Number 1"]
    assert len(found("refund", most=21)) == 21


def test_of_more_hits_than_are_scored_the_first_by_id_are_looked_at_wherever_they_lie(monkeypatch):
    monkeypatch.setattr(ranking, "SCORED", 4)
    ids = (3_000_000, 5, 70_000, 4_095, 4_096, 9_000, 8_191)
    for pk in ids:
        written(f"Refund {pk}", pk=pk)
    Module.objects.filter(pk=5).update(summary="Written again, so that it lies elsewhere")
    assert set(Module.objects.best_match_ids("refund", 4)) == {5, 4_095, 4_096, 8_191}
    assert Module.objects.exclude(pk=5).best_match_ids("ref", 3) == [4_095, 4_096, 8_191]
    assert set(Module.objects.best_match_ids("refund", 9)) == set(ids)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_hits_outside_the_queryset_take_no_place(is_narrow, monkeypatch):
    monkeypatch.setattr(ranking, "SCORED", 3)
    for number in range(12):
        written(f"Refund {number}", status="draft" if number < 9 else "published")
    published = Module.objects.published().best_matches("refund", 2, is_narrow=is_narrow)
    assert [one.title for one in published] == ["Refund 9", "Refund 10"]
    assert Module.objects.none().best_matches("refund", 2, is_narrow=is_narrow) == []


def test_everybody_finds_whom_they_may_see():
    marta = person("Marta Osei")
    abena = person("Abena Osei", manager=marta)
    other = person("Kofi Osei")
    boss = person("Grace Osei", is_hr_admin=True)
    for user, sees in ((abena, [abena]), (marta, [marta, abena]), (boss, [marta, abena, other, boss])):
        for is_narrow in (False, True):
            visible = Person.objects.visible_to(user)
            assert visible.best_matches("osei", 9, is_narrow=is_narrow) == sees


def test_a_queryset_keeps_what_it_adds_to_its_rows(django_assert_num_queries):
    written("Refund")
    with django_assert_num_queries(2):
        [one] = Module.objects.with_use().select_related("author").best_matches("refund", 5)
        assert (one.started_count, one.author) == (0, None)


@pytest.mark.parametrize("count", [0, 1, 30])
def test_a_search_reads_as_often_whatever_there_is_to_find(count, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(ranking, "SCORED", 5)
    for number in range(count):
        written(f"Refund {number}", body="Refund policy")
    with django_assert_num_queries(2 if count else 1):
        Module.objects.best_matches("refund pol", 5)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(40),
)
@given(
    modules=st.lists(st.tuples(texts, texts, texts, st.booleans()), max_size=8),
    asked=st.lists(st.sampled_from((*VOCABULARY, "ref", "po", "üb", "e-m")), min_size=1, max_size=3).map(
        " ".join
    ),
    most=st.integers(1, 9),
)
def test_a_page_is_the_head_of_all_matches_however_the_scope_is_asked(modules, asked, most):
    Module.objects.all().delete()
    for title, summary, body, is_draft in modules:
        written(title, summary, body, status="draft" if is_draft else "published")
    published = Module.objects.published()
    whole = published.best_match_ids(asked, 100)
    assert published.best_match_ids(asked, most) == whole[:most]
    assert published.best_match_ids(asked, most, is_narrow=True) == whole[:most]
    assert set(whole) <= set(Module.objects.best_match_ids(asked, 100))


def test_hits_are_looked_for_from_the_first_field_to_all():
    scope = Scope("true", (), is_narrow=False)
    question = Question("table", ("title", "body"), ["one", "two"], 8, scope)
    assert [(one.fields, one.is_everywhere, one.is_prefix) for one in question.sources] == [
        (("title",), False, False),
        (("title",), False, True),
        (("title", "body"), True, False),
        (("title", "body"), True, True),
    ]
    assert not any(one.is_prefix for one in Question("table", ("title",), ["C"], 8, scope).sources)
