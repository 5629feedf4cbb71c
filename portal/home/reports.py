"""What the learner's home puts first: resuming what was started, and what that does for a gap."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from assessments.frameworks.models import Skill
from assessments.gaps.reports import PersonGaps
from content.activity.models import Activity
from content.catalogue.models import Module, ModuleEffect
from content.planning.models import PlanItem
from content.planning.reports import leads_on
from lifow.base.database.prepared import prepared

MOST_GAPS = 6
MOST_UNKNOWN = 4
STILL_IN_MIND = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a module does for a gap, in the words of a plan's item."""

    skill: Skill
    reason: str
    level_before: float
    level_after: float
    required: float


@dataclass(frozen=True, slots=True)
class StartedModule:
    """A module that was started off the plan, and the gap that it helps to close, if any."""

    activity: Activity
    effect: Effect | None

    @property
    def module(self) -> Module:
        return self.activity.module


def started_for_gaps(activity: Activity | None, gaps: PersonGaps, as_of: datetime) -> StartedModule | None:
    """What was started, with the first of the person's gaps that it raises from where they are.

    None where nothing was, or where it helps no gap and was last opened more than two weeks ago.
    """
    if activity is None:
        return None
    effects = {one.skill_id: one for one in _effects(activity.module)}
    for row in gaps.gaps:
        effect = effects.get(row.skill.pk)
        if effect is None or row.level is None or row.required is None:
            continue
        if leads_on(effect, row.level):
            end = float(effect.to_level)
            reason = PlanItem.Reason.CLOSES if end >= row.required else PlanItem.Reason.RAISES
            return StartedModule(activity, Effect(row.skill, reason, row.level, end, row.required))
    return StartedModule(activity, None) if activity.touched_at > as_of - STILL_IN_MIND else None


@prepared
def _effects(module: Module) -> QuerySet[ModuleEffect]:
    return ModuleEffect.objects.filter(module=module)
