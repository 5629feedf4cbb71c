"""Evidence for the skills that count it now, for pages and messages."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.evidence.querysets import EvidenceQuerySet
from assessments.evidence.reports.levels import on_todays_levels
from assessments.evidence.selectors import TODAY, SkillReplacements, level_maps, skill_replacements
from assessments.frameworks.models import Skill
from assessments.frameworks.reports import counted_for

RENAMED, MERGED, SPLIT = "renamed", "merged", "split"


@dataclass(frozen=True, slots=True)
class ShownFor:
    """The skill in which a piece of evidence was recorded, whose place another one takes now.

    kind  whether it was renamed, merged with others, or split; what was shown for the whole says less surely
          what somebody can do in a part
    """

    old: Skill
    new: Skill
    kind: str

    @property
    def in_words(self) -> str:
        """Such as: Shown for “SQL basics”, which is now part of SQL."""
        text = {
            RENAMED: _("Shown for “%(old)s”, which is %(new)s now."),
            MERGED: _("Shown for “%(old)s”, which is now part of %(new)s."),
            SPLIT: _("Shown for “%(old)s”, of which %(new)s is now a part: it counts less surely."),
        }[self.kind]
        return text % {"old": self.old, "new": self.new}


def counting_for(
    evidence: EvidenceQuerySet[Evidence], skills: Collection[int], *, of_parts: bool = True
) -> dict[int, list[Evidence]]:
    """The pieces of evidence, of a queryset, that count for each of these skills now, in its order.

    Their `level` reads as of today, and `shown_for` says where they come from (`ShownFor`), None where they
    were recorded in the skill itself. `of_parts` counts what was said of a whole for its parts too. One query
    more than for those of the skills themselves, where nothing was replaced.
    """
    olds = counted_for(skills)
    every = {*skills, *(old for those in olds.values() for old in those)}
    rows = list(evidence.filter(skill__in=every).with_is_mapped())
    if len(every) > len(olds):
        return _replaced(rows, olds, of_parts=of_parts)
    found: dict[int, list[Evidence]] = {pk: [] for pk in olds}
    for one in on_todays_levels(rows):
        found[one.skill_id].append(_with_origin(one, None))
    return found


def _replaced(
    rows: list[Evidence], olds: Mapping[int, Collection[int]], *, of_parts: bool
) -> dict[int, list[Evidence]]:
    named = Skill.objects.in_bulk({*olds, *(old for those in olds.values() for old in those)})
    replacements = skill_replacements()
    merged = replacements.merged(TODAY)
    found: dict[int, list[Evidence]] = {pk: [] for pk in olds}
    for row, skill, level, parts in _counted(rows, replacements):
        if skill not in found or (parts > 1 and not of_parts):
            continue
        piece = copy(rows[row])
        piece.level = Decimal(str(level))
        is_moved = piece.skill_id != skill
        kind = SPLIT if parts > 1 else MERGED if piece.skill_id in merged else RENAMED
        shown_for = ShownFor(named[piece.skill_id], named[skill], kind) if is_moved else None
        found[skill].append(_with_origin(piece, shown_for))
    return found


def _counted(rows: Sequence[Evidence], replacements: SkillReplacements) -> list[tuple[int, int, float, int]]:
    """The place of each piece with the skill that counts it, its level there and the number of parts."""
    import numpy as np

    recorded = [one.recorded_at.astimezone(UTC).replace(tzinfo=None) for one in rows]
    skill = np.array([one.skill_id for one in rows], dtype=np.int64)
    level = np.array([float(one.level) for one in rows])
    found = replacements.counted(skill, level, np.array(recorded, dtype="M8[us]"), TODAY, level_maps())
    if found is None:
        return [
            (place, one.skill_id, float(one.level), 1) for place, one in enumerate(on_todays_levels(rows))
        ]
    columns = (found.row, found.skill, found.level, found.parts)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def _with_origin(piece: Evidence, shown_for: ShownFor | None) -> Evidence:
    vars(piece)["shown_for"] = shown_for
    return piece
