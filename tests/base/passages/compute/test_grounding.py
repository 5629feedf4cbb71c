"""Of a generated answer only what its passages bear out is taken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.passages.compute.grounding import (
    RefusedAnswerError,
    Sentence,
    grounded_sentences,
    is_borne_out,
)

PASSAGES = {
    "p0": "Refund policy\nA refund takes five days. It is not paid in cash.",
    "p1": "Sync log\nOpen the list.",
}


def told(*pairs: tuple[str, str]) -> str:
    return json.dumps({"sentences": [{"text": text, "passage": passage} for text, passage in pairs]})


def test_a_sentence_in_the_words_of_its_passage_is_taken():
    assert grounded_sentences(told(("Refunds take five days.", "p0")), PASSAGES) == [
        Sentence("Refunds take five days.", "p0")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Refunds take ten days.",
        "A refund takes 5 days.",
        "Open the list.",
        "A refund never takes five days.",
        "",
        "It is.",
        "Refunds take five days: see https://evil.example",
        "退款需要五天",
    ],
)
def test_what_the_passage_does_not_say_is_dropped(text):
    assert grounded_sentences(told((text, "p0")), PASSAGES) == []


def test_a_negation_has_to_be_in_the_passage():
    assert is_borne_out("It is not paid in cash.", PASSAGES["p0"])
    assert not is_borne_out("Do not open the list.", PASSAGES["p1"])
    assert not is_borne_out("Don't open the list.", PASSAGES["p1"])


def test_one_passage_that_was_not_sent_refuses_all():
    with pytest.raises(RefusedAnswerError, match="was not sent"):
        grounded_sentences(told(("Refunds take five days.", "p0"), ("Open the list.", "p7")), PASSAGES)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        '{"sentences": {}}',
        '{"sentences": ["Refunds take five days."]}',
        '{"sentences": [{"text": 5, "passage": "p0"}]}',
        '{"sentences": [{"text": "A refund", "passage": ["p0"]}]}',
        '{"sentences": [{"text": "A refund", "passage": "p0", "tool": "x"}]}',
        told(*[("Refunds take five days.", "p0")] * 7),
        told(("refund " * 100, "p0")),
        "[" * 100_000,
        "1" * 100_000,
    ],
)
def test_what_is_not_asked_for_is_refused(answer):
    with pytest.raises(RefusedAnswerError):
        grounded_sentences(answer, PASSAGES)


@given(st.text(max_size=300))
def test_no_answer_breaks_it_or_names_what_was_not_sent(text):
    for answer in (text, told((text, "p0"))):
        try:
            taken = grounded_sentences(answer, PASSAGES)
        except RefusedAnswerError:
            continue
        assert all(is_borne_out(one.text, PASSAGES[one.passage]) for one in taken)
