"""What may be said of the effect of a module, in words and numbers."""

from dataclasses import dataclass
from datetime import datetime

from content.catalogue.models import Module
from content.effect.choices import Verdict
from content.effect.compute import USUALLY_NEEDED
from content.effect.models import MeasuredEffect

LEAST_TOLD = 5


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """The effect of a module on a skill that it raises.

    level numbers are None where they would be read as more than they are: where too few have taken it
    per_minute, per_minute_low, per_minute_high  levels a minute of the module, with the interval of 80%
    """

    skill: str
    verdict: Verdict
    levels: float | None
    low: float | None
    high: float | None
    minutes: int
    takers: int
    others: int
    needed: int
    read_at: datetime | None

    @property
    def is_told(self) -> bool:
        return self.verdict != Verdict.TOO_FEW

    @property
    def takers_told(self) -> int | None:
        """People who took it; None for fewer than five."""
        return self.takers if self.takers >= LEAST_TOLD else None

    @property
    def per_minute(self) -> float | None:
        return None if self.levels is None else self.levels / self.minutes

    @property
    def per_minute_low(self) -> float | None:
        return None if self.low is None else self.low / self.minutes

    @property
    def per_minute_high(self) -> float | None:
        return None if self.high is None else self.high / self.minutes


def effects_shown(module: Module) -> list[ShownEffect]:
    """What may be said of each skill that a module raises; two queries."""
    measured = {row.skill_id: row for row in MeasuredEffect.objects.filter(module=module)}
    raised = module.effects.select_related("skill").order_by("skill__name", "pk")
    return [_shown(str(one.skill), measured.get(one.skill_id), module.minutes) for one in raised]


def _shown(skill: str, row: MeasuredEffect | None, minutes: int) -> ShownEffect:
    if row is None:
        return ShownEffect(skill, Verdict.TOO_FEW, None, None, None, minutes, 0, 0, USUALLY_NEEDED, None)
    is_told = row.verdict != Verdict.TOO_FEW
    levels, low, high = (row.levels, row.low, row.high) if is_told else (None, None, None)
    needed = max(row.needed, row.takers + 1) if not is_told else row.needed
    verdict = Verdict(row.verdict)
    return ShownEffect(
        skill, verdict, levels, low, high, minutes, row.takers, row.others, needed, row.read_at
    )
