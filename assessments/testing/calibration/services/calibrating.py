"""Calibrating the items of a skill: a worker takes the row that waits, computes, and writes all that it found
in one transaction. A killed worker leaves the row, and the next one does it again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import structlog
from django.db import transaction

from assessments.frameworks.models import Skill
from assessments.testing.calibration.choices import CalibrationState
from assessments.testing.calibration.compute.health import LEAST
from assessments.testing.calibration.models import Calibration, ItemParameters
from assessments.testing.calibration.selectors import versions_due
from assessments.testing.calibration.services.estimates import Estimate, estimate
from assessments.testing.calibration.services.findings import Finding, findings_of
from assessments.testing.calibration.services.health import write_health
from assessments.testing.compute.items import Floats
from lifow.base.leases import LEASE, renewed_lease
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently

MOST_ATTEMPTS = 3
DECIMALS = 4

log = structlog.get_logger(__name__)


class NothingToCalibrateError(ValueError):
    """No question has answers of five people by now: some were erased, or have become too old."""


def run_calibration(*, as_of: datetime) -> bool:
    """Do the calibration that has waited longest and that no other worker has; whether one was done.

    What cannot be computed is tried three times, and then says so. An outage is raised, and counts as no
    attempt.
    """
    taken = _begin_attempt(as_of)
    if taken is None:
        return False
    waiting = Calibration.objects.waiting().filter(pk=taken.pk, attempts=taken.attempts)
    try:
        with renewed_lease(lambda passed: waiting.update(taken_until=as_of + passed + LEASE)):
            return _calibrate(taken, as_of)
    except Exception as error:
        reason, back = reason_of(error), int(is_outage(error))
        written_patiently(
            lambda: waiting.update(attempts=taken.attempts - back, last_error=reason, taken_until=None)
        )
        if back:
            raise
        log.warning("calibration_failed", calibration=taken.public_id, error=reason, exc_info=True)
        return False


def _calibrate(taken: Calibration, as_of: datetime) -> bool:
    skill = taken.skill
    found = estimate(skill=skill, as_of=as_of)
    if found is None:
        raise NothingToCalibrateError("No question has answers of five people.")
    used = found.unlinked() if taken.starts_anew else found
    due = versions_due(skill=skill, as_of=as_of, people=LEAST).get(skill.pk, set())
    findings = findings_of(used, due=due, as_of=as_of)
    with transaction.atomic():
        waiting = Calibration.objects.waiting().filter(pk=taken.pk)
        calibration = waiting.select_for_update(of=("self",)).first()
        if calibration is None:
            return False
        Skill.objects.select_for_update(no_key=True, of=("self",)).get(pk=skill.pk)
        calibration.shift = round(found.shift, DECIMALS)
        _finish(calibration, used, findings, as_of)
    return True


def _begin_attempt(as_of: datetime) -> Calibration | None:
    """Count an attempt before computing, in a transaction of its own: one that is killed counts too."""
    with transaction.atomic():
        free = Calibration.objects.waiting().untaken(as_of).order_by("asked_at", "pk")
        found = free.select_for_update(skip_locked=True, of=("self",)).first()
        if found is None:
            return None
        if found.attempts >= MOST_ATTEMPTS:
            found.state, found.finished_at = CalibrationState.FAILED, as_of
        else:
            found.attempts, found.taken_until = found.attempts + 1, as_of + LEASE
            found.last_error = NOT_ENDED
        found.save()
    return found if found.state == CalibrationState.WAITING else None


def _finish(calibration: Calibration, found: Estimate, findings: Sequence[Finding], as_of: datetime) -> None:
    """Write what was found, in the transaction around: the parameters are in force from then on."""
    before = ItemParameters.objects.in_force().filter(version__in=found.table.columns.tolist())
    # The API tells of each calibration which of its parameters are in force: these have changed.
    Calibration.objects.filter(pk__in=set(before.values_list("calibration", flat=True))).update()
    before.update(is_in_force=False)
    rows = _parameters(calibration, found)
    ItemParameters.objects.bulk_create(rows, batch_size=500)
    held = write_health(findings, calibration=calibration, as_of=as_of)
    calibration.state, calibration.finished_at = CalibrationState.DONE, as_of
    calibration.last_error, calibration.taken_until = "", None
    calibration.people = len(np.unique(found.answers.person))
    calibration.items, calibration.answers = len(rows), int(found.counts.sum())
    calibration.linked = int(found.is_linking.sum())
    calibration.log_likelihood = found.fit.log_likelihood
    calibration.iterations, calibration.has_converged = found.fit.steps, found.fit.has_converged
    calibration.report = _report(found, rows, held)
    calibration.save()


def _parameters(calibration: Calibration, found: Estimate) -> list[ItemParameters]:
    items, link = found.items, found.link
    rows = []
    for column, version in enumerate(found.versions):
        own = np.isfinite(items.threshold[column])
        thresholds = items.threshold[column][own]
        rows.append(
            ItemParameters(
                calibration=calibration,
                version=version,
                slope=round(float(items.slope[column]), DECIMALS),
                slope_se=_rounded(found.fit.slope_error[column] / link.slope),
                thresholds=_all_rounded(thresholds),
                threshold_ses=_all_rounded(found.fit.threshold_error[column][own] * link.slope),
                answers=int(found.counts[column]),
                moved=_rounded(float(thresholds.mean()) - found.before[column]),
                is_linking=bool(found.is_linking[column]),
                is_in_force=True,
            )
        )
    return rows


def _report(found: Estimate, rows: Sequence[ItemParameters], held: Sequence[int]) -> Mapping[str, Any]:
    moved = [abs(row.moved) for row in rows if row.moved is not None]
    return {
        "population": {"mean": _rounded(found.population.mean), "sd": _rounded(found.population.sd)},
        "link": {"slope": _rounded(found.link.slope), "shift": _rounded(found.link.shift)},
        "moved_mean": _rounded(float(np.mean(moved))) if moved else None,
        "moved_most": _rounded(max(moved, default=None)),
        "new": sum(row.moved is None for row in rows),
        "held": len(held),
    }


def _all_rounded(values: Floats) -> list[float | None]:
    return [_rounded(float(one)) for one in values]


def _rounded(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(float(value), DECIMALS)
