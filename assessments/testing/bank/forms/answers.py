"""An answer as a page sends it, made into what a kind reads; see templates/assessments/testing/item.html."""

from typing import Any

from django.http import QueryDict

from assessments.testing.bank.choices import ItemKind

PLACE, RIGHT = "place-", "right-"


def given_answer(kind: str, data: QueryDict) -> dict[str, Any]:
    """What was answered on a page, for `read` of the kind.

    An order is a place for each step, `place-<key>`; a match is a right side for each left, `right-<key>`.
    """
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
