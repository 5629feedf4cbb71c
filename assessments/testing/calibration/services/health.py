"""The health of items: computed with each calibration and daily where people have answered since.

What is unhealthy is held: it leaves scoring until somebody has looked at it. What somebody has looked at and
kept is not held again for the same reasons.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from assessments.frameworks.models import Skill
from assessments.testing.calibration.choices import HealthState
from assessments.testing.calibration.compute.health import LEAST
from assessments.testing.calibration.models import Calibration, ItemHealth
from assessments.testing.calibration.notifications import tell_of_held
from assessments.testing.calibration.selectors import versions_due
from assessments.testing.calibration.services.estimates import estimate
from assessments.testing.calibration.services.findings import Finding, findings_of
from assessments.testing.compute.health import OUT_OF_SCORING


def look_after_health(*, as_of: datetime) -> int:
    """Compute the health of every version that five people have answered since the last time; how many.

    Held against an estimate of the moment, which changes no parameters. Twice is once: who is through with a
    skill leaves nothing due.
    """
    due = versions_due(as_of=as_of, people=LEAST)
    skills = Skill.objects.active().filter(pk__in=due).order_by("pk")
    return sum(_look_after(skill, due[skill.pk], as_of) for skill in skills)


def write_health(
    findings: Iterable[Finding], *, calibration: Calibration | None, as_of: datetime
) -> list[int]:
    """Keep what was found, in the transaction around, whose skill is locked; which versions are newly held.

    What was computed later stays as it is.
    """
    found = {one.version_id: one for one in findings}
    rows = {row.version_id: row for row in ItemHealth.objects.filter(version__in=found).select_for_update()}
    held = []
    for version_id, finding in sorted(found.items()):
        row = rows.get(version_id) or ItemHealth(version_id=version_id)
        if row.pk is not None and row.computed_at > as_of:
            continue
        _fill(row, finding, calibration, as_of)
        if _is_to_hold(row):
            row.state = HealthState.HELD
            held.append(version_id)
        row.save()
    tell_of_held(version_ids=held, as_of=as_of)
    return held


def _look_after(skill: Skill, due: set[int], as_of: datetime) -> int:
    found = estimate(skill=skill, as_of=as_of)
    if found is None:
        return 0
    findings = findings_of(found, due=due, as_of=as_of)
    with transaction.atomic():
        Skill.objects.select_for_update(no_key=True, of=("self",)).get(pk=skill.pk)
        write_health(findings, calibration=None, as_of=as_of)
    return len(findings)


def _fill(row: ItemHealth, finding: Finding, calibration: Calibration | None, as_of: datetime) -> None:
    found = finding.found
    row.calibration = calibration or row.calibration
    row.computed_at, row.people, row.answers = as_of, finding.people, found.answers
    row.p_value, row.point_biserial, row.options = found.p_value, found.point_biserial, found.options
    row.information, row.exposure, row.drift = found.information, found.exposure, found.drift
    row.sure_and_wrong, row.seconds_median = found.sure_and_wrong, found.seconds_median
    row.reasons = [str(reason) for reason in found.reasons]


def _is_to_hold(row: ItemHealth) -> bool:
    """Whether there is a reason to hold it that nobody has looked at."""
    new = (set(row.reasons) & OUT_OF_SCORING) - set(row.kept_reasons)
    return bool(new) and row.state != HealthState.HELD
