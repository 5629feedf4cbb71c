"""What HR reads: where to act first, from what several apps know."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.aggregates.reports import SkillTotals
from content.coverage.models import MissingStep


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: what is the matter, in numbers, and where to act."""

    title: str
    why: str
    label: str
    url: str


def act_first(totals: Sequence[SkillTotals], missing: MissingStep | None) -> list[Action]:
    """The most pressing critical gap, the widest gap without content, and what the fewest know about."""
    actions = [_close_critical(totals), _make_content(missing), _assess(totals)]
    return [action for action in actions if action is not None]


def _close_critical(totals: Sequence[SkillTotals]) -> Action | None:
    worst = max(totals, key=lambda one: (one.critical_gap, one.total_gap), default=None)
    if worst is None or not worst.critical_gap:
        return None
    why = ngettext(
        "%(count)s of the %(people)s people who need it has a critical gap.",
        "%(count)s of the %(people)s people who need it have a critical gap.",
        worst.critical_gap,
    )
    return Action(
        title=_("Close critical gaps in %(skill)s") % {"skill": worst.skill},
        why=why % {"count": worst.critical_gap, "people": worst.people},
        label=_("See people"),
        url=reverse("portal:organisation_skill", args=[worst.skill.public_id]),
    )


def _make_content(first: MissingStep | None) -> Action | None:
    if first is None:
        return None
    why = ngettext(
        "%(count)s person has a gap between levels %(start)s and %(end)s that no module closes.",
        "%(count)s people have a gap between levels %(start)s and %(end)s that no module closes.",
        first.people,
    )
    step = {"skill": first.skill.public_id, "from": first.from_level, "to": first.to_level}
    return Action(
        title=_("Add a module for %(skill)s") % {"skill": first.skill},
        why=why % {"count": first.people, "start": first.from_level, "end": first.to_level},
        label=_("Add module"),
        url=f"{reverse('content:new')}?{urlencode(step)}",
    )


def _assess(totals: Sequence[SkillTotals]) -> Action | None:
    unknown = max(totals, key=lambda one: (one.never_assessed, one.people), default=None)
    if unknown is None or not unknown.never_assessed:
        return None
    why = ngettext(
        "%(count)s of the %(people)s people who need it is not assessed yet.",
        "%(count)s of the %(people)s people who need it are not assessed yet.",
        unknown.never_assessed,
    )
    return Action(
        title=_("Assess %(skill)s") % {"skill": unknown.skill},
        why=why % {"count": unknown.never_assessed, "people": unknown.people},
        label=_("Ask for ratings"),
        url=f"{reverse('portal:ask_ratings')}?{urlencode({'skill': unknown.skill.public_id})}",
    )
