"""Making the list of gaps that content does not close: missing steps, and modules that need work."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from assessments.aggregates.reports import SkillTotals, group_numbers
from content.authoring.models import ModuleOwner
from content.catalogue.models import Module, ModuleEffect
from content.coverage.reports import missing_steps
from content.debt.choices import MOST_ROWS, DebtKind
from content.debt.models import ContentDebt, ContentDebtState
from content.effect.choices import Verdict
from content.effect.models import MeasuredEffect
from content.votes.reports import modules_hardly_helpful
from lifow.base.days import local_day

OF_VERDICT = {Verdict.HARMS: DebtKind.HARMS, Verdict.NO_CLEAR_EFFECT: DebtKind.NO_EFFECT}


def list_debt(*, as_of: datetime) -> int:
    """Make the list again, as a whole; how many rows. Of two workers at once the second waits, and makes the
    same list."""
    rows = sorted([*_missing(), *_of_modules(as_of)], key=lambda row: -row.weight)[:MOST_ROWS]
    with transaction.atomic():
        ContentDebtState.objects.get_or_create(pk=1)
        ContentDebtState.objects.select_for_update().get(pk=1)
        ContentDebt.objects.all().delete()
        ContentDebt.objects.bulk_create(rows, batch_size=500)
        ContentDebtState.objects.update(computed_at=as_of)
    return len(rows)


def _missing() -> Iterator[ContentDebt]:
    """Steps that no module makes: of skills without any module, or with modules at other levels."""
    published = ModuleEffect.objects.filter(module__status=Module.Status.PUBLISHED)
    taught = set(published.values_list("skill_id", flat=True))
    for step in missing_steps()[:MOST_ROWS]:
        kind = DebtKind.WRONG_LEVEL if step.skill_id in taught else DebtKind.ABSENT
        yield ContentDebt(
            kind=kind,
            skill=step.skill,
            from_level=step.from_level,
            to_level=step.to_level,
            people=step.people,
            critical=step.critical,
            gap=step.gap,
            weight=weight_of(step.gap, step.people, step.critical),
        )


def _of_modules(as_of: datetime) -> Iterator[ContentDebt]:
    """Modules that need work, once each, by the gaps in the skills that they raise."""
    today = local_day(as_of, settings.TIME_ZONE)
    past = ModuleOwner.objects.past_review(today).values_list("module_id", flat=True)
    reasons: dict[tuple[int, int | None], DebtKind] = {(pk, None): DebtKind.PAST_REVIEW for pk in past}
    reasons |= {(pk, None): DebtKind.HARDLY_HELPFUL for pk in modules_hardly_helpful()}
    measured = MeasuredEffect.objects.filter(verdict__in=OF_VERDICT).order_by("verdict")
    for module, skill, verdict in measured.values_list("module_id", "skill_id", "verdict"):
        reasons[module, skill] = OF_VERDICT[Verdict(verdict)]
    totals = {one.skill.pk: one for one in group_numbers(None).skills}
    effects = ModuleEffect.objects.filter(
        module__in={module for module, _skill in reasons}, module__status=Module.Status.PUBLISHED
    )
    found: dict[int, ContentDebt] = {}
    for effect in effects.select_related("module", "skill").order_by("pk"):
        kind = reasons.get((effect.module_id, effect.skill_id)) or reasons.get((effect.module_id, None))
        row = _row(kind, effect, totals) if kind else None
        before = found.get(effect.module_id)
        if row is not None and (before is None or row.weight > before.weight):
            found[effect.module_id] = row
    yield from found.values()


def _row(kind: DebtKind, effect: ModuleEffect, totals: Mapping[int, SkillTotals]) -> ContentDebt | None:
    """A module that raises a skill in which people have gaps; None where nobody has one."""
    total = totals.get(effect.skill_id)
    if total is None or not total.gap:
        return None
    return ContentDebt(
        kind=kind,
        skill=effect.skill,
        module=effect.module,
        from_level=float(effect.from_level),
        to_level=float(effect.to_level),
        people=total.gap,
        critical=total.critical_gap,
        gap=total.total_gap,
        weight=weight_of(total.total_gap, total.gap, total.critical_gap),
    )


def weight_of(gap: float, people: int, critical: int) -> float:
    """The total gap, gap × headcount, up to twice as much where the skill is critical."""
    return gap * (1 + min(1.0, critical / people)) if people else 0.0
