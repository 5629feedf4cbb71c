"""Evidence for the skills that count it now, for pages and messages."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.evidence.querysets import EvidenceQuerySet
from assessments.evidence.reports.levels import on_todays_levels
from assessments.evidence.selectors import NO_MAPS, TODAY, SkillReplacements, level_maps, skill_replacements
from assessments.frameworks.models import Skill, SkillReplacement

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

    The queryset is that of few people. `level` reads as of today, and `shown_for` says where a piece comes
    from (`ShownFor`), None where it was recorded in the skill itself. `of_parts` counts what was said of a
    whole for its parts too. One query where nothing that was replaced is among them.
    """
    replaced = SkillReplacement.objects.in_force().filter(old=OuterRef("skill"))
    rows = list(evidence.filter(Q(skill__in=skills) | Exists(replaced)).with_is_mapped())
    found: dict[int, list[Evidence]] = {pk: [] for pk in skills}
    if any(one.skill_id not in found for one in rows):
        _add_counted(found, rows, of_parts=of_parts)
        return found
    for one in on_todays_levels(rows):
        found[one.skill_id].append(_with_origin(one, None))
    return found


def _add_counted(found: dict[int, list[Evidence]], rows: Sequence[Evidence], *, of_parts: bool) -> None:
    replacements = skill_replacements()
    merged = replacements.merged(TODAY)
    entries = [one for one in _counted(rows, replacements) if one[1] in found]
    named = Skill.objects.in_bulk(
        {skill for _row, skill, *_ in entries} | {rows[one[0]].skill_id for one in entries}
    )
    for row, skill, level, parts in entries:
        if parts > 1 and not of_parts:
            continue
        piece = copy(rows[row])
        piece.level = Decimal(str(level))
        is_moved = piece.skill_id != skill
        kind = SPLIT if parts > 1 else MERGED if piece.skill_id in merged else RENAMED
        shown_for = ShownFor(named[piece.skill_id], named[skill], kind) if is_moved else None
        found[skill].append(_with_origin(piece, shown_for))


def _counted(rows: Sequence[Evidence], replacements: SkillReplacements) -> list[tuple[int, int, float, int]]:
    """The place of each piece with the skill that counts it, its level there and the number of parts."""
    import numpy as np

    is_mapped = any(vars(one)["is_mapped"] for one in rows) or any(
        step.is_across for step in replacements.steps
    )
    recorded = [one.recorded_at.astimezone(UTC).replace(tzinfo=None) for one in rows]
    found = replacements.counted(
        np.array([one.skill_id for one in rows], dtype=np.int64),
        np.array([float(one.level) for one in rows]),
        np.array(recorded, dtype="M8[us]"),
        TODAY,
        level_maps() if is_mapped else NO_MAPS,
    )
    if found is None:
        return []
    columns = (found.row, found.skill, found.level, found.parts)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def _with_origin(piece: Evidence, shown_for: ShownFor | None) -> Evidence:
    vars(piece)["shown_for"] = shown_for
    return piece
