"""What an author is told of how a module is used: nothing of fewer than five people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessments.testing.calibration.choices import HealthReason
from assessments.testing.calibration.models import ItemHealth
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.effect.reports import ShownEffect, effects_shown
from content.figures.models import ModuleFigures
from content.kinds.quiz.reports import asked_by, known_questions
from content.kinds.video.reports import clocks_at
from content.searches.models import LedSearch
from content.searches.reports import searches_that_led

LEAST_PEOPLE = 5
MOST_SEARCHES = 10
MOST_BLOCKS = 12
LONGEST_NAME = 80
HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)
MISLEADS = {"wrong_key", "confidently_wrong", "option_of_abler", "misfit", "drift", "weak"}


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people came to the end of a part of a module; None for fewer than five.

    lost    how many fewer than at the part before; None where either is not told
    is_most whether most are lost here
    """

    name: str
    people: int | None
    lost: int | None
    is_most: bool = False


@dataclass(frozen=True, slots=True)
class Misleading:
    """A question of the module of which answers say that something is wrong, and what."""

    item: str
    text: str
    reasons: tuple[str, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything on the page of a module's figures; `opened` is None for fewer than five people."""

    opened: int | None
    visits: int | None
    done: int | None
    minutes: int | None
    blocks: tuple[Reach, ...]
    watched: tuple[Reach, ...]
    watchers: int | None
    misleading: tuple[Misleading, ...]
    questions: int
    searches: tuple[LedSearch, ...]
    effects: tuple[ShownEffect, ...]
    counted_at: datetime | None


def figures_of(module: Module) -> Figures:
    """The figures of a module; at most eight queries."""
    row = ModuleFigures.objects.filter(module=module).first()
    is_told = row is not None and row.opened >= LEAST_PEOPLE
    questions, misleading = _misleading(module)
    return Figures(
        opened=row.opened if row and is_told else None,
        visits=row.visits if row and is_told and row.visits >= row.opened else None,
        done=row.done if row and is_told and row.done >= LEAST_PEOPLE else None,
        minutes=round(row.median_seconds / 60) or 1 if row and is_told and row.median_seconds else None,
        blocks=_blocks(module, row) if row and is_told else (),
        watched=_watched(module, row) if row and row.watchers >= LEAST_PEOPLE else (),
        watchers=row.watchers if row and row.watchers >= LEAST_PEOPLE else None,
        misleading=misleading,
        questions=questions,
        searches=tuple(searches_that_led(module.pk, MOST_SEARCHES)),
        effects=tuple(effects_shown(module)),
        counted_at=row.counted_at if row else None,
    )


def _blocks(module: Module, row: ModuleFigures) -> tuple[Reach, ...]:
    """How many read to the end of each part of the text, where there is a text to read."""
    reached = _counts(row.reached)
    if not kind_of(module.kind).is_text_read or not module.body or not reached:
        return ()
    ends = block_ends(module.body)
    return _reached([(name, _at(reached, end)) for name, end in ends], row.opened)


def block_ends(body: str) -> list[tuple[str, float]]:
    """The parts of a text by its headings, each with the share of the text that lies before its end.

    A text without headings, or with too many, has its quarters.
    """
    found = list(HEADING.finditer(body))
    starts = [one.start() for one in found]
    names = [one.group(1)[:LONGEST_NAME] for one in found]
    if starts and body[: starts[0]].strip():
        starts, names = [0, *starts], [_("Before the first heading"), *names]
    if not 2 <= len(starts) <= MOST_BLOCKS:
        quarters = [_("First quarter"), _("Second quarter"), _("Third quarter"), _("To the end")]
        return [(name, part / 4) for part, name in enumerate(quarters, 1)]
    ends = [*starts[1:], len(body)]
    return [(name, end / len(body)) for name, end in zip(names, ends, strict=True)]


def _watched(module: Module, row: ModuleFigures) -> tuple[Reach, ...]:
    """How many have seen each tenth of the video."""
    seen = _counts(row.seen)
    tenths = [max(seen[at : at + 2]) for at in range(0, len(seen), 2)]
    shares = [place / len(tenths) for place in range(len(tenths))]
    return _reached(list(zip(clocks_at(module.parts, shares), tenths, strict=False)), row.watchers)


def _counts(stored: Sequence[Any]) -> list[int]:
    """Numbers of people as they are stored; whatever is none is left out."""
    return [one for one in stored if type(one) is int and one >= 0]


def _at(reached: Sequence[int], share: float) -> int:
    """How many reached a share of the text: at the nearest part that is counted."""
    return reached[max(0, min(len(reached) - 1, round(share * len(reached)) - 1))]


def _reached(parts: Sequence[tuple[str, int]], of: int) -> tuple[Reach, ...]:
    if not parts:
        return ()
    told = [people if people >= LEAST_PEOPLE else None for _name, people in parts]
    before = [of, *told[:-1]]
    lost = [
        None if now is None or earlier is None else max(0, earlier - now)
        for earlier, now in zip(before, told, strict=True)
    ]
    most = max((one for one in lost if one), default=0)
    return tuple(
        Reach(name, now, gone, is_most=bool(gone) and gone == most and gone >= LEAST_PEOPLE)
        for (name, _people), now, gone in zip(parts, told, lost, strict=True)
    )


def _misleading(module: Module) -> tuple[int, tuple[Misleading, ...]]:
    """How many questions a module asks, and those of which answers say that something is wrong."""
    asked = known_questions(asked_by(module))
    versions = {one.version.pk: one for one in asked if one.version is not None}
    rows = ItemHealth.objects.filter(version__in=versions, people__gte=LEAST_PEOPLE).order_by("pk")
    found = []
    for row in rows:
        reasons = tuple(reason for reason in row.reasons if isinstance(reason, str) and reason in MISLEADS)
        if reasons:
            known = versions[row.version_id]
            words = tuple(str(HealthReason(one).label) for one in reasons)
            found.append(Misleading(known.item, known.summary, words, row.answers))
    return len(asked), tuple(found)
