"""Telling of earlier reports what is told of new ones: columns that are derived from the packed rows."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from django.db import transaction

from assessments.gaps.compute.packing import unpack_many
from assessments.gaps.compute.policies import read_policy
from assessments.gaps.compute.readiness import readiness
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.gaps.services.reports import report_columns

REPORTS_AT_ONCE = 1_000


def complete_reports() -> int:
    """Fill in how ready people are, by today's definition, where current reports are of before; how many.

    A chunk a transaction: what is killed goes on where it was. What the reports say of skills is as it was.
    """
    open_reports = GapReport.objects.current().filter(known_share=None, required_count__gt=0)
    waiting = list(open_reports.order_by("policy", "pk").values_list("policy_id", "pk"))
    for policy_id, group in groupby(waiting, key=lambda one: one[0]):
        ids = [pk for _, pk in group]
        for start in range(0, len(ids), REPORTS_AT_ONCE):
            _complete(ids[start : start + REPORTS_AT_ONCE], policy_id)
    return len(waiting)


def _complete(ids: Sequence[int], policy_id: int) -> None:
    policy = read_policy(GapPolicyVersion.objects.get(pk=policy_id).parameters)
    with transaction.atomic():
        reports = list(GapReport.objects.current().filter(pk__in=ids).order_by("pk").select_for_update())
        found = readiness(*unpack_many([bytes(report.packed) for report in reports]), policy)
        columns = report_columns(found, np.arange(len(reports)))
        for name, values in columns.items():
            for report, value in zip(reports, values, strict=True):
                setattr(report, name, value)
        GapReport.objects.bulk_update(reports, list(columns))
