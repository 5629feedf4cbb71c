"""A passage is found again after its text has changed: exactly, by what stands around it, or between that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.kinds.template.compute.anchors import anchor_at, find, moved, nth_place, number_of_place, places
from tests.backing.examples import examples

BRIEF = "1 Reader\n[One person.]\n\n2 Action\n[One verb.]\n\n3 Message\n[One sentence.]\n"
texts = st.text(alphabet="ab \n", max_size=60)


def span(text: str, quote: str) -> tuple[int, int]:
    at = text.index(quote)
    return at, at + len(quote)


@st.composite
def texts_with_a_span(draw) -> tuple[str, tuple[int, int]]:
    text = draw(texts | st.text(max_size=60))
    ends = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    return text, (ends[0], ends[1])


@settings(max_examples=examples(300))
@given(texts_with_a_span())
def test_in_the_text_that_it_is_of_it_is_where_it_was(given_span):
    text, here = given_span
    if here[0] < here[1]:
        assert find(text, anchor_at(text, here)) == here


@settings(max_examples=examples(300))
@given(texts_with_a_span(), texts)
def test_wherever_it_is_found_is_in_the_text(given_span, other):
    text, here = given_span
    found = find(other, anchor_at(text, here))
    assert found is None or 0 <= found[0] <= found[1] <= len(other)


@settings(max_examples=examples(200))
@given(st.text(alphabet="xyz \n", max_size=80), st.text(alphabet="xyz \n", max_size=80))
def test_it_is_found_whatever_is_written_before_and_behind_it(before, behind):
    text = before + BRIEF + behind
    assert moved(BRIEF, text, span(BRIEF, "[One verb.]")) == span(text, "[One verb.]")


@settings(max_examples=examples(200))
@given(st.text(min_size=1, max_size=200).filter(lambda text: "\n" not in text and "[One" not in text))
def test_what_was_written_in_its_place_is_found_between_what_stood_around_it(written):
    text = BRIEF.replace("[One verb.]", written)
    start, end = moved(BRIEF, text, span(BRIEF, "[One verb.]")) or (0, 0)
    assert written.strip() in text[start:end].strip() or text[start:end].strip() in written


def test_of_several_that_of_the_same_surroundings_is_taken():
    text = "name: [x]\ndate: [x]\nplace: [x]\n"
    second = (text.index("[x]", 12), text.index("[x]", 12) + 3)
    changed = "Head [x]\n\n" + text.replace("name: [x]\n", "")
    start, _end = moved(text, changed, second)
    assert changed[:start].endswith("date: ")


def test_where_only_one_side_is_left_it_is_next_to_that():
    cut = BRIEF[: BRIEF.index("[One verb.]")]
    assert moved(BRIEF, cut, span(BRIEF, "[One verb.]")) == (len(cut), len(cut))


def test_where_nothing_is_left_it_is_nowhere():
    assert moved(BRIEF, "Something else altogether.", span(BRIEF, "[One verb.]")) is None


@pytest.mark.parametrize(("number", "place"), [(0, 0), (1, 0), (2, 4), (3, 8), (9, 8)])
def test_the_nth_is_the_last_one_where_there_are_fewer(number, place):
    assert nth_place("one one one", "one", number) == (place, place + 3)


def test_a_place_has_a_number_by_which_it_is_found():
    text = "one one one"
    for start in places(text, "one"):
        here = (start, start + 3)
        assert nth_place(text, "one", number_of_place(text, here)) == here


def test_a_text_of_the_same_letters_is_looked_through_in_time():
    assert moved("a" * 50_000, "a" * 60_000, (10, 20)) is not None
