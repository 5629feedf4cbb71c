"""One person's skills: the gap report with names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from assessments.frameworks.models import Framework, RoleLevel, Skill
from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import (
    CONFLICT,
    CRITICAL,
    CRITICAL_GAP,
    CRITICAL_MET,
    EXPIRED,
    NEVER,
    ONE_SOURCE,
    REQUIRED,
    ReportRow,
)
from assessments.gaps.models import GapReport
from assessments.gaps.reports import wording
from assessments.gaps.reports.reading import read_rows
from assessments.gaps.reports.wording import CriticalCounts, ReadyShare, SkillCounts
from lifow.base.database.columns import among
from lifow.base.database.prepared import prepared
from lifow.people.persons.models import Person

EPOCH = date(1970, 1, 1)
STATUSES = {status.value: status for status in GapStatus}
STATUS_ORDER = {GapStatus.GAP: 0, GapStatus.ASSESS_FIRST: 1, GapStatus.MEETS: 2}


@dataclass(frozen=True, slots=True)
class SkillStanding:
    """Where a person stands in one skill.

    level, spread   posterior mean and standard deviation, in levels of the scale; None while nobody
                    has assessed it, which is not level 0
    required        level needed; None where the person's roles do not need the skill
    p_meets         probability that the level is met; None without a requirement or an assessment
    gap             levels missing, 0 or more; None as for p_meets
    is_critical     what is missing here is critical: the needed level, or one below it that is not met
    critical        level up to which it is critical; None where it is not
    is_critical_gap, is_critical_met   what is known of that level, neither while it needs assessment
    set_by          the role level whose requirement holds
    lowest, top     the levels of the scale that a person can have
    is_in_conflict  the newest ratings differ by two levels of five or more; `conflict` names who says what,
                    where that was asked for (`with_conflicts`)
    has_expired     what was known has expired, and nothing was said since
    waits_for_second_source
                    critical, and would be told if a second source, a test or observed work said so
    """

    skill: Skill
    status: GapStatus
    required: float | None
    level: float | None
    spread: float | None
    p_meets: float | None
    gap: float | None
    weight: float
    is_critical: bool
    critical: float | None
    is_critical_gap: bool
    is_critical_met: bool
    set_by: RoleLevel | None
    evidence_count: int
    last_observed_on: date | None
    lowest: int
    top: int
    is_in_conflict: bool
    has_expired: bool
    waits_for_second_source: bool
    conflict: str = ""

    @property
    def is_required(self) -> bool:
        return self.required is not None

    @property
    def is_known(self) -> bool:
        """Whether anybody has assessed it. If not, the level is unknown, not 0."""
        return self.evidence_count > 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What else is to be said of how it is known, a sentence each."""
        differs = (self.conflict or wording.conflict_in_words(()),) if self.is_in_conflict else ()
        expired = (wording.expired_in_words(),) if self.has_expired else ()
        waits = (wording.second_source_in_words(),) if self.waits_for_second_source else ()
        return (*differs, *expired, *waits)

    @property
    def is_gap(self) -> bool:
        return self.status == GapStatus.GAP

    @property
    def is_met(self) -> bool:
        return self.is_required and self.status == GapStatus.MEETS

    @property
    def is_unsure(self) -> bool:
        """Whether it was assessed, but not surely enough to tell a gap from a match."""
        return self.is_known and self.status == GapStatus.ASSESS_FIRST


