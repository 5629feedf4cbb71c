"""From rows to arrays: later evidence with the report before it, and on which sources that rested."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Value,
    When,
)
from numpy.typing import NDArray

from assessments.calibration.compute import Judged
from assessments.calibration.models import CheckedStatement
from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.reports import WITHDRAWN_AT, Withdrawals, without_repeats
from assessments.gaps.models import GapReport
from lifow.base.database.columns import Columns, among, read_columns
from lifow.people.merging.reports import record_merges

Ints = NDArray[np.int64]
Moments = NDArray[np.datetime64]

PROOF = (Evidence.Source.TEST, Evidence.Source.OBSERVED)
IS_ATTRIBUTED = ExpressionWrapper(Q(attributed_by__isnull=False), output_field=BooleanField())
SOURCE_CODE = Case(
    *(When(source=source.key, then=Value(int(source))) for source in Source),
    output_field=SmallIntegerField(),
)


@dataclass(frozen=True, slots=True)
class LaterEvidence:
    """Tests and work observed by somebody else, of which a report of the person had come before; by id.

    recorded_at    UTC, in microseconds
    report         id of the report in force just before it was observed
    level          on the skill's scale
    source         `Source` code
    is_attributed  whether a machine says so, and nothing bears it out
    standard_error  of a test, in levels; 0 where it says none
    """

    evidence: Ints
    person: Ints
    skill: Ints
    level: NDArray[np.float64]
    source: Ints
    recorded_at: Moments
    report: Ints
    is_attributed: NDArray[np.bool_]
    standard_error: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.evidence)


def people_with_later_evidence(since: datetime | None, *, after: int, most: int) -> Ints:
    """The first people after one (ids, ascending) of whom there is such evidence, recorded since a moment or
    ever; one query.
    """
    people = _proof(since).filter(person__gt=after).order_by("person_id").values("person_id").distinct()
    return read_columns(people[:most], person=("person_id", "i8"))["person"]


def later_evidence(people: Ints, since: datetime | None) -> LaterEvidence:
    """Such evidence of people, recorded since a moment or ever; one query."""
    before = GapReport.objects.filter(person=OuterRef("person"), as_of__lt=OuterRef("observed_at"))
    found = (
        _proof(since)
        .filter(person__in=among(people))
        .annotate(
            code=SOURCE_CODE,
            is_attributed=IS_ATTRIBUTED,
            report=Subquery(before.order_by("-as_of").values("pk")[:1]),
        )
        .filter(report__isnull=False)
        .order_by("pk")
    )
    columns = read_columns(
        found,
        evidence=("pk", "i8"),
        person=("person_id", "i8"),
        skill=("skill_id", "i8"),
        level=("level", "f8"),
        source=("code", "i8"),
        recorded_at=("recorded_at", "moment"),
        report=("report", "i8"),
        is_attributed=("is_attributed", "?"),
        standard_error=("standard_error", "f8", 0),
    )
    return LaterEvidence(**{**columns, "is_attributed": columns["is_attributed"].astype(bool)})


def _proof(since: datetime | None) -> QuerySet[Evidence]:
    """Tests and work observed by somebody else that count, recorded since a moment or taken in again."""
    by_others = ~Q(rater=F("person")) | Q(rater__isnull=True)
    found = Evidence.objects.standing().filter(by_others, source__in=PROOF)
    if since is None:
        return found
    again = EvidenceWithdrawal.objects.filter(evidence=OuterRef("pk"), said_at__gte=since)
    return found.filter(Q(recorded_at__gte=since) | Exists(again))


def sources_before(person: Ints, skill: Ints, moment: Moments) -> Ints:
    """Of each (person, skill) the sources that had spoken by a moment, 2 to the power of each code added up.

    What was said of records that were merged into somebody's by then is theirs, as in the reports of then.
    What people recorded about themselves is their own word. Two queries.
    """
    merges = record_merges()
    said = read_columns(
        Evidence.objects.filter(person__in=among(merges.records_of(np.unique(person)))).annotate(
            code=SOURCE_CODE, **WITHDRAWN_AT
        ),
        evidence=("pk", "i8"),
        person=("person_id", "i8"),
        skill=("skill_id", "i8"),
        code=("code", "i8"),
        rater=("rater_id", "i8", 0),
        supersedes=("supersedes_id", "i8", 0),
        recorded_at=("recorded_at", "moment"),
        withdrawn_at=("withdrawn_at", "moment"),
    )
    said, withdrawals = without_repeats(said)
    found = _sources(said, withdrawals, person, skill, moment)
    # Few have two records: which of them was whose is asked for each moment of their reports.
    merged = np.flatnonzero(np.isin(person, merges.kept))
    theirs = np.isin(said["person"], merges.records_of(np.unique(person[merged])))
    said = {name: column[theirs] for name, column in said.items()}
    for one in np.unique(moment[merged]):
        of_then = merged[moment[merged] == one]
        at = one.astype("M8[us]").item().replace(tzinfo=UTC)
        whose = {name: merges.read_as(said[name], at) for name in ("person", "rater")}
        asked = person[of_then], skill[of_then], moment[of_then]
        found[of_then] = _sources({**said, **whose}, withdrawals, *asked)
    return found


def _sources(said: Columns, withdrawals: Withdrawals, person: Ints, skill: Ints, moment: Moments) -> Ints:
    """The sources of each (person, skill) by a moment, of evidence as it reads then."""
    width = max(int(said["skill"].max(initial=0)), int(skill.max(initial=0))) + 1
    cell = said["person"] * width + said["skill"]
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    asked = person * width + skill
    first = np.searchsorted(cell, asked, side="left")
    counts = np.searchsorted(cell, asked, side="right") - first
    # The rows of one cell lie one after the other, from the first one.
    ends = np.cumsum(counts)
    row = order[np.repeat(first - ends + counts, counts) + np.arange(counts.sum())]
    of = np.repeat(np.arange(len(asked)), counts)
    counted = (said["recorded_at"][row] <= moment[of]) & ~_corrected(said, row, moment[of])
    counted &= withdrawals.times(said["evidence"][row], moment[of]) % 2 == 0
    code = np.where(said["rater"] == said["person"], Source.SELF, said["code"])
    found = np.zeros(len(asked), dtype=np.int64)
    np.bitwise_or.at(found, of[counted], 1 << code[row[counted]])
    return found


def _corrected(said: Columns, row: Ints, moment: Moments) -> NDArray[np.bool_]:
    """Whether each of the rows had been corrected by a moment."""
    fixed = np.flatnonzero(said["supersedes"] > 0)
    fixed = fixed[np.argsort(said["supersedes"][fixed])]
    if not len(fixed):
        return np.zeros(len(row), dtype=bool)
    ids = said["supersedes"][fixed]
    at = np.minimum(np.searchsorted(ids, said["evidence"][row]), len(ids) - 1)
    is_fixed = ids[at] == said["evidence"][row]
    return np.asarray(is_fixed & (said["recorded_at"][fixed[at]] <= moment))


def checked_statements() -> tuple[Judged, Ints]:
    """All checked statements whose evidence still counts, and the sources of each; one query."""
    found = read_columns(
        CheckedStatement.objects.filter(evidence__in=Evidence.objects.standing()).order_by("pk"),
        chance=("chance", "f8"),
        expected=("expected", "f8"),
        came_true=("came_true", "?"),
        sources=("sources", "i8"),
    )
    judged = Judged(found["chance"], found["expected"], found["came_true"].astype(bool))
    return judged, found["sources"]
