"""From rows to arrays: what held at one moment, in the columns of `assessments.gaps.compute`.

`people` are ids in ascending order; columns name a person by the index in them, 0 … n − 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
from django.db.models import BooleanField, Case, ExpressionWrapper, Max, Q, SmallIntegerField, Value, When
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.evidence.reports import (
    NO_MAPS,
    NO_REPLACEMENTS,
    NO_WITHDRAWALS,
    WITHDRAWN_AT,
    Counted,
    LevelMaps,
    SkillReplacements,
    Withdrawals,
    errors_as_read,
    level_maps,
    skill_replacements,
    utc_microseconds,
    without_repeats,
)
from assessments.frameworks.models import FrameworkVersion, Requirement, Skill
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    NO_FAMILY,
    NO_RATER,
    Bools,
    Days,
    EvidenceColumns,
    Floats,
    Ints,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.merged import merged_levels
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.marks.models import StaleMark
from assessments.roles.models import RoleAssignment
from lifow.base.database.columns import Columns, among, read_columns
from lifow.people.merging.reports import NO_MERGES, RecordMerges, record_merges

Moments = NDArray[np.datetime64]

PEOPLE_AT_A_TIME = 10_000
"""Whose evidence is read in one query: 150 MB where each has a hundred pieces."""
IS_ATTRIBUTED = ExpressionWrapper(Q(attributed_by__isnull=False), output_field=BooleanField())
SOURCE_CODE = Case(
    *(When(source=source.key, then=Value(int(source))) for source in Source),
    output_field=SmallIntegerField(),
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All evidence of people, what was superseded or withdrawn too, in the order of person, skill and id.

    people        ids of those that are asked about, ascending
    owner         id of the record that each row was said of: theirs, or one that was read as theirs once
    rows          one row a piece of evidence; whose it is, `as_of` says
    supersedes    id of the evidence that it corrects, which is of the same record and skill; 0 for none
    recorded_at   UTC, in microseconds
    withdrawals   when which pieces were withdrawn, and counted again
    maps          how levels of before read on those that came later
    merges        which records were read as one person's, and when
    replacements  which skills took the place of others, and when
    """

    people: Ints
    owner: Ints
    rows: EvidenceColumns
    supersedes: Ints
    recorded_at: Moments
    withdrawals: Withdrawals = NO_WITHDRAWALS
    maps: LevelMaps = NO_MAPS
    merges: RecordMerges = NO_MERGES
    replacements: SkillReplacements = NO_REPLACEMENTS

    def newest(self) -> datetime | None:
        """When the last piece was recorded, withdrawn or taken in again; None where there is none."""
        return _newest(np.concatenate([self.recorded_at, self.withdrawals.said_at]))

    def as_of(self, moment: datetime) -> EvidenceColumns:
        """What was recorded, and neither superseded nor withdrawn, at `moment`, on the levels and for the
        skills of then.

        Two records that were of one person then are one, as those of whom and those by whom it was said.
        """
        there = self.recorded_at <= utc_microseconds(moment)
        corrected = self.supersedes[there & (self.supersedes > 0)]
        if len(corrected):
            there &= ~np.isin(self.rows.evidence, corrected)
        withdrawn = self.withdrawals.at(moment)
        if len(withdrawn):
            there &= ~np.isin(self.rows.evidence, withdrawn)
        whose = self.merges.read_as(self.owner, moment)
        if len(self.merges):
            there &= np.isin(whose, self.people)
        rows = self.rows if there.all() else self.rows.take(there)
        recorded_at = self.recorded_at[there]
        if len(self.merges):
            rater = self.merges.read_as(rows.rater, moment)
            rows = replace(rows, person=_places(self.people, whose[there]), rater=rater)
            order = np.lexsort((rows.evidence, rows.skill, rows.person))
            rows, recorded_at = rows.take(order), recorded_at[order]
        counted = self.replacements.counted(rows.skill, rows.level, recorded_at, moment, self.maps)
        if counted is not None:
            return _replaced(rows, counted, self._errors(rows, recorded_at, moment, counted.row), moment)
        if not self.maps.maps:
            return rows
        return replace(
            rows,
            level=self.maps.levels(rows.skill, rows.level, recorded_at, moment),
            standard_error=self._errors(rows, recorded_at, moment, np.arange(len(rows))),
        )

    def _errors(self, rows: EvidenceColumns, recorded_at: Moments, moment: datetime, row: Ints) -> Floats:
        """The standard errors of rows as they read at a moment, on the levels and for the skills of then."""

        def read(level: Floats) -> Floats:
            counted = self.replacements.counted(rows.skill, level, recorded_at, moment, self.maps)
            if counted is not None:
                return counted.level
            return self.maps.levels(rows.skill, level, recorded_at, moment)

        return errors_as_read(read, rows.level, rows.standard_error, row)


