"""An answer as a page sends it, made into what a kind reads; see templates/assessments/testing/item.html."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.kinds import ANSWER_REASONS, AnswerError, Feedback, kind_named
from assessments.testing.bank.models import ItemVersion

PLACE, RIGHT, SKIP = "place-", "right-", "skip"
NO_ANSWER = gettext_lazy("Give an answer, or say that you don’t know.")


def given_answer(kind: str, data: QueryDict) -> dict[str, Any] | None:
    """What was answered on a page, for `read` of the kind; `{}` where somebody does not know it (`skip`).

    None where neither was done. An order is a place for each step, `place-<key>`; a match is a right side for
    each left, `right-<key>`.
    """
    if SKIP in data:
        return {}
    given = _given(kind, data)
    return given if any(given.values()) else None


def sent_fields(data: QueryDict) -> dict[str, Any]:
    """What was sent, by the names of the fields, so that it stays chosen in templates/…/testing/item.html."""
    return {
        "keys": [*data.getlist("keys"), *data.getlist("key")],
        "places": _under(data, PLACE),
        "pairs": _under(data, RIGHT),
        "text": data.get("text", ""),
    }


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer that an author has tried: what is told of it, or why it is none."""

    feedback: Feedback | None = None
    problem: str = ""


def tried(version: ItemVersion, data: QueryDict, *, seed: int) -> Trial:
    """What a learner is told of this answer to a version that is shown in the order of `seed`.

    Nothing is written by that. The version has to be finished.
    """
    kind, given = kind_named(version.kind), given_answer(version.kind, data)
    if given is None:
        return Trial(problem=str(NO_ANSWER))
    try:
        answer = kind.read(version.body, seed, given)
    except AnswerError as error:
        return Trial(problem=_(ANSWER_REASONS[error.code]) % error.parameters)
    return Trial(kind.feedback(version.body, answer))


def _given(kind: str, data: QueryDict) -> dict[str, Any]:
    if kind == ItemKind.MULTIPLE:
        return {"keys": data.getlist("keys")}
    if kind == ItemKind.ORDER:
        return {"keys": _in_order(data)}
    if kind == ItemKind.MATCH:
        return {"pairs": _under(data, RIGHT)}
    if kind in (ItemKind.NUMERIC, ItemKind.TEXT):
        return {"text": data.get("text", "")}
    return {"key": data.get("key", "")}


def _in_order(data: QueryDict) -> list[str]:
    """The steps by the places that they were given. Two at one place count once, so that one is missing."""
    at = {place: key for key, place in _under(data, PLACE).items() if place.isascii() and place.isdigit()}
    return [at[place] for place in sorted(at, key=int)]


def _under(data: QueryDict, prefix: str) -> dict[str, str]:
    named = {name.removeprefix(prefix): str(value) for name, value in data.items() if name.startswith(prefix)}
    return {name: value for name, value in named.items() if value}
