"""What of a generated answer is taken: sentences that say from which passage they are, in words of it.

A machine that answers may be wrong, may be talked into something by a passage, or may make up a source. So an
answer counts only if it is the JSON that was asked for, names no passage that was not sent, and each of its
sentences uses no word of content, no number and no negation that its passage does not have.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lifow.base.passages.compute.stems import stem
from lifow.base.passages.compute.words import FUNCTION_WORDS, tokens_in

MOST_SENTENCES, LONGEST_SENTENCE = 6, 400
NEGATIONS = frozenset(
    {
        "no",
        "not",
        "never",
        "none",
        "nobody",
        "nothing",
        "cannot",
        "without",
        "neither",
        "nor",
        "except",
        "unless",
    }
)


class RefusedAnswerError(ValueError):
    """An answer of which nothing is taken: it is not what was asked for."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the id of the passage that it is from."""

    text: str
    passage: str


def grounded_sentences(told: str, sent: Mapping[str, str]) -> list[Sentence]:
    """The sentences of an answer that their passages bear out; `sent` are the passages by id.

    Raises RefusedAnswerError for what is not the JSON that was asked for, or names a passage that was not
    sent.
    """
    sentences = _read(told)
    if any(one.passage not in sent for one in sentences):
        raise RefusedAnswerError("it names a passage that was not sent")
    return [one for one in sentences if is_borne_out(one.text, sent[one.passage])]


def is_borne_out(sentence: str, passage: str) -> bool:
    """Whether a sentence says something, and all of its words of content, numbers and negations are in the
    passage."""
    words = {stem(word) for word in tokens_in(sentence) if _counts(word)}
    there = {stem(word) for word in tokens_in(passage) if _counts(word)}
    return bool(words) and words <= there


def _counts(word: str) -> bool:
    return word not in FUNCTION_WORDS or word in NEGATIONS or word.endswith("n't")


def _read(told: str) -> list[Sentence]:
    try:
        answer = json.loads(told)
    # Nesting without an end is a RecursionError, and a number without an end a ValueError.
    except (ValueError, RecursionError) as error:
        raise RefusedAnswerError("it is not JSON") from error
    rows = answer.get("sentences") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_SENTENCES:
        raise RefusedAnswerError("it is not a list of a few sentences")
    return [_sentence(row) for row in rows]


def _sentence(row: object) -> Sentence:
    if not isinstance(row, dict) or set(row) != {"text", "passage"}:
        raise RefusedAnswerError("a sentence has no text and passage, or more than these")
    text, passage = row["text"], row["passage"]
    if not isinstance(text, str) or not isinstance(passage, str) or len(text) > LONGEST_SENTENCE:
        raise RefusedAnswerError("a sentence is no text, or too long")
    return Sentence(" ".join(text.split()), passage)


def as_json_schema(ids: Sequence[str]) -> dict[str, object]:
    """What an answer has to be, as a JSON schema."""
    sentence = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "passage": {"type": "string", "enum": list(ids)}},
        "required": ["text", "passage"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence}},
        "required": ["sentences"],
        "additionalProperties": False,
    }
