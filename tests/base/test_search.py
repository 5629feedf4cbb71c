"""Full-text search, alike on SQLite and on PostgreSQL."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from lifow.base.search import words_of
from lifow.people.persons.models import Person
from tests.backing.examples import examples
from tests.company import framework, module, person, skill

pytestmark = pytest.mark.django_db

SYNTAX = "\"'*():^-+#&|!<>\\/%_.,;?~@ aANDORNOTNEARc0"
# Latin, Greek and Cyrillic letters, digits, punctuation and spaces.
WRITTEN = st.characters(max_codepoint=0x4FF, categories=["Lu", "Ll", "Nd", "P", "Zs"])
anything = st.one_of(st.text(max_size=300), st.text(alphabet=SYNTAX, max_size=60))


def titled(*titles: str, body: str = "-") -> None:
    """A module for each title."""
    for title in titles:
        module(title, skill(), 1, 2, body=body)


def found(text: str) -> list[str]:
    """The titles of the modules that match, the best first."""
    return [one.title for one in Module.objects.best_matches(text, 50)]


@pytest.mark.parametrize("typed", ["refund", "refunds", "Refunding", "REFUNDED"])
def test_a_word_finds_its_stem(typed):
    titled("Explain refunds", "Escalation")
    assert found(typed) == ["Explain refunds"]


@pytest.mark.parametrize("typed", ["re", "ref", "refun", "the ref"])
def test_the_last_word_may_be_only_begun(typed):
    titled("The refund change", "Escalation")
    assert found(typed) == ["The refund change"]


def test_a_word_before_the_last_is_whole():
    titled("The refund change")
    assert found("refu change") == []
    assert found("refund chan") == ["The refund change"]


def test_one_letter_does_not_stand_for_every_word_that_begins_with_it():
    titled("The refund change")
    assert found("r") == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("C", "Read C"),
        ("c", "Read C"),
        ("C++", "Read C++"),
        ("c++", "Read C++"),
        ("C#", "Read C#"),
        ("c#", "Read C#"),
    ],
)
def test_c_and_its_children_are_kept_apart(typed, title):
    titled("Read C", "Read C++", "Read C#", "Read Clojure")
    assert found(typed) == [title]


def test_every_word_has_to_match_in_any_order_and_field():
    module("Explain refunds", skill(), 1, 2, body="What a customer in two currencies asks.")
    titled("Explain payouts")
    assert found("currencies explain") == ["Explain refunds"]
    assert found("explain fax") == []


def test_the_title_counts_more_than_the_body():
    titled("Late payments", body="A refund, a refund and a refund again: how to refund.")
    titled("Refund")
    titled("Summaries", body="-")
    Module.objects.filter(title="Summaries").update(summary="About a refund")
    assert found("refund") == ["Refund", "Summaries", "Late payments"]


@pytest.mark.parametrize("typed", ["Inês", "ines", "INÊS", "carvalho ines"])
def test_accents_do_not_count_in_what_is_typed_or_kept(typed):
    ines = person("Inês Carvalho")
    assert Person.objects.best_matches(typed, 9) == [ines]


@pytest.mark.parametrize("kept", ["Agne\u0300s", "Agnès", "Ağneș", "Ạ́gnes"])
def test_accents_do_not_count_however_they_are_written(kept):
    agnes = person(f"{kept} Carvalho")
    assert Person.objects.best_matches("agnes", 9) == [agnes]


def test_a_mark_on_another_script_makes_another_letter():
    titled("Чай", "Чаи")
    assert found("чай") == ["Чай"]


def test_accents_that_are_typed_find_what_is_kept_without():
    assert Person.objects.best_matches("Ïnes", 9) == []
    ines = person("Ines Carvalho")
    assert Person.objects.best_matches("Ïnes", 9) == [ines]


@pytest.mark.parametrize(
    "typed",
    ["e-mail", "customer's", "ruth.amankwah", "v2.0", "24/7", "payments,payouts", "(refund)", "refund?"],
)
def test_what_people_type_finds_what_is_written_so(typed):
    titled(f"About {typed} today", "Something else")
    assert found(typed) == [f"About {typed} today"]


@pytest.mark.parametrize("typed", ["#42", "42", "ticket #42", "(42)"])
def test_a_number_is_found_with_its_sign_and_without(typed):
    titled("Ticket #42: the refund", "Ticket #43")
    assert found(typed) == ["Ticket #42: the refund"]


@pytest.mark.parametrize("typed", ["", " ", "\x00", "…", "***", '"', "-", "()"])
def test_nothing_is_found_without_a_word(typed):
    titled("Refund")
    assert found(typed) == []


def test_words_that_mean_something_to_a_database_are_words():
    titled("Refund", "Refund and AND or NOT near NEAR")
    assert found("refund AND NOT NEAR") == ["Refund and AND or NOT near NEAR"]
    assert found("title:refund") == []
    assert found('refund" OR "x') == []


def test_a_whole_page_that_is_pasted_is_cut_to_its_first_words():
    assert len(words_of("refund " * 500)) == 12
    assert words_of("x" * 10_000) == ["x" * 200]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(150),
)
@example("\x00refund")
@example('"')
@example("refund*")
@example("'")
@example("+ + +")
@example("#")
@example("c++ c# +")
@example("a'b-c.d’e")
@example("\ud7ff\ue000")
@example("%s %(x)s")
@given(text=anything)
def test_no_text_breaks_the_search(text):
    if not Module.objects.exists():
        titled("Refund", "C++ and C#")
    for model in (Module, Skill, Person):
        assert len(model.objects.best_matches(text, 9)) <= 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(title=st.text(alphabet=WRITTEN, min_size=1, max_size=60))
def test_whatever_is_written_is_found_by_its_own_words(title):
    Module.objects.all().delete()
    titled(title)
    assert found(title) == ([title] if words_of(title) else [])


def test_the_index_follows_save_update_and_delete():
    titled("Refund")
    one = Module.objects.get()
    one.title = "Payout"
    one.save()
    assert (found("refund"), found("payout")) == ([], ["Payout"])
    Module.objects.update(title="Invoice")
    assert (found("payout"), found("invoice")) == ([], ["Invoice"])
    Module.objects.update(minutes=9)
    assert found("invoice") == ["Invoice"]
    one.delete()
    titled("Refund")
    assert (found("invoice"), found("refund")) == ([], ["Refund"])


def test_the_index_follows_writes_of_many_rows():
    body = framework()
    made = Skill.objects.bulk_create(
        Skill(framework=body, external_id=name, name=name) for name in ("Refund policy", "Escalation")
    )
    assert [one.name for one in Skill.objects.best_matches("refunds", 9)] == ["Refund policy"]
    for one in made:
        one.name = f"{one.name} by mail"
    Skill.objects.bulk_update(made, ["name"])
    assert len(Skill.objects.best_matches("mail", 9)) == 2
    Skill.objects.filter(name__startswith="Refund").delete()
    assert [one.name for one in Skill.objects.best_matches("mail", 9)] == ["Escalation by mail"]


def test_what_a_rule_of_the_database_deletes_is_gone_from_the_index():
    titled("Refund")
    Module.objects.all().delete()
    skill().delete()
    assert found("refund") == []
    assert Skill.objects.best_matches("refund", 9) == []


def test_a_search_is_a_queryset_like_any_other():
    titled("Refund one", "Refund two", "Refund three")
    Module.objects.filter(title="Refund two").update(status="draft")
    published = Module.objects.published()
    assert [one.title for one in published.best_matches("refund", 9)] == ["Refund one", "Refund three"]
    assert len(published.best_matches("refund", 1)) == 1
    assert len(Module.objects.filter(title="Refund two").best_matches("refund", 9)) == 1
