"""Calibrating the items of a skill: a worker takes the row that waits, computes, and writes all that it found
in one transaction. A killed worker leaves the row, and the next one does it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import structlog
from django.db import transaction

from assessments.frameworks.models import Skill
from assessments.testing.calibration.choices import CalibrationState
from assessments.testing.calibration.compute.health import LEAST
from assessments.testing.calibration.compute.linking import Link, link
from assessments.testing.calibration.compute.priors import ANSWERS_CALIBRATED
from assessments.testing.calibration.models import Calibration, ItemParameters
from assessments.testing.calibration.selectors import versions_due
from assessments.testing.calibration.services.findings import Finding, find
from assessments.testing.calibration.services.health import read_table, write_health
from assessments.testing.calibration.services.populations import expected_population
from assessments.testing.compute.estimation import Fit, fit
from assessments.testing.compute.items import Floats, Ints, Items
from assessments.testing.compute.priors import priors_of_authors
from assessments.testing.compute.responses import MISSING
from lifow.base.leases import LEASE, renewed_lease
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently

MOST_ATTEMPTS = 3
DECIMALS = 4

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a calibration found: of each column of the table its version, its answers, and where it was."""

    fit: Fit
    items: Items
    link: Link
    columns: Ints
    answers: Ints
    before: Floats
    findings: list[Finding]


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
    found = _find(taken, as_of)
    with transaction.atomic():
        waiting = Calibration.objects.waiting().filter(pk=taken.pk)
        calibration = waiting.select_for_update(of=("self",)).first()
        if calibration is None:
            return False
        Skill.objects.select_for_update(no_key=True, of=("self",)).get(pk=calibration.skill_id)
        _finish(calibration, found, as_of)
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


def _find(taken: Calibration, as_of: datetime) -> _Found:
    """Parameters of all items that were answered, linked with those before, and the health of those due."""
    skill = taken.skill
    answers, table, versions = read_table(skill, as_of)
    own = [versions[pk] for pk in table.columns.tolist()]
    levels = np.array([one.level for one in own], dtype=np.float64)
    tops = np.array([one.highest_score for one in own], dtype=np.int64)
    fitted = fit(
        table.responses, priors=priors_of_authors(levels, tops), population=expected_population(skill)
    )
    counts = (table.responses.scores != MISSING).sum(axis=0)
    linked, before = _link(skill, table.columns, counts, fitted)
    shift = 0.0 if taken.starts_anew else linked.shift
    items = Items(fitted.items.slope, fitted.items.threshold - shift)
    population = replace(fitted.population, mean=fitted.population.mean - shift)
    due = versions_due(skill=skill, as_of=as_of, people=LEAST).get(skill.pk, set())
    findings = find(
        answers, table, items, population, skill=skill, versions=versions, due=due, as_of=as_of
    )
    return _Found(replace(fitted, population=population), items, linked, table.columns, counts, before, findings)


def _link(skill: Skill, columns: Ints, counts: Ints, fitted: Fit) -> tuple[Link, Floats]:
    """How far the fit is from the calibration before, and where each item was in it, NaN where it was not.

    Items that few had answered then or now are where their author put them, and take no part. Two queries.
    """
    last = Calibration.objects.done().filter(skill=skill).order_by("-number").first()
    rows = last.parameters.filter(version__in=columns.tolist()) if last else ItemParameters.objects.none()
    before = {row.version_id: row for row in rows}
    middle, enough, variance = np.full((3, len(columns)), np.nan)
    for column, version_id in enumerate(columns.tolist()):
        row = before.get(version_id)
        if row is None:
            continue
        middle[column] = float(np.mean(row.thresholds))
        if row.answers >= ANSWERS_CALIBRATED <= counts[column]:
            enough[column] = middle[column]
            variance[column] = _variance(fitted.threshold_error[column]) + _mean_square(row.threshold_ses)
    now = np.array([_middle(one) for one in fitted.items.threshold])
    return link(enough, now, variance), middle


def _finish(calibration: Calibration, found: _Found, as_of: datetime) -> None:
    """Write what was found, in the transaction around: the parameters are in force from then on."""
    versions = found.columns.tolist()
    ItemParameters.objects.in_force().filter(version__in=versions).update(is_in_force=False)
    rows = [_parameters(calibration, found, column) for column in range(len(versions))]
    ItemParameters.objects.bulk_create(rows, batch_size=500)
    held = write_health(found.findings, calibration=calibration, as_of=as_of)
    calibration.state, calibration.finished_at = CalibrationState.DONE, as_of
    calibration.last_error, calibration.taken_until = "", None
    calibration.people, calibration.items = round(found.fit.people), len(versions)
    calibration.answers = round(found.fit.answers)
    calibration.linked, calibration.shift = int(found.link.is_linking.sum()), round(found.link.shift, DECIMALS)
    calibration.log_likelihood = found.fit.log_likelihood
    calibration.iterations, calibration.has_converged = found.fit.steps, found.fit.has_converged
    calibration.report = _report(found, rows, held)
    calibration.save()


def _parameters(calibration: Calibration, found: _Found, column: int) -> ItemParameters:
    thresholds = found.items.threshold[column]
    own = np.isfinite(thresholds)
    moved = _middle(thresholds) - found.before[column]
    return ItemParameters(
        calibration=calibration,
        version_id=int(found.columns[column]),
        slope=round(float(found.items.slope[column]), DECIMALS),
        slope_se=_rounded(found.fit.slope_error[column]),
        thresholds=[round(float(one), DECIMALS) for one in thresholds[own]],
        threshold_ses=[_rounded(one) for one in found.fit.threshold_error[column][own]],
        answers=int(found.answers[column]),
        moved=_rounded(moved),
        is_linking=bool(found.link.is_linking[column]),
        is_in_force=True,
    )


def _report(found: _Found, rows: list[ItemParameters], held: list[int]) -> Mapping[str, Any]:
    moved = [abs(row.moved) for row in rows if row.moved is not None]
    population = found.fit.population
    return {
        "population": {"mean": round(population.mean, DECIMALS), "sd": round(population.sd, DECIMALS)},
        "shift_error": _rounded(found.link.error),
        "moved_mean": _rounded(float(np.mean(moved))) if moved else None,
        "moved_most": _rounded(max(moved, default=None)),
        "new": sum(row.moved is None for row in rows),
        "held": len(held),
    }


def _middle(thresholds: Floats) -> float:
    return float(thresholds[np.isfinite(thresholds)].mean())


def _variance(errors: Floats) -> float:
    return _mean_square(errors[np.isfinite(errors)].tolist())


def _mean_square(errors: list[float | None]) -> float:
    known = [one for one in errors if one is not None]
    return float(np.mean(np.square(known))) if known else np.inf


def _rounded(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(float(value), DECIMALS)


