"""The kept numbers of a unit or the company, for pages: a fixed number of queries, whatever the headcount."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from assessments.aggregates import selectors
from assessments.aggregates.choices import Reach
from assessments.aggregates.compute import GroupSums, Totals, add_totals, unpack_totals
from assessments.aggregates.compute.needs import PLACES, STEP
from assessments.aggregates.models import KeptTotals, LeaveTotals, MonthEnd, PersonNeed, UnitTotals
from assessments.frameworks.models import Skill
from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import TrendPoint, in_words, likely_in_words, of_people_in_words
from lifow.people.persons.models import OrgUnit

MONTHS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class SkillTotals:
    """How a group stands in a skill: numbers of people, and their total gap in levels."""

    skill: Skill
    people: int
    gap: int
    assess_first: int
    meets: int
    never_assessed: int
    critical_gap: int
    total_gap: float


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a group.

    headcount              people who work there
    people                 those whose roles require anything
    required               requirements of all of them, of which `gaps`, `assess_first` and `never_assessed`
    known_share            share of the requirements of which anything is known; None without requirements
    critical_gaps          open gaps in critical skills, of `people_with_critical_gaps` people
    people_with_critical   those of whom a skill is critical: `people_meeting` meet all critical skills,
                           `people_with_critical_gaps` have a gap, of `people_unknown` not enough is known
    people_assessed        those whose critical skills are all assessed, of whom probably `likely_meeting`
                           (low, high) meet them; None where nobody is
    """

    headcount: int
    people: int
    required: int
    gaps: int
    critical_gaps: int
    people_with_critical_gaps: int
    assess_first: int
    never_assessed: int
    known_share: float | None
    people_with_critical: int
    people_meeting: int
    people_assessed: int
    likely_meeting: tuple[int, int] | None

    @property
    def people_without_role(self) -> int:
        """People who have no role, or one that needs no skill."""
        return self.headcount - self.people

    @property
    def people_unknown(self) -> int:
        """People of whose critical skills not enough is known to tell either."""
        return self.people_with_critical - self.people_meeting - self.people_with_critical_gaps

    @property
    def meeting_in_words(self) -> str:
        """Of how many people `people_meeting` are, and how many of them there probably are."""
        likely = likely_in_words(self.likely_meeting, self.people_assessed)
        return in_words(self.of_people_in_words, likely)

    @property
    def of_people_in_words(self) -> str:
        return of_people_in_words(self.people_with_critical)

    @property
    def never_assessed_share(self) -> float | None:
        """The share of requirements whose skill nobody ever assessed; None without requirements."""
        return self.never_assessed / self.required if self.required else None


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """The kept numbers of a unit with all below, or of the company.

    overview   the state of those who are counted: with people on leave, where that was asked
    here       the state of those who are not on leave
    on_leave   how many people are
    skills     totals of the counted by skill, the largest total gap first
    as_of      up to when what happened is counted; None before the first count
    """

    overview: Overview
    here: Overview
    on_leave: int
    skills: tuple[SkillTotals, ...]
    as_of: datetime | None
    parts: Mapping[int, Totals]

    def of_parts(self, skills: Sequence[Skill]) -> dict[int, dict[int, SkillTotals]]:
        """Totals of the skills by part and skill, of the parts that need any skill: each open unit inside,
        and under the unit's own id those who are in none of them."""
        named = {skill.pk: skill for skill in skills}
        return {
            part: {one.skill.pk: one for one in _named(rows[_among(rows, named)], named)}
            for part, rows in self.parts.items()
            if len(rows)
        }


