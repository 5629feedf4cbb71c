"""Searches are counted by words, and told once five different people made them."""

from datetime import timedelta

import pytest

from content.searches.models import FailedSearch, LedSearch
from content.searches.reports import failed_search, failed_searches, searches_that_led
from content.searches.services import forget_searches, note_failed_search, note_led_search, query_of
from lifow.base.distinct import at_least, bit_of
from tests.company import NOON, module, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def search(text: str, *people: int) -> None:
    for one in people:
        note_failed_search(text=text, person_id=one, as_of=NOON)


def five_apart(about: str) -> list[int]:
    """Ids of five people, each of whom sets another bit."""
    found: dict[int, int] = {}
    for one in range(1, 1_000):
        found.setdefault(bit_of(one, about), one)
    return list(found.values())[:5]


def test_words_are_told_from_five_people_on():
    *four, fifth = five_apart("failed:chargeback")
    search("Chargeback", *four, *four)
    assert failed_searches(10) == []
    search(" CHARGEBACK ", fifth)
    [told] = failed_searches(10)
    assert (told.query, told.times, told.people) == ("chargeback", 9, 5)
    assert failed_search("chargeback") == told


def test_one_person_who_searches_often_is_one():
    search("kubernetes", *[7] * 50)
    assert FailedSearch.objects.get().people == 1
    assert failed_search("kubernetes") is None


def test_a_count_of_people_is_never_too_high():
    bits = 0
    for one in range(40):
        bits |= bit_of(one, "a")
        assert at_least(bits) <= one + 1
    assert at_least(bits) > 20


def test_no_row_names_a_person():
    names = {field.name for model in (FailedSearch, LedSearch) for field in model._meta.get_fields()}
    assert names == {"id", "query", "times", "people_bits", "last_at", "module"}


@pytest.mark.parametrize("text", ["", "ab", "x" * 101, "a\x00bcd", "   "])
def test_what_says_nothing_is_not_counted(text):
    assert query_of(text) == ""
    search(text, 1)
    assert not FailedSearch.objects.exists()


def test_what_led_to_a_module_is_told_of_that_module():
    fees, other = module("Fees", skill(), 1, 2), module("Other", skill(), 1, 2)
    for one in five_apart(f"led:{fees.pk}:fees"):
        note_led_search(text="fees", module_id=fees.pk, person_id=one, as_of=NOON)
    assert [one.query for one in searches_that_led(fees.pk, 10)] == ["fees"]
    assert searches_that_led(other.pk, 10) == []


def test_what_nobody_searches_for_any_more_is_forgotten():
    search("chargeback", 1)
    assert forget_searches(as_of=NOON + timedelta(days=180)) == 0
    assert forget_searches(as_of=NOON + timedelta(days=181)) == 1
