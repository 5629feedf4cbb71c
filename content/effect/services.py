"""Measuring what modules change: each module by itself, then all of them by what they say together.

A run that is killed has written whole modules; the next one goes on with those that were not read for the
longest time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from django.db import transaction

from content.catalogue.models import Module
from content.effect.choices import SHOWN, SURE, Verdict
from content.effect.compute import Carry, Difference, Effect, Sums, carry_of, effect_of, pairs_of, sums_of
from content.effect.models import MeasuredEffect
from content.effect.selectors import Cohort, cohort_of, modules_to_measure

AGAIN_AFTER = timedelta(hours=20)
AT_ONCE = 50
"""Modules of a run: each reads the evidence of some thousand people."""


def measure_effects(*, as_of: datetime, most: int = AT_ONCE) -> int:
    """Measure what modules change, of those that were not measured since yesterday; how many."""
    modules = modules_to_measure(measured_before=as_of - AGAIN_AFTER, most=most)
    for module in modules:
        _read_module(module, as_of)
    if modules:
        _estimate()
    return len(modules)


def _read_module(module: Module, as_of: datetime) -> None:
    skills = list(module.effects.values_list("skill_id", flat=True))
    cohort = cohort_of(module, skills, as_of)
    found = {skill: _sums(cohort, module.pk, skill) for skill in skills if skill in cohort.tops}
    with transaction.atomic():
        MeasuredEffect.objects.filter(module=module).exclude(skill__in=found).delete()
        for skill, sums in found.items():
            MeasuredEffect.objects.update_or_create(
                module=module,
                skill_id=skill,
                defaults={"sums": asdict(sums), "read_at": as_of},
                create_defaults={"sums": asdict(sums), "read_at": as_of, "needed": 0},
            )


def _sums(cohort: Cohort, module: int, skill: int) -> Sums:
    """What the cohort says, in levels of the skill."""
    readings = replace(cohort.readings, level=cohort.readings.level * cohort.tops[skill])
    return sums_of(pairs_of(readings, cohort.touches), module, skill, cohort.touches)


def _estimate() -> None:
    """Make all estimates again from what each module says; one transaction, two queries."""
    with transaction.atomic():
        rows = list(MeasuredEffect.objects.select_for_update().order_by("pk"))
        sums = [sums_in(row.sums) for row in rows]
        carry = carry_of(sums)
        for row, one in zip(rows, sums, strict=True):
            _fill(row, one, carry)
        fields = ["verdict", "levels", "low", "high", "takers", "others", "needed"]
        MeasuredEffect.objects.bulk_update(rows, fields, batch_size=500)


def _fill(row: MeasuredEffect, sums: Sums, carry: Carry) -> None:
    effect = effect_of(sums, carry)
    low, high = effect.interval(SHOWN)
    row.verdict = verdict_of(effect)
    row.levels = effect.levels if effect.freedom else None
    row.low, row.high = (low, high) if isfinite(low) and isfinite(high) else (None, None)
    row.takers, row.others, row.needed = effect.takers, effect.others, effect.needed


def verdict_of(effect: Effect) -> Verdict:
    """What may be said of an effect: that it works or harms only where the interval of 95% excludes zero."""
    low, high = effect.interval(SURE)
    if low > 0:
        return Verdict.WORKS
    if high < 0:
        return Verdict.HARMS
    is_enough = bool(effect.freedom) and effect.takers >= effect.needed
    return Verdict.NO_CLEAR_EFFECT if is_enough else Verdict.TOO_FEW


def sums_in(stored: Mapping[str, Any]) -> Sums:
    """What was stored of a module; nothing known where it is of another form."""
    try:
        outcome, earlier = (_difference(stored[name]) for name in ("outcome", "earlier"))
        trend: Sequence[float] = stored["trend"]
        after, crossed, moves = (float(one) for one in trend)
        takers, others = int(stored["takers"]), int(stored["others"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return Sums(0, 0)
    return Sums(takers, others, outcome, earlier, (after, crossed, moves))


def _difference(stored: Mapping[str, Any] | None) -> Difference | None:
    return None if stored is None else Difference(**{name: float(one) for name, one in stored.items()})