def group_numbers(
    unit: OrgUnit | None, inside: Sequence[OrgUnit] = (), *, with_leave: bool = False
) -> GroupNumbers:
    """The numbers of a unit, or of the company where there is none, and of open units inside; three queries.

    Of those who are not on leave, or of everybody.
    """
    found, leave = list(_kept(UnitTotals, unit, inside)), list(_kept(LeaveTotals, unit, inside))
    company = next((row for row in found if row.org_unit_id is None), None)
    shown = next((row for row in found if _is_whole(row, unit)), None)
    here = _overview(shown)
    if with_leave:
        _add_leave(found, leave)
    totals = _unpacked(shown)
    skills = Skill.objects.select_related("parent", "framework").in_bulk(totals["skill"].tolist())
    return GroupNumbers(
        overview=_overview(shown),
        here=here,
        on_leave=sum(row.headcount for row in leave if _is_whole(row, unit)),
        skills=tuple(sorted(_named(totals, skills), key=_by_total_gap)),
        as_of=company.computed_at if company else None,
        parts=_parts(unit, found),
    )


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people work in a unit or the company, of whom `on_leave` are on leave."""

    people: int
    on_leave: int


def headcount_of(unit: OrgUnit | None, *, is_direct: bool = False) -> Headcount:
    """How many work in a unit with all below, directly in it, or in the company; two queries."""
    reach = Reach.DIRECT if is_direct else Reach.WHOLE
    here, on_leave = (
        sum(rows.filter(org_unit=unit, reach=reach).values_list("headcount", flat=True))
        for rows in (UnitTotals.objects, LeaveTotals.objects)
    )
    return Headcount(here + on_leave, on_leave)


def known_gaps() -> int:
    """How many gaps are known in the company, of people on leave too; two queries."""
    kept = (
        rows.of_company().values_list("gaps", flat=True) for rows in (UnitTotals.objects, LeaveTotals.objects)
    )
    return sum(sum(gaps) for gaps in kept)


def _add_leave(rows: Iterable[KeptTotals], leave: Iterable[KeptTotals]) -> None:
    """Add to rows what is kept of people on leave in the same unit and reach."""
    apart = {(row.org_unit_id, row.reach): row for row in leave}
    for row in rows:
        if one := apart.get((row.org_unit_id, row.reach)):
            selectors.with_leave(row, one)


def _kept(model: type[KeptTotals], unit: OrgUnit | None, inside: Sequence[OrgUnit]) -> QuerySet[Any]:
    """The rows of the company, of units inside, and of the unit with its closed ones.

    They are a union, for of conditions on two tables with OR between them PostgreSQL reads every unit.
    """
    units = Q(pk__in=[one.pk for one in inside])
    if unit is not None:
        units |= Q(pk=unit.pk) | Q(parent=unit, closed_on__isnull=False)
    rows: Any = model._default_manager.select_related("org_unit")
    of_units = rows.filter(org_unit__in=OrgUnit.objects.filter(units).values("pk"))
    of_units = of_units.filter(Q(reach=Reach.WHOLE) | Q(org_unit=unit))
    found: QuerySet[Any] = rows.of_company().union(of_units, all=True)
    return found


@dataclass(frozen=True, slots=True)
class Needing:
    """How many people of a unit or the company need a skill, of whom `on_leave` are on leave, and up to when
    what happened is counted."""

    people: int
    on_leave: int
    as_of: datetime | None


def needing(skill: Skill, unit: OrgUnit | None, *, is_direct: bool = False) -> Needing:
    """How many people need a skill: of a unit with all below, of those directly in it, or of the company; two
    queries."""
    reach = Reach.DIRECT if is_direct else Reach.WHOLE
    asked = Q(org_unit=None) | Q(org_unit=unit, reach=reach)
    rows = list(UnitTotals.objects.filter(asked))
    company = next((row for row in rows if row.org_unit_id is None), None)
    here, on_leave = (_needing(found, skill, unit) for found in (rows, LeaveTotals.objects.filter(asked)))
    return Needing(here + on_leave, on_leave, company.computed_at if company else None)


def _needing(rows: Iterable[KeptTotals], skill: Skill, unit: OrgUnit | None) -> int:
    totals = _unpacked(next((row for row in rows if row.org_unit_id == (unit and unit.pk)), None))
    return int(totals["people"][totals["skill"] == skill.pk].sum())


def people_needing(
    skill: Skill, unit: OrgUnit | None, *, is_direct: bool = False, with_leave: bool = True
) -> QuerySet[PersonNeed]:
    """Those of whom a role needs the skill, the widest gap first, then whom nobody has assessed.

    With people on leave, or without. Each comes with the person and the unit; those of a unit with all below
    or directly in it, or of all.
    """
    needs = PersonNeed.objects.filter(skill=skill).select_related("counted__person", "counted__org_unit")
    if unit is not None and is_direct:
        needs = needs.filter(counted__org_unit=unit)
    elif unit is not None:
        needs = needs.filter(OrgUnit.objects.inside(unit, "counted__org_unit"))
    if not with_leave:
        needs = needs.filter(counted__is_on_leave=False)
    return needs.order_by("-urgency", "counted")


def people_to_assess(skill: Skill, unit: OrgUnit | None, *, is_direct: bool = False) -> QuerySet[PersonNeed]:
    """Those of `people_needing` whose level in the skill needs assessment, in the same order."""
    place = PLACES[GapStatus.ASSESS_FIRST] * STEP
    needs = people_needing(skill, unit, is_direct=is_direct)
    return needs.filter(urgency__gte=place, urgency__lt=place + STEP)


def trend(overview: Overview, as_of: datetime | None) -> tuple[TrendPoint, ...]:
    """The company at the last ends of months, oldest first, and `overview` as it is now; one query."""
    kept = MonthEnd.objects.order_by("-moment")[:MONTHS_SHOWN]
    points = [
        TrendPoint(
            moment=one.moment,
            people=one.people,
            critical=one.people_with_critical,
            meeting=one.people_meeting,
            with_gap=one.people_with_critical_gaps,
            assessed=one.assessed,
        )
        for one in reversed(kept)
    ]
    return (*points, _now(overview, as_of)) if as_of else tuple(points)


def _now(overview: Overview, as_of: datetime) -> TrendPoint:
    share = overview.never_assessed_share
    return TrendPoint(
        moment=as_of,
        people=overview.people,
        critical=overview.people_with_critical,
        meeting=overview.people_meeting,
        with_gap=overview.people_with_critical_gaps,
        assessed=None if share is None else 1 - share,
    )


def _parts(unit: OrgUnit | None, rows: Sequence[KeptTotals]) -> dict[int, Totals]:
    """Totals of open units inside; those of closed units count to the unit itself, with its own people."""
    parts: dict[int, Totals] = {}
    own: list[Totals] = []
    for row in rows:
        if row.org_unit is None or _is_whole(row, unit):
            continue
        if (unit and row.org_unit_id == unit.pk) or row.org_unit.closed_on is not None:
            own.append(_unpacked(row))
        else:
            parts[row.org_unit.pk] = _unpacked(row)
    if unit is not None:
        parts[unit.pk] = add_totals(own)
    return parts


def _is_whole(row: KeptTotals, unit: OrgUnit | None) -> bool:
    """Whether the row is that of the unit with all below; without a unit, that of the company."""
    return row.reach == Reach.WHOLE and row.org_unit_id == (unit and unit.pk)


def _unpacked(row: KeptTotals | None) -> Totals:
    packed = bytes(row.packed) if row is not None else b""
    return unpack_totals(packed) if packed else add_totals([])


def _among(rows: Totals, skills: Mapping[int, Skill]) -> list[int]:
    return [place for place, skill in enumerate(rows["skill"].tolist()) if skill in skills]


def _named(rows: Totals, skills: Mapping[int, Skill]) -> list[SkillTotals]:
    return [SkillTotals(skills[skill], *numbers) for skill, *numbers in rows.tolist() if skill in skills]


def _overview(row: KeptTotals | None) -> Overview:
    sums = GroupSums(*(getattr(row, name) for name in selectors.SUMS)) if row is not None else GroupSums()
    return Overview(
        headcount=sums.headcount,
        people=sums.people,
        required=sums.required,
        gaps=sums.gaps,
        critical_gaps=sums.critical_gaps,
        people_with_critical_gaps=sums.people_with_critical_gaps,
        assess_first=sums.assess_first,
        never_assessed=sums.never_assessed,
        known_share=sums.known_share,
        people_with_critical=sums.people_with_critical,
        people_meeting=sums.people_meeting,
        people_assessed=sums.people_assessed,
        likely_meeting=sums.likely_meeting,
    )


def _by_total_gap(totals: SkillTotals) -> tuple[float, int, str]:
    return -totals.total_gap, -totals.people, totals.skill.name