@dataclass(frozen=True, slots=True)
class CurrentReports:
    """The current reports of people, one row a report in the order of persons; `digest` is in hex."""

    person: Ints
    digest: NDArray[np.bytes_]
    policy: Ints
    as_of: Moments

    def newest(self) -> datetime | None:
        """As of when the newest was made; None where there is none."""
        return _newest(self.as_of)

    def says(self, people: Ints, digests: Sequence[str], policy: int) -> Bools:
        """Whose report has this digest already, by this policy."""
        if not len(self.person):
            return np.zeros(len(people), dtype=bool)
        at = np.minimum(np.searchsorted(self.person, people), len(self.person) - 1)
        same = self.digest[at] == np.array(digests, dtype=self.digest.dtype)
        theirs = self.person[at] == people
        return np.asarray(theirs & same & (self.policy[at] == policy))


def take_marked(person_ids: Iterable[int]) -> tuple[Ints, datetime | None]:
    """Those of the people whose marks are waiting, and when the newest was made; their marks are locked.

    A lock is waited for: whoever has begun an attempt meets only that of one who looks and lets go, or of
    one who came first and leaves no mark.
    """
    marks = StaleMark.objects.waiting().filter(person__in=among(person_ids)).order_by("person_id")
    taken = read_columns(
        marks.select_for_update(),
        person=("person_id", "i8"),
        marked_at=("marked_at", "moment"),
    )
    return taken["person"], _newest(taken["marked_at"])


def ledger(people: Ints, merges: RecordMerges | None = None) -> Ledger:
    """All evidence of people; a query for each PEOPLE_AT_A_TIME of them, two of what came to mean something
    else, levels and skills, and one of which records were merged where that is not known yet: what was said
    of those that were ever read as theirs is there too.
    """
    merges = record_merges() if merges is None else merges
    records = merges.records_of(people)
    parts = [
        _evidence(records[start : start + PEOPLE_AT_A_TIME])
        for start in range(0, max(len(records), 1), PEOPLE_AT_A_TIME)
    ]
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    found, withdrawals = without_repeats(found)
    order = np.lexsort((found["evidence"], found["skill"], found["person"]))
    found = {name: column[order] for name, column in found.items()}
    return Ledger(
        people=people,
        owner=found["person"],
        rows=EvidenceColumns(
            evidence=found["evidence"],
            person=_places(people, found["person"]),
            skill=found["skill"],
            level=found["level"],
            source=found["source"].astype(np.uint8),
            rater=found["rater"],
            observed_on=found["observed_at"].astype("M8[D]").astype(np.int32),
            valid_until=found["valid_until"],
            is_attributed=found["is_attributed"].astype(bool),
            standard_error=found["standard_error"],
        ),
        supersedes=found["supersedes"],
        recorded_at=found["recorded_at"],
        withdrawals=withdrawals,
        maps=level_maps(),
        merges=merges,
        replacements=skill_replacements(),
    )


def own_words(evidence: EvidenceColumns, people: Ints) -> EvidenceColumns:
    """The same with what people recorded about themselves as their own word, whatever they called it."""
    is_own = evidence.rater == people.take(evidence.person)
    return replace(evidence, source=np.where(is_own, Source.SELF, evidence.source))


def _evidence(people: Ints) -> Columns:
    return read_columns(
        # A piece that was withdrawn comes once for each time that this was said or taken back.
        Evidence.objects.filter(person__in=among(people)).annotate(
            code=SOURCE_CODE, is_attributed=IS_ATTRIBUTED, **WITHDRAWN_AT
        ),
        evidence=("pk", "i8"),
        person=("person_id", "i8"),
        skill=("skill_id", "i8"),
        level=("level", "f8"),
        source=("code", "i2", 0),
        rater=("rater_id", "i8", NO_RATER),
        observed_at=("observed_at", "moment"),
        valid_until=("valid_until", "day", NO_EXPIRY),
        supersedes=("supersedes_id", "i8", 0),
        recorded_at=("recorded_at", "moment"),
        withdrawn_at=("withdrawn_at", "moment"),
        is_attributed=("is_attributed", "?"),
        standard_error=("standard_error", "f8", 0),
    )


def _places(people: Ints, ids: Ints) -> Days:
    """The index in `people` of each of the ids."""
    return np.searchsorted(people, ids).astype(np.int32)


