"""What is known of a person's levels, for whoever measures them next."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import CRITICAL, EXPIRED, REQUIRED, ReportRow
from assessments.gaps.compute.policy import POPULATION_SD, GapPolicy
from assessments.gaps.models import GapReport
from assessments.gaps.reports.reading import read_rows
from assessments.gaps.selectors import skill_scales
from lifow.base.database.prepared import prepared
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class KnownLevel:
    """What is known of a level before it is measured: mean and spread, in levels from 0 to `top`.

    required   the level that the person's role needs, None where it needs none
    status     what may be said of it; None where the role does not need the skill and nothing is known
    is_known   whether evidence that counts is a part of it; if not, it is what is expected
    policy_id  of the report that says so, None where there is none
    """

    mean: float
    sd: float
    top: int
    required: float | None = None
    status: GapStatus | None = None
    weight: float = 1.0
    is_critical: bool = False
    is_known: bool = False
    policy_id: int | None = None

    @property
    def is_uncertain(self) -> bool:
        """Whether it is needed, and too little is known to tell whether it is met."""
        return self.required is not None and self.status == GapStatus.ASSESS_FIRST


def known_levels(person: Person, skill_ids: Collection[int] | None = None) -> dict[int, KnownLevel]:
    """What is known of a person's levels in these skills, by the current gap report; else in all of them.

    Of a skill that the report does not have, what is expected of anybody: the middle of its scale. Two
    queries.
    """
    report = next(iter(_current(person)), None)
    rows = () if report is None else _rows(report)
    if skill_ids is not None:
        wanted = set(skill_ids)
        rows = tuple(row for row in rows if row.skill in wanted)
    policy_id = report.policy_id if report is not None else None
    named = {row.skill for row in rows} | set(skill_ids or ())
    if not named:
        return {}
    scales = skill_scales(sorted(named))
    tops = dict(zip(scales.skill.tolist(), scales.top.tolist(), strict=True))
    found = {row.skill: _known(row, tops[row.skill], policy_id) for row in rows}
    return {skill: found.get(skill) or _expected(tops[skill]) for skill in sorted(named & tops.keys())}


@prepared
def _current(person: Person) -> QuerySet[GapReport]:
    return GapReport.objects.current().filter(person=person)[:1]


def _rows(report: GapReport) -> tuple[ReportRow, ...]:
    rows, _offsets, _is_readable = read_rows([bytes(report.packed)], [report.person_id])
    return tuple(map(ReportRow._make, rows.tolist()))


def _known(row: ReportRow, top: float, policy_id: int | None) -> KnownLevel:
    is_required = bool(row.flags & REQUIRED)
    is_known = row.n_evidence > 0 and not row.flags & EXPIRED
    known = KnownLevel(
        mean=float(row.mu),
        sd=float(row.sigma),
        top=int(top),
        required=float(row.required) if is_required else None,
        status=GapStatus(row.status) if row.status in set(GapStatus) else GapStatus.ASSESS_FIRST,
        weight=float(row.weight),
        is_critical=bool(row.flags & CRITICAL),
        is_known=bool(is_known),
        policy_id=policy_id,
    )
    # A report of another version of lifow may say what is no number.
    return known if np.isfinite(known.mean) and known.sd > 0 else _expected(top)


def _expected(top: float) -> KnownLevel:
    return KnownLevel(mean=GapPolicy().expected_level * top, sd=POPULATION_SD * top, top=int(top))
