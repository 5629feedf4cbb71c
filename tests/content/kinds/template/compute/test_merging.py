"""Changes of a template are taken over one by one, and no word of the writer is ever lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.kinds.template.compute.merging import (
    Effect,
    changes,
    leave,
    paragraphs,
    settled,
    take,
)
from tests.backing.examples import examples

words = st.sampled_from(["a", "b", "c", "d", "e\nf", "  indented"])
gaps = st.sampled_from(["\n\n", "\n\n\n", "\n \n"])


@st.composite
def a_text(draw, own: bool = False) -> str:
    said = words | st.sampled_from(["Mine", "My words", "My\nown"]) if own else words
    return "".join(draw(said) + draw(gaps) for _ in range(draw(st.integers(0, 6)))).rstrip(
        draw(st.sampled_from(["", "\n"]))
    )


def keys(text: str) -> list[str]:
    return [one.strip() for one in paragraphs(text) if one.strip()]


def written(base: str, mine: str) -> Counter[str]:
    return Counter(keys(mine)) - Counter(keys(base))


@given(st.text(alphabet="ab \n\t", max_size=60) | st.text(max_size=60))
def test_paragraphs_make_the_text_again(text):
    assert "".join(paragraphs(text)) == text


@settings(max_examples=examples(400))
@given(a_text(), a_text(own=True), a_text(), st.lists(st.booleans(), min_size=40, max_size=40))
def test_no_word_of_the_writer_is_lost_whatever_is_taken_and_it_comes_to_an_end(base, mine, theirs, choices):
    own = written(base, mine)
    for is_taken in choices:
        found = changes(base, mine, theirs)
        if not found:
            break
        decided = (take if is_taken else leave)(base, mine, theirs, found[0].id)
        assert decided is not None
        assert is_taken or decided.mine == mine
        base, mine = decided.base, decided.mine
        assert own <= Counter(keys(mine))
    assert not changes(base, mine, theirs)


@settings(max_examples=examples(300))
@given(a_text(), a_text())
def test_who_has_written_nothing_and_takes_all_has_the_template_as_it_is(base, theirs):
    mine = base
    while found := changes(base, mine, theirs):
        assert not {Effect.BELOW, Effect.KEPT} & {one.effect for one in found}
        decided = take(base, mine, theirs, found[-1].id)
        base, mine = decided.base, decided.mine
    assert keys(mine) == keys(theirs)


@settings(max_examples=examples(200))
@given(a_text(), a_text(own=True))
def test_where_the_template_stays_there_is_nothing_to_take(base, mine):
    assert changes(base, mine, base) == []


@settings(max_examples=examples(200))
@given(a_text(), a_text())
def test_what_the_writer_has_already_is_not_asked_for(base, theirs):
    assert changes(base, theirs, theirs) == []
    assert changes(settled(base, theirs, theirs), theirs, theirs) == []


BASE = "Reader\n\n[Who?]\n\nMessage\n\n[What?]\n"


def test_a_paragraph_that_was_left_as_it_was_is_replaced():
    theirs = BASE.replace("[Who?]", "[Which one person?]")
    mine = BASE.replace("[What?]", "Free of fees")
    (one,) = changes(BASE, mine, theirs)
    assert one.effect is Effect.REPLACED
    assert take(BASE, mine, theirs, one.id).mine == theirs.replace("[What?]", "Free of fees")


def test_where_the_writer_has_written_what_is_new_comes_below():
    theirs = BASE.replace("[Who?]", "[Which one person?]")
    mine = BASE.replace("[Who?]", "Karin, office manager")
    (one,) = changes(BASE, mine, theirs)
    assert (one.effect, one.mine) == (Effect.BELOW, "Karin, office manager")
    assert "Karin, office manager\n\n[Which one person?]\n\nMessage" in take(BASE, mine, theirs, one.id).mine


def test_what_the_template_leaves_out_stays_where_the_writer_has_written():
    theirs = "Reader\n\nMessage\n\n[What?]\n"
    mine = BASE.replace("[Who?]", "Karin")
    (one,) = changes(BASE, mine, theirs)
    assert one.effect is Effect.KEPT
    assert take(BASE, mine, theirs, one.id).mine == mine


def test_what_is_new_comes_behind_what_it_follows():
    theirs = BASE.replace("Message", "Source\n\nMessage")
    mine = BASE.replace("[Who?]", "Karin")
    (one,) = changes(BASE, mine, theirs)
    assert "Karin" in take(BASE, mine, theirs, one.id).mine.partition("Source")[0]


@pytest.mark.parametrize("decide", [take, leave])
def test_a_change_that_is_gone_is_none(decide):
    assert decide(BASE, BASE, BASE, "0123456789ab-1") is None


def test_the_same_change_in_two_places_is_two():
    base, theirs = "[x]\n\nand\n\n[x]\n", "[y]\n\nand\n\n[y]\n"
    first, second = changes(base, base, theirs)
    assert first.id != second.id
    assert take(base, base, theirs, second.id).mine == "[x]\n\nand\n\n[y]\n"
