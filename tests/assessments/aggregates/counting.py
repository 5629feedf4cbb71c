"""The numbers of every unit counted person by person, in plain Python: what the kept ones have to say."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import NormalDist

from assessments.aggregates.choices import Reach
from assessments.aggregates.compute import unpack_totals
from assessments.aggregates.models import KeptTotals, LeaveTotals, UnitTotals
from assessments.gaps.reports import PersonGaps, SkillStanding, gaps_of
from lifow.people.persons.models import Employment, OrgUnit

Key = tuple[int | None, str]


@dataclass
class Count:
    """What people of a group need and lack."""

    sums: Counter = field(default_factory=Counter)
    skills: dict[int, Counter] = field(default_factory=lambda: defaultdict(Counter))


def counted(status: str = "active") -> dict[Key, Count]:
    """By unit and reach, of those whose employment has this status; the company has no unit."""
    parents = dict(OrgUnit.objects.values_list("pk", "parent_id"))
    roots = set(OrgUnit.objects.filter(parent=None, closed_on=None).values_list("pk", flat=True))
    found: dict[Key, Count] = defaultdict(Count)
    for one in Employment.objects.filter(ends_on=None, status=status):
        groups: list[Key] = [(one.org_unit_id, Reach.DIRECT)]
        above, top = one.org_unit_id, one.org_unit_id
        while above is not None:
            groups.append((above, Reach.WHOLE))
            above, top = parents[above], above
        groups += [(None, Reach.WHOLE)] if top in roots else []
        for group in groups:
            add(found[group], one.person)
    return found


def add(count: Count, person) -> None:
    report = gaps_of(person)
    count.sums["headcount"] += 1
    if report.required:
        count.sums += Counter(
            people=1, people_with_critical_gaps=int(any(r.is_critical_gap for r in report.required))
        )
        add_critical(count, report)
    for row in report.required:
        count.sums += Counter(required=1, known=int(row.is_known and not row.has_expired))
        count.sums += as_counts(row, gap="gaps", critical_gap="critical_gaps")
        skill = count.skills[row.skill.pk]
        skill += Counter(people=1)
        skill += as_counts(row)
        skill["meets"] += row.is_met
        skill["total_gap"] += row.gap if row.is_gap else 0


def add_critical(count: Count, report: PersonGaps) -> None:
    critical = [row for row in report.required if row.critical]
    count.sums["people_with_critical"] += bool(critical)
    count.sums["people_meeting"] += bool(critical) and all(row.is_critical_met for row in critical)
    p = report.critical_chance
    if p is not None:
        normal = NormalDist()
        density = normal.pdf(normal.inv_cdf(min(max(p, 1e-6), 1 - 1e-6)))
        count.sums["people_assessed"] += 1
        count.sums["chances"] += p
        count.sums["chance_variances"] += p * (1 - p)
        count.sums["densities"] += density
        count.sums["squared_densities"] += density**2


def as_counts(row: SkillStanding, gap: str = "gap", critical_gap: str = "critical_gap") -> Counter:
    unsure = not row.is_gap and not row.is_met
    return Counter(
        {
            gap: row.is_gap,
            critical_gap: row.is_critical_gap,
            "assess_first": unsure,
            "never_assessed": not row.evidence_count,
        }
    )


def kept(model: type[KeptTotals] = UnitTotals) -> dict[Key, Count]:
    """What is kept, in the same form; without groups in which nobody is."""
    found = {}
    for row in model.objects.all():
        if row.headcount:
            names = (
                "skill",
                "people",
                "gap",
                "assess_first",
                "meets",
                "never_assessed",
                "critical_gap",
                "total_gap",
            )
            totals = [
                dict(zip(names, values, strict=True)) for values in unpack_totals(bytes(row.packed)).tolist()
            ]
            skills = {one.pop("skill"): Counter(one) for one in totals}
            sums = {name: getattr(row, name) for name in SUMS}
            found[(row.org_unit_id, row.reach)] = Count(Counter(sums), skills)
    return found


SUMS = (
    *("headcount", "people", "required", "gaps", "critical_gaps", "people_with_critical_gaps"),
    *("assess_first", "never_assessed", "known", "people_with_critical", "people_meeting", "people_assessed"),
    *("chances", "chance_variances", "densities", "squared_densities"),
)


def assert_current() -> None:
    """Every kept number is what counting gives, and nothing is kept beside."""
    assert_kept(kept(), counted())
    assert_kept(kept(LeaveTotals), counted("leave"))


def assert_kept(found: dict[Key, Count], wanted: dict[Key, Count]) -> None:
    assert found.keys() == wanted.keys()
    for key, count in wanted.items():
        assert_alike(found[key].sums, count.sums)
        assert found[key].skills.keys() == count.skills.keys()
        for skill, numbers in count.skills.items():
            assert_alike(found[key].skills[skill], numbers)


def assert_alike(found: Counter, wanted: Counter) -> None:
    for name in {*found, *wanted}:
        assert abs(found[name] - wanted[name]) < 1e-4, name
