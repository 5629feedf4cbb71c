"""Computing gap reports, safe under any number of workers, killed at any moment.

A report and the end of its stale mark are one transaction: a killed worker leaves the mark, and whoever
takes it next computes the same bytes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from time import monotonic
from typing import Any

import numpy as np
import structlog
from django.db import transaction

from assessments.gaps import selectors
from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.columns import Floats, Ints
from assessments.gaps.compute.gap import GapReports, compute_gaps
from assessments.gaps.compute.packing import digest
from assessments.gaps.compute.policies import (
    AnyPolicy,
    following_skills,
    read_policy,
    reads_own_days,
)
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.readiness import ReadinessColumns
from assessments.gaps.models import GapReport
from assessments.gaps.services.policies import policy_in_force
from assessments.marks.models import StaleMark
from assessments.marks.services import (
    MOST_ATTEMPTS,
    begin_attempt,
    mark_stale,
    note_failure,
    take_attempts_back,
)
from lifow.base.database.columns import among
from lifow.base.database.rows import write_rows
from lifow.base.fields import new_public_ids
from lifow.base.outages import is_out_of_time, is_outage
from lifow.events.services import publish
from lifow.events.types import GapReportsRefreshed, in_chunks
from lifow.people.merging.reports import record_merges
from lifow.people.persons.models import Person

CRITICAL_MET = {GapStatus.GAP: False, GapStatus.MEETS: True, GapStatus.ASSESS_FIRST: None}
# Whoever is computed when the time of a task is over after more than this may be why: they are tried alone,
# and are set aside in the end.
MOST_SECONDS = 60

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


def refresh_gap_reports(
    *, person_ids: Sequence[int], as_of: datetime, most_before: int = MOST_ATTEMPTS - 1
) -> Refreshed:
    """Compute the reports of those of the people who are marked stale, as of a moment.

    A person whom another worker holds is left to it, and so is one who was tried more than `most_before`
    times. Where one person's data cannot be computed, the others are; that one's mark counts the attempt and
    keeps the error, and is set aside after three. An outage is nobody's fault: it is raised, and counts as no
    attempt.
    """
    taken = begin_attempt(person_ids=person_ids, as_of=as_of, most_before=most_before)
    began = monotonic()
    try:
        return _refresh(taken, as_of)
    except Exception as error:
        if is_out_of_time(error) and monotonic() - began > MOST_SECONDS:
            note_failure(person_ids=taken, error=error)
        elif is_outage(error):
            take_attempts_back(person_ids=taken, error=error)
        raise


def keep_past_reports(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Keep the reports of people as they would have been computed at a past moment; how many differ from the
    one before.

    For a history that was not computed while it happened: moments are given in ascending order, before the
    first `refresh_gap_reports`.
    """
    people = np.unique(np.array(list(person_ids), dtype=np.int64))
    with transaction.atomic():
        return len(_write_reports(people, selectors.ledger(people), selectors.current_reports(people), as_of))


def rebuild(*, person_ids: Sequence[int], as_of: datetime) -> dict[int, bytes]:
    """The packed report of each person as of a moment, computed afresh; nothing is written.

    Evidence, versions of requirements and policy are those of the moment. Roles are those that the person had
    on its day by what is recorded now; role families are the present ones, and levels those of then.
    """
    policy = read_policy(policy_in_force(as_of).parameters)
    people = np.unique(np.array(person_ids, dtype=np.int64))
    reports = _compute(people, selectors.ledger(people), policy, as_of)
    return dict(zip(people.tolist(), reports.packed(), strict=True))


def _refresh(person_ids: list[int], as_of: datetime) -> Refreshed:
    try:
        with transaction.atomic():
            return _refresh_marked(person_ids, as_of)
    except Exception as error:
        if is_outage(error):
            raise
        if len(person_ids) > 1:
            middle = len(person_ids) // 2
            return _refresh(person_ids[:middle], as_of) + _refresh(person_ids[middle:], as_of)
        log.warning("gap_report_failed", person_id=person_ids[0], error=str(error), exc_info=True)
        note_failure(person_ids=person_ids, error=error)
        return Refreshed(failed=1)


