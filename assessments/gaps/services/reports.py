"""Computing gap reports, safe under any number of workers, killed at any moment.

A report and the end of its stale mark are one transaction: a killed worker leaves the mark, and whoever
takes it next computes the same bytes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
import structlog
from django.db import transaction

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.gap import GapReports, compute_gaps
from assessments.gaps.compute.packing import digest
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.models import GapReport
from assessments.gaps.selectors import (
    evidence_columns,
    last_recorded,
    positions_of,
    requirement_columns,
    skill_scales,
    utc_day,
)
from assessments.gaps.services.policies import policy_in_force
from assessments.marks.models import StaleMark
from assessments.marks.services import begin_attempt
from lifow.events.services import publish
from lifow.events.types import GapReportsRefreshed, in_chunks

CRITICAL_MET = {GapStatus.GAP: False, GapStatus.MEETS: True, GapStatus.ASSESS_FIRST: None}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: people computed, of these with a changed report, and people who failed."""

    computed: int = 0
    changed: int = 0
    failed: int = 0

    def __add__(self, other: "Refreshed") -> "Refreshed":
        return Refreshed(
            self.computed + other.computed, self.changed + other.changed, self.failed + other.failed
        )


def refresh_gap_reports(*, person_ids: Sequence[int], as_of: datetime) -> Refreshed:
    """Compute the reports of those of the people who are marked stale, as of a moment.

    A person whom another worker holds is left to it. Where one person's data cannot be computed, the
    others are; that one's mark counts the attempt and keeps the error, and is set aside after three.
    """
    return _refresh(begin_attempt(person_ids=person_ids, as_of=as_of), as_of)


def keep_past_reports(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Keep the reports of people as they would have been computed at a past moment; how many differ from the
    one before.

    For a history that was not computed while it happened: moments are given in ascending order, before the
    first `refresh_gap_reports`.
    """
    with transaction.atomic():
        return len(_write_reports(sorted(person_ids), as_of))


def rebuild(*, person_ids: Sequence[int], as_of: datetime) -> dict[int, bytes]:
    """The packed report of each person as of a moment, computed afresh; nothing is written.

    Evidence, versions of requirements and policy are those of the moment. Roles are those that the person had
    on its day by what is recorded now; scales and role families are the present ones.
    """
    policy = GapPolicy.from_dict(policy_in_force(as_of).parameters)
    positions = positions_of(person_ids)
    return dict(zip(positions, _compute(positions, policy, as_of).packed(), strict=True))


def _refresh(person_ids: Sequence[int], as_of: datetime) -> Refreshed:
    try:
        with transaction.atomic():
            return _refresh_marked(person_ids, as_of)
    except (ValueError, ArithmeticError) as error:
        if len(person_ids) > 1:
            middle = len(person_ids) // 2
            return _refresh(person_ids[:middle], as_of) + _refresh(person_ids[middle:], as_of)
        log.warning("gap_report_failed", person_id=person_ids[0], error=str(error))
        StaleMark.objects.filter(person__in=person_ids).update(last_error=str(error), taken_until=None)
        return Refreshed(failed=1)


def _refresh_marked(person_ids: Sequence[int], as_of: datetime) -> Refreshed:
    marks = StaleMark.objects.waiting().filter(person__in=person_ids).order_by("person_id")
    marked_at = dict(marks.select_for_update(skip_locked=True).values_list("person_id", "marked_at"))
    if not marked_at:
        return Refreshed()
    taken = list(marked_at)
    # What is there is included, also if it was written after the caller looked at the clock.
    as_of = max(as_of, *marked_at.values(), last_recorded(taken) or as_of)
    changed = _write_reports(taken, as_of)
    StaleMark.objects.filter(person__in=taken).delete()
    publish(*in_chunks(GapReportsRefreshed, person_ids=changed), occurred_at=as_of)
    return Refreshed(computed=len(taken), changed=len(changed))


def _write_reports(person_ids: Sequence[int], as_of: datetime) -> list[int]:
    """Compute the reports of people and make those that changed the current ones; of whom they are."""
    version = policy_in_force(as_of)
    policy = GapPolicy.from_dict(version.parameters)
    positions = positions_of(person_ids)
    reports = _compute(positions, policy, as_of)
    current = GapReport.objects.current().filter(person__in=person_ids)
    # Not the rows alone: the interval of readiness depends on the policy besides, and a report names its own.
    before = set(current.values_list("person_id", "digest", "policy_id"))
    build = partial(_report_row, reports, policy_id=version.pk, as_of=as_of)
    rows = [
        build(index, person_id, packed)
        for (person_id, index), packed in zip(positions.items(), reports.packed(), strict=True)
    ]
    changed = [row for row in rows if (row.person_id, row.digest, row.policy_id) not in before]
    people = [row.person_id for row in changed]
    current.filter(person__in=people).update(superseded_at=as_of)
    GapReport.objects.bulk_create(changed, batch_size=500)
    current.filter(as_of__lt=as_of).update(confirmed_at=as_of)
    return people


def _compute(positions: dict[int, int], policy: GapPolicy, as_of: datetime) -> GapReports:
    requirements = requirement_columns(positions, as_of)
    evidence = evidence_columns(positions, as_of)
    skills = np.union1d(requirements.skill, evidence.skill).tolist()
    return compute_gaps(
        requirements, evidence, skill_scales(skills), policy, as_of=utc_day(as_of), people=len(positions)
    )


def _report_row(
    reports: GapReports, index: int, person_id: int, packed: bytes, *, policy_id: int, as_of: datetime
) -> GapReport:
    ready = reports.readiness
    required = int(ready.required[index])
    critical = GapStatus(int(ready.critical_status[index]))
    return GapReport(
        person_id=person_id,
        policy_id=policy_id,
        as_of=as_of,
        packed=packed,
        digest=digest(packed),
        readiness=float(ready.mean[index]) if required else None,
        readiness_low=float(ready.low[index]) if required else None,
        readiness_high=float(ready.high[index]) if required else None,
        required_count=required,
        gap_count=int(ready.gaps[index]),
        critical_gap_count=int(ready.critical_gap[index]),
        assess_first_count=int(ready.assess_first[index]),
        never_assessed_count=int(ready.never_assessed[index]),
        critical_met=CRITICAL_MET[critical] if required else None,
    )