@dataclass(frozen=True, slots=True)
class PersonGaps:
    """A person's gap report with names: what is missing first, then what nobody knows, then what is met.

    ready            how much of what is known to be needed is reached; None where nothing is known
    critical_met     whether all critical skills are met; None while nobody can tell, and where none is
    critical_chance  the chance that they are; None while one is not assessed, and where none is critical
    required         the required skills; `others` are skills with evidence but no requirement
    """

    person: Person
    as_of: datetime | None
    ready: ReadyShare | None
    critical_met: bool | None
    critical_chance: float | None
    required: tuple[SkillStanding, ...]
    others: tuple[SkillStanding, ...]

    @property
    def counts(self) -> SkillCounts:
        return counts_of(self.required)

    @property
    def critical_counts(self) -> CriticalCounts:
        critical = [row for row in self.required if row.critical is not None]
        return CriticalCounts(
            critical=len(critical),
            met=sum(row.is_critical_met for row in critical),
            gaps=sum(row.is_critical_gap for row in critical),
            known=sum(row.is_known and not row.has_expired for row in critical),
            chance=self.critical_chance,
        )

    @property
    def skills_in_words(self) -> str:
        return wording.skills_in_words(self.counts)

    @property
    def skills_in_short(self) -> str:
        return wording.skills_in_short(self.counts)

    @property
    def readiness_in_words(self) -> str:
        return wording.readiness_in_words(self.ready)

    @property
    def critical_in_words(self) -> str:
        return wording.critical_in_words(self.critical_counts)

    @property
    def gaps(self) -> tuple[SkillStanding, ...]:
        return tuple(row for row in self.required if row.status == GapStatus.GAP)

    @property
    def assess_first(self) -> tuple[SkillStanding, ...]:
        return tuple(row for row in self.required if row.status == GapStatus.ASSESS_FIRST)

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks that the skills are from, for their attribution; in the order of their names."""
        found = {row.skill.framework_id: row.skill.framework for row in (*self.required, *self.others)}
        return tuple(sorted(found.values(), key=lambda framework: framework.name))

    @property
    def met(self) -> tuple[SkillStanding, ...]:
        return tuple(row for row in self.required if row.status == GapStatus.MEETS)


def gaps_of(person: Person) -> PersonGaps:
    """The current gap report of a person; an empty one where none was computed yet, or none can be read."""
    report = next(iter(_current(person)), None)
    rows = _rows_of(report)
    if report is None or rows is None:
        return PersonGaps(person, None, None, None, None, (), ())
    standings = sorted(standings_of(rows, with_roles=False), key=_reading_order)
    return PersonGaps(
        person=person,
        as_of=report.as_of,
        ready=ready_share(report),
        critical_met=report.critical_met,
        critical_chance=report.critical_chance,
        required=tuple(row for row in standings if row.is_required),
        others=tuple(row for row in standings if not row.is_required),
    )


def ready_share(report: GapReport) -> ReadyShare | None:
    """How much is reached of what is known; None where nothing is, and in reports of before it was told."""
    if report.readiness is None or report.known_share is None:
        return None
    return ReadyShare(
        report.readiness, report.readiness_low or 0.0, report.readiness_high or 0.0, report.known_share
    )


def counts_of(required: Iterable[SkillStanding]) -> SkillCounts:
    """How many of the required skills are met, have a gap, or were assessed and need assessment."""
    rows = list(required)
    return SkillCounts(
        required=len(rows),
        met=sum(row.is_met for row in rows),
        gaps=sum(row.is_gap for row in rows),
        unsure=sum(row.is_unsure for row in rows),
    )


@prepared
def _current(person: Person) -> QuerySet[GapReport]:
    return GapReport.objects.current().filter(person=person)[:1]


def _rows_of(report: GapReport | None) -> NDArray[np.void] | None:
    """The rows of a report; None without one that can be read."""
    if report is None:
        return None
    rows, _offsets, is_readable = read_rows([bytes(report.packed)], [report.person_id])
    return rows if is_readable.all() else None


def standing_of(person: Person, skill: Skill) -> SkillStanding | None:
    """Where a person stands in one skill; None where it is neither required nor known."""
    rows = _rows_of(next(iter(_current(person)), None))
    if rows is None:
        return None
    # A skill that comes `with_scale_ends` is not looked up again.
    known = {skill.pk: skill} if hasattr(skill, "top") else None
    return next(iter(standings_of(rows[rows["skill"] == skill.pk], known)), None)


def standings_by_skill(person: Person, skills: Mapping[int, Skill]) -> dict[int, SkillStanding]:
    """Where a person stands in these skills, which come `with_scale_ends`, by id; without those that are
    neither required nor known. One query."""
    rows = _rows_of(next(iter(_current(person)), None)) if skills else None
    if rows is None:
        return {}
    found = standings_of(rows[np.isin(rows["skill"], list(skills))], skills, with_roles=False)
    return {one.skill.pk: one for one in found}


def standings_of(
    rows: NDArray[np.void], skills: Mapping[int, Skill] | None = None, *, with_roles: bool = True
) -> list[SkillStanding]:
    """Report rows of one person or many, with their skills and role levels, in the order of the rows.

    `skills` are those that are known already (`named_skills`). Without `with_roles` nothing is said of what
    set the requirements.
    """
    skills = named_skills(rows["skill"].tolist()) if skills is None else skills
    ids = [key for key in np.unique(rows["role_level"]).tolist() if key] if with_roles else []
    role_levels = RoleLevel.objects.select_related("role").in_bulk(ids)
    return [_standing(row, skills[row.skill], role_levels) for row in map(ReportRow._make, rows.tolist())]


def named_skills(ids: Iterable[int]) -> dict[int, Skill]:
    """Skills by id with their framework and the ends of its scale; one query, none for none."""
    wanted = sorted(set(ids))
    return {skill.pk: skill for skill in _skills(wanted)} if wanted else {}


@prepared
def _skills(ids: list[int]) -> QuerySet[Skill]:
    # Nobody is told when they were written, and to read a time costs more than to read a name.
    skills = Skill.objects.select_related("framework").with_scale_ends().filter(pk__in=among(ids))
    return skills.defer("created_at", "updated_at", "framework__created_at", "framework__updated_at")


def _standing(row: ReportRow, skill: Any, role_levels: Mapping[int, RoleLevel]) -> SkillStanding:
    is_required, is_known = bool(row.flags & REQUIRED), row.n_evidence > 0
    lowest, top = skill.lowest or 0, skill.top or 0
    return SkillStanding(
        skill=skill,
        # A status of another version: whatever it says, it is not known here.
        status=STATUSES.get(row.status, GapStatus.ASSESS_FIRST),
        required=row.required if is_required else None,
        level=min(max(row.mu, 0.0), float(top)) if is_known else None,
        spread=row.sigma if is_known else None,
        p_meets=row.p_meets if is_known and is_required else None,
        gap=row.gap if is_known and is_required else None,
        weight=row.weight,
        is_critical=bool(row.flags & CRITICAL),
        critical=row.critical or None,
        is_critical_gap=bool(row.flags & CRITICAL_GAP),
        is_critical_met=bool(row.flags & CRITICAL_MET),
        set_by=role_levels.get(row.role_level),
        evidence_count=row.n_evidence,
        last_observed_on=None if row.last_observed == NEVER else EPOCH + timedelta(days=row.last_observed),
        lowest=lowest,
        top=top,
        is_in_conflict=bool(row.flags & CONFLICT),
        has_expired=bool(row.flags & EXPIRED),
        waits_for_second_source=bool(row.flags & ONE_SOURCE),
    )


def _reading_order(row: SkillStanding) -> tuple[int, bool, float, str]:
    return STATUS_ORDER[row.status], not row.is_critical, -(row.gap or 0) * row.weight, row.skill.name
