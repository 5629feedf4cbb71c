"""Changes of one text that are taken over into another by paragraphs, and never over what was written.

Three texts: `base`, what the template said when it was copied; `mine`, what the writer has made of it; and
`theirs`, what the template says now. A change is what `theirs` says otherwise than `base`. Where the writer
has left those paragraphs as they were, they are replaced; where not, what is new comes below the writer's
own. Taking a change or leaving it moves `base` towards `theirs`, so that it is asked about once.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

PARAGRAPH = re.compile(r".+?(?:\n(?:[^\S\n]*\n)+|\Z)", re.DOTALL)
ENDS_EMPTY = re.compile(r"\n[^\S\n]*\n\Z")
EMPTY_LINE = "\n\n"
MOST_PARAGRAPHS = 3_000
"""A longer text is one paragraph: nobody decides about so many."""
ID_LENGTH = 12


class Effect(StrEnum):
    """What taking a change does.

    ADDED     new paragraphs come in
    REPLACED  paragraphs that the writer has left as they were become the new ones
    REMOVED   paragraphs that the writer has left as they were go
    BELOW     the writer has written there: what is new comes below it
    KEPT      the template no longer has what the writer has changed: what the writer has stays
    """

    ADDED = "added"
    REPLACED = "replaced"
    REMOVED = "removed"
    BELOW = "below"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the template says otherwise: `before` in the base and `after` by now, "" for nothing.

    id      the same for the same change of the same texts
    mine    what the writer has in that place, where it is neither
    """

    id: str
    effect: Effect
    before: str
    after: str
    mine: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The base and the writer's text once a change is taken or left."""

    base: str
    mine: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A change with its paragraphs: `old` of the base, `new` of theirs; of the writer's, `own` are those in
    whose place the new ones come, among all that stand `there`."""

    change: Change
    old: slice
    new: Sequence[str]
    own: slice
    there: Sequence[str]


def changes(base: str, mine: str, theirs: str) -> list[Change]:
    """What `theirs` says otherwise than `base` and the writer's text does not say already, in its order."""
    return [one.change for one in _places(base, mine, theirs) if not _is_there(one)]


def settled(base: str, mine: str, theirs: str) -> str:
    """The base with all in it that the writer's text says already as `theirs` does."""
    for one in reversed(_places(base, mine, theirs)):
        if _is_there(one):
            base = _replaced(base, one.old, one.new)
    return base


def take(base: str, mine: str, theirs: str, change_id: str) -> Decided | None:
    """Take a change over; None where there is none of that id any more."""
    one = _named(_places(base, mine, theirs), change_id)
    if one is None:
        return None
    return Decided(_replaced(base, one.old, one.new), _replaced(mine, one.own, one.new))


def leave(base: str, mine: str, theirs: str, change_id: str) -> Decided | None:
    """Leave the writer's text as it is; None where there is no change of that id any more."""
    one = _named(_places(base, mine, theirs), change_id)
    return None if one is None else Decided(_replaced(base, one.old, one.new), mine)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text with the empty lines behind them: joined, they are the text."""
    found = PARAGRAPH.findall(text)
    return found if len(found) <= MOST_PARAGRAPHS else [text]


def _named(found: Sequence[_Place], change_id: str) -> _Place | None:
    return next((one for one in found if one.change.id == change_id), None)


def _places(base: str, mine: str, theirs: str) -> list[_Place]:
    old, own, new = paragraphs(base), paragraphs(mine), paragraphs(theirs)
    stayed = _stayed(old, own)
    found: list[_Place] = []
    seen: dict[str, int] = {}
    for start, end, first, last in _differences(old, new):
        region = _region(stayed, start, end, len(own))
        left = _left_as_it_was(stayed, start, end)
        there = own[left or region]
        before, after = _text_of(old[start:end]), _text_of(new[first:last])
        effect = _effect(before, after, is_left=left is not None)
        stem = hashlib.sha256(f"{before}\0{after}".encode()).hexdigest()[:ID_LENGTH]
        seen[stem] = seen.get(stem, 0) + 1
        written = _text_of(there) if effect in (Effect.BELOW, Effect.KEPT) else ""
        change = Change(f"{stem}-{seen[stem]}", effect, before, after, written)
        # What is new comes right behind what it follows, else below what the writer has there.
        follows = effect is Effect.ADDED and (start == 0 or start - 1 in stayed)
        at = region.start if follows else region.stop
        place = left or slice(at, at)
        found.append(_Place(change, slice(start, end), new[first:last], place, there))
    return found


def _effect(before: str, after: str, *, is_left: bool) -> Effect:
    if not before:
        return Effect.ADDED
    if is_left:
        return Effect.REPLACED if after else Effect.REMOVED
    return Effect.BELOW if after else Effect.KEPT


def _is_there(one: _Place) -> bool:
    """Whether the writer's text says in that place what the template says by now."""
    new, own = ([key for key in _keys(some) if key.strip()] for some in (one.new, one.there))
    if not new:
        return not own
    return any(own[at : at + len(new)] == new for at in range(len(own) - len(new) + 1))


def _text_of(some: Sequence[str]) -> str:
    return "".join(some).rstrip().lstrip("\n")


def _keys(some: Sequence[str]) -> list[str]:
    return [one.rstrip().lstrip("\n") for one in some]


def _stayed(old: Sequence[str], own: Sequence[str]) -> dict[int, int]:
    """Where paragraphs of the base are in the writer's text, of those that are as they were."""
    matcher = SequenceMatcher(None, _keys(old), _keys(own), autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _differences(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """What differs, as (start, end) of the old and of the new; one by one where as many became others."""
    found: list[tuple[int, int, int, int]] = []
    for what, start, end, first, last in SequenceMatcher(
        None, _keys(old), _keys(new), autojunk=False
    ).get_opcodes():
        if what == "replace" and end - start == last - first:
            found += [
                (start + one, start + one + 1, first + one, first + one + 1) for one in range(end - start)
            ]
        elif what != "equal":
            found.append((start, end, first, last))
    return found


def _left_as_it_was(stayed: dict[int, int], start: int, end: int) -> slice | None:
    """Where paragraphs of the base are in the writer's text, all of them and nothing between; else None."""
    own = [stayed[one] for one in range(start, end) if one in stayed]
    is_whole = len(own) == end - start and own == list(range(own[0], own[0] + len(own))) if own else False
    return slice(own[0], own[-1] + 1) if is_whole else None


def _region(stayed: dict[int, int], start: int, end: int, length: int) -> slice:
    """The writer's paragraphs between those that stayed before `start` and behind `end` of the base."""
    first = next((stayed[one] + 1 for one in range(start - 1, -1, -1) if one in stayed), 0)
    last = next((at for one, at in sorted(stayed.items()) if one >= end), length)
    return slice(first, max(first, last))


def _replaced(text: str, own: slice, new: Sequence[str]) -> str:
    """The text with these paragraphs in the place of some; each begins on a line of its own."""
    found = paragraphs(text)
    return _joined([*found[: own.start], *new, *found[own.stop :]])


def _joined(some: Sequence[str]) -> str:
    last = len(some) - 1
    return "".join(
        one if place == last or ENDS_EMPTY.search(one) else f"{one.rstrip()}{EMPTY_LINE}"
        for place, one in enumerate(some)
    )