def _refresh_marked(person_ids: list[int], as_of: datetime) -> Refreshed:
    people, marked_at = selectors.take_marked(person_ids)
    if not len(people):
        return Refreshed()
    merges = record_merges()
    whose = merges.read_as(people, as_of if marked_at is None else max(as_of, marked_at))
    if (whose != people).any():
        _end_reports(people[whose != people], as_of)
        people = people[whose == people]
    ledger, current = selectors.ledger(people, merges), selectors.current_reports(people)
    # What is there is included, also if it was written after the caller looked at the clock.
    known = (marked_at, ledger.newest(), current.newest(), selectors.last_published())
    as_of = max(as_of, *(at for at in known if at))
    changed = _write_reports(people, ledger, current, as_of)
    StaleMark.objects.filter(person__in=among(people)).delete()
    publish(*in_chunks(GapReportsRefreshed, person_ids=changed), occurred_at=as_of)
    return Refreshed(computed=len(people), changed=len(changed))


def _end_reports(merged: Ints, as_of: datetime) -> None:
    """End the reports of records that are read as somebody else's, whose report is computed instead."""
    GapReport.objects.current().filter(person__in=among(merged)).update(superseded_at=as_of)
    StaleMark.objects.filter(person__in=among(merged)).delete()
    stands_for = Person.objects.filter(pk__in=among(merged), merged_into__isnull=False)
    mark_stale(
        person_ids=stands_for.values_list("merged_into_id", flat=True), reason="merge", marked_at=as_of
    )
    publish(*in_chunks(GapReportsRefreshed, person_ids=merged.tolist()), occurred_at=as_of)


def _write_reports(
    people: Ints, ledger: selectors.Ledger, current: selectors.CurrentReports, as_of: datetime
) -> list[int]:
    """Compute the reports of people and make those that changed the current ones; of whom they are."""
    policy = policy_in_force(as_of)
    reports = _compute(people, ledger, read_policy(policy.parameters), as_of)
    packed = reports.packed()
    digests = [digest(one) for one in packed]
    # Not the rows alone: the interval of readiness depends on the policy besides, and a report names its own.
    changed = np.flatnonzero(~current.says(people, digests, policy.pk))
    stored = GapReport.objects.current()
    of_whom: list[int] = people[changed].tolist()
    if of_whom:
        stored.filter(person__in=among(of_whom)).update(superseded_at=as_of)
        columns: dict[str, Iterable[Any]] = {
            **report_columns(reports.readiness, changed),
            "public_id": new_public_ids("gap", len(changed)),
            "person_id": of_whom,
            "policy_id": repeat(policy.pk),
            "as_of": repeat(as_of),
            "packed": [packed[index] for index in changed],
            "digest": [digests[index] for index in changed],
        }
        write_rows(GapReport, columns)
    if len(changed) < len(people):
        stored.filter(person__in=among(people), as_of__lt=as_of).update(confirmed_at=as_of)
    return of_whom


def _compute(people: Ints, ledger: selectors.Ledger, policy: AnyPolicy, as_of: datetime) -> GapReports:
    policy = following_skills(policy, ledger.replacements.sources(as_of))
    on_utc_day = not reads_own_days(policy)
    requirements = selectors.requirement_columns(people, as_of, ledger.merges, on_utc_day=on_utc_day)
    evidence = ledger.as_of(as_of)
    if isinstance(policy, GapPolicy):
        evidence = selectors.own_words(evidence, people)
    skills = np.union1d(requirements.skill, evidence.skill)
    scales = selectors.skill_scales(skills, ledger.maps, as_of)
    return compute_gaps(
        requirements, evidence, scales, policy, as_of=selectors.utc_day(as_of), people=len(people)
    )


def report_columns(ready: ReadinessColumns, which: Ints) -> dict[str, list[Any]]:
    """What reports' rows say besides their packed rows; None where nothing is known, or nothing required."""
    shares = {
        "readiness": ready.mean,
        "readiness_low": ready.low,
        "readiness_high": ready.high,
        "known_share": ready.known_share,
        "critical_chance": ready.p_all_critical,
    }
    counts = {
        "required_count": ready.required,
        "met_count": ready.met,
        "gap_count": ready.gaps,
        "critical_count": ready.critical,
        "critical_gap_count": ready.critical_gap,
        "assess_first_count": ready.assess_first,
        "never_assessed_count": ready.never_assessed,
    }
    columns: dict[str, list[Any]] = {name: column[which].tolist() for name, column in counts.items()}
    status = ready.critical_status[which].tolist()
    columns["critical_met"] = [CRITICAL_MET[GapStatus(one)] for one in status]
    return columns | {name: _or_none(share[which]) for name, share in shares.items()}


def _or_none(values: Floats) -> list[float | None]:
    there = ~np.isnan(values)
    return [
        value if is_there else None for value, is_there in zip(values.tolist(), there.tolist(), strict=True)
    ]