def requirement_columns(
    people: Ints, moment: datetime, merges: RecordMerges | None = None, *, on_utc_day: bool = False
) -> RequirementColumns:
    """What the roles require that people have at a moment, on the day that it is where each of them is.

    By the versions in force then. `on_utc_day` takes the day that it is in UTC for everybody, as the first
    two formulas did. Two queries, who has which role level, and what each of these requires; and one where
    `merges` are not known yet.
    """
    known = record_merges() if merges is None else merges
    held = _roles_held(people, moment, known, on_utc_day=on_utc_day)
    needed = read_columns(
        Requirement.objects.filter(
            version__in=FrameworkVersion.objects.in_force(moment),
            role_level__in=among(np.unique(held["role_level"])),
        ).order_by("role_level_id", "skill_id"),
        role_level=("role_level_id", "i8"),
        skill=("skill_id", "i8"),
        required=("level", "f8"),
        weight=("weight", "f8"),
        critical=("is_critical", "?"),
        family=("role_level__role__family_id", "i8", NO_FAMILY),
    )
    first = np.searchsorted(needed["role_level"], held["role_level"], side="left")
    counts = np.searchsorted(needed["role_level"], held["role_level"], side="right") - first
    # The rows of one assignment lie one after the other, from the first one that its role level has.
    ends = np.cumsum(counts)
    row = np.repeat(first - ends + counts, counts) + np.arange(counts.sum())
    person = np.repeat(_places(people, held["person"]), counts)
    return RequirementColumns(person=person, **{name: column[row] for name, column in needed.items()})


def _roles_held(people: Ints, moment: datetime, merges: RecordMerges, *, on_utc_day: bool) -> Columns:
    """(person, role level) of the roles that people have on the day of `moment`, each once, in this order.

    Those given by hand to a record that was one of theirs then are theirs; those by job code are the present
    employment's.
    """
    records = merges.records_of(people)
    roles = RoleAssignment.objects.all()
    held = read_columns(
        (roles.as_of(utc_day(moment)) if on_utc_day else roles.in_force(moment))
        .filter(person__in=among(records))
        .order_by("person_id", "role_level_id")
        .annotate(
            is_by_hand=ExpressionWrapper(Q(source=RoleAssignment.Source.HAND), output_field=BooleanField())
        )
        .distinct(),
        person=("person_id", "i8"),
        role_level=("role_level_id", "i8"),
        is_by_hand=("is_by_hand", "?"),
    )
    whose = merges.read_as(held["person"], moment)
    theirs = np.isin(whose, people) & ((whose == held["person"]) | held["is_by_hand"].astype(bool))
    pairs = np.unique(np.stack([whose[theirs], held["role_level"][theirs]], axis=1), axis=0)
    return {"person": pairs[:, 0], "role_level": pairs[:, 1]}


def _replaced(
    rows: EvidenceColumns, counted: Counted, standard_error: Floats, moment: datetime
) -> EvidenceColumns:
    """The rows for the skills that count them, again in the order of person, skill and id."""
    found = replace(
        rows.take(counted.row),
        skill=counted.skill,
        level=counted.level,
        parts=counted.parts,
        standard_error=standard_error,
    )
    some = np.flatnonzero(counted.is_merged)
    said_of = (counted.origin.take(some), counted.is_of_whole.take(some))
    level, error = found.level.copy(), found.standard_error.copy()
    level[some], error[some] = merged_levels(found.take(some), *said_of, day_number(utc_day(moment)))
    found = replace(found, level=level, standard_error=error)
    return found.take(np.lexsort((found.evidence, found.skill, found.person)))


def current_reports(people: Ints) -> CurrentReports:
    """What is to be told apart of the current reports of people; one query."""
    found = read_columns(
        GapReport.objects.current().filter(person__in=among(people)).order_by("person_id"),
        person=("person_id", "i8"),
        digest=("digest", "S64"),
        policy=("policy_id", "i8"),
        as_of=("as_of", "moment"),
    )
    return CurrentReports(**found)


def last_published() -> datetime | None:
    """When the newest version of a framework was published, or of the policy adopted; None before both."""
    newest = (
        FrameworkVersion.objects.aggregate(at=Max("published_at"))["at"],
        GapPolicyVersion.objects.aggregate(at=Max("adopted_at"))["at"],
    )
    return max((at for at in newest if at), default=None)


def skill_scales(
    skills: Iterable[int], maps: LevelMaps | None = None, moment: datetime | None = None
) -> SkillScales:
    """The top level of the scale of each of the skills, now, or by the `maps` at a moment."""
    found = read_columns(
        Skill.objects.filter(pk__in=among(skills)).annotate(top=Max("framework__scale__levels__value")),
        skill=("pk", "i8"),
        top=("top", "f8", 0),
    )
    if maps is not None and moment is not None:
        found["top"] = maps.tops(found["skill"], found["top"], moment)
    return SkillScales(**found)


def utc_day(moment: datetime) -> date:
    """The day of `moment` in UTC, by which the age of evidence is counted: the same for everybody."""
    return moment.astimezone(UTC).date()


def _newest(moments: Moments) -> datetime | None:
    if not len(moments):
        return None
    newest: datetime = moments.max().item()
    return newest.replace(tzinfo=UTC)
