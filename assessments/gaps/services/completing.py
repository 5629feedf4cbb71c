"""Telling of earlier reports what is told of new ones: columns that are derived from the packed rows."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import numpy as np
import structlog
from django.db import transaction

from assessments.gaps.compute.packing import unpack_readable
from assessments.gaps.compute.plain import PolicyError
from assessments.gaps.compute.policies import AnyPolicy, read_policy
from assessments.gaps.compute.readiness import readiness
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.gaps.services.reports import report_columns
from assessments.marks.services import mark_stale

REPORTS_AT_ONCE = 1_000
NO_DIGEST = "0" * 64

log = structlog.get_logger(__name__)


def complete_reports(*, as_of: datetime) -> int:
    """Fill in how ready people are, by today's definition, where current reports are of before; how many.

    A chunk a transaction: what is killed goes on where it was. What the reports say of skills is as it was.
    One that cannot be read, as another version of lifow wrote it or its policy, is passed over and computed
    again from its evidence; the log says how many there were.
    """
    open_reports = GapReport.objects.current().filter(known_share=None, required_count__gt=0)
    waiting = list(open_reports.order_by("policy", "pk").values_list("policy_id", "pk"))
    completed = 0
    for policy_id, group in groupby(waiting, key=lambda one: one[0]):
        policy, ids = _policy(policy_id), [pk for _, pk in group]
        for start in range(0, len(ids), REPORTS_AT_ONCE):
            completed += _complete(ids[start : start + REPORTS_AT_ONCE], policy, as_of)
    return completed


def _policy(policy_id: int) -> AnyPolicy | None:
    """The policy of reports; None where this version cannot read it."""
    version = GapPolicyVersion.objects.get(pk=policy_id)
    try:
        return read_policy(version.parameters)
    except PolicyError as error:
        log.warning("gap_policy_unreadable", version=version.version, error=str(error))
        return None


def _complete(ids: Sequence[int], policy: AnyPolicy | None, as_of: datetime) -> int:
    with transaction.atomic():
        found = list(GapReport.objects.current().filter(pk__in=ids).order_by("pk").select_for_update())
        rows, offsets, is_readable = unpack_readable([bytes(report.packed) for report in found])
        if policy is None:
            is_readable[:] = False
        _compute_again([one for one, can in zip(found, is_readable, strict=True) if not can], as_of)
        if policy is None:
            return 0
        # What cannot be read has no rows.
        kept = np.append(offsets[:-1][is_readable], offsets[-1])
        reports = [one for one, can in zip(found, is_readable, strict=True) if can]
        columns = report_columns(readiness(rows, kept, policy), np.arange(len(reports)))
        for name, values in columns.items():
            for report, value in zip(reports, values, strict=True):
                setattr(report, name, value)
        GapReport.objects.bulk_update(reports, list(columns))
    return len(reports)


def _compute_again(reports: Sequence[GapReport], as_of: datetime) -> None:
    if reports:
        log.warning("gap_reports_unreadable", reports=len(reports), of=[one.pk for one in reports[:20]])
        # With its own digest, one would be taken for the same as the new one, and kept.
        GapReport.objects.filter(pk__in=[one.pk for one in reports]).update(digest=NO_DIGEST)
        mark_stale(person_ids=[one.person_id for one in reports], reason="unreadable", marked_at=as_of)
