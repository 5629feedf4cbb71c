"""The parts of a walkthrough: its steps, each with a picture and a place on it. Read as they are stored.

A step is stored as guidance over the tool itself will need it: what to do, which act that is, and `anchor`,
words that describe the element to act on. Nothing fills the anchor in yet; what is there is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from content.kinds.stored import LONGEST_REF, choice_of, rows_of, text_of
from content.kinds.walkthrough.choices import StepAct

STEPS = "steps"
MOST_STEPS = 40
LONGEST_STEP, LONGEST_HINT, LONGEST_TYPED = 1_000, 300, 200
SIDES = ("x", "y", "width", "height")
WHOLE, LEAST = 100.0, 1.0
"""Percent of a picture; a place to click is no thinner than one."""
TEXTS: Mapping[str, int] = {
    "text": LONGEST_STEP,
    "picture": LONGEST_REF,
    "alt": LONGEST_HINT,
    "typed": LONGEST_TYPED,
    "hint": LONGEST_HINT,
    "anchor": LONGEST_HINT,
}


@dataclass(frozen=True, slots=True)
class Area:
    """A place on a picture, in percent from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its author wrote it: `picture` by public id, `typed` what is to be typed, "" for anything."""

    key: str
    text: str
    picture: str = ""
    alt: str = ""
    act: str = StepAct.LOOK
    typed: str = ""
    hint: str = ""
    anchor: str = ""
    area: Area | None = None

    @property
    def is_click(self) -> bool:
        return self.act == StepAct.CLICK

    @property
    def is_type(self) -> bool:
        return self.act == StepAct.TYPE

    def is_typed_right(self, typed: str) -> bool:
        """Whether what somebody typed is what the step asks for; case and spaces say nothing."""
        given = " ".join(typed.casefold().split())
        return bool(given) and given == (" ".join(self.typed.casefold().split()) or given)


def tidy(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Steps of which something is said, each with a key for life."""
    stored = parts.get(STEPS)
    told = [one for one in stored if isinstance(one, Mapping)] if isinstance(stored, list) else []
    keyed = rows_of({STEPS: [_marked(one) for one in told]}, STEPS, ("text",), most=MOST_STEPS, longest=9)
    said = [one for one in told if _is_said(one)][: len(keyed)]
    steps = [{"key": row["key"], **_step(one)} for row, one in zip(keyed, said, strict=True)]
    return {STEPS: steps} if steps else {}


def steps_of(parts: Mapping[str, Any]) -> Sequence[Step]:
    """The steps of parts."""
    return [
        Step(
            **{name: value for name, value in one.items() if name not in SIDES},
            area=Area(*(one[side] for side in SIDES)) if SIDES[0] in one else None,
        )
        for one in tidy(parts).get(STEPS, [])
    ]


def pictures_in(parts: Mapping[str, Any]) -> list[str]:
    """What steps name as their pictures, as it stands there, each once."""
    stored = parts.get(STEPS)
    rows = [one for one in stored if isinstance(one, Mapping)] if isinstance(stored, list) else []
    named = [one["picture"] for one in rows if isinstance(one.get("picture"), str)]
    return list(dict.fromkeys(one for one in named if one))


def with_pictures(parts: Mapping[str, Any], name: Callable[[str], str]) -> dict[str, Any]:
    """The parts with the picture of each step named as `name` says; "" leaves one as it is."""
    stored = parts.get(STEPS)
    if not isinstance(stored, list):
        return dict(parts)
    return {**parts, STEPS: [_named(one, name) for one in stored]}


def _named(one: Any, name: Callable[[str], str]) -> Any:
    picture = one.get("picture") if isinstance(one, Mapping) else None
    if not isinstance(picture, str) or not picture:
        return one
    return {**one, "picture": name(picture) or picture}


def _marked(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": one.get("key"), "text": "said" if _is_said(one) else ""}


def _is_said(one: Mapping[str, Any]) -> bool:
    return any(text_of(one, name, longest) for name, longest in TEXTS.items())


def _step(one: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: text_of(one, name, longest) for name, longest in TEXTS.items()}
    return {**texts, "act": choice_of(one, "act", StepAct.values), **_area(one)}


def _area(one: Mapping[str, Any]) -> dict[str, float]:
    """The four sides in percent, within the picture; nothing where one is missing or it has no size."""
    sides = [_percent(one.get(name)) for name in SIDES]
    if None in sides:
        return {}
    x, y, width, height = (side for side in sides if side is not None)
    width, height = min(width, round(WHOLE - x, 1)), min(height, round(WHOLE - y, 1))
    return {"x": x, "y": y, "width": width, "height": height} if min(width, height) >= LEAST else {}


def _percent(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not isfinite(value) or not 0 <= value <= WHOLE:
        return None
    return round(float(value), 1)
