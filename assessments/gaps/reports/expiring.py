"""Evidence that soon counts no more, and is the newest that there is of a skill that its person needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.frameworks.models import FrameworkVersion, Requirement, SkillReplacement
from assessments.gaps.compute.days import EPOCH, day_number
from assessments.gaps.compute.expiry import last_ages, last_day
from assessments.gaps.reports.policy import policy_at
from assessments.gaps.selectors import utc_day

AHEAD = timedelta(days=30)
AT_ONCE = 1000
SOURCES = {source.key: source for source in Source}


@dataclass(frozen=True, slots=True)
class Expiring:
    """A piece of evidence with its person and skill, and the last day on which it counts."""

    evidence: Evidence
    counts_until: date


def expiring_evidence(*, as_of: datetime) -> Iterator[list[Expiring]]:
    """What expires within 30 days, or within half of its time where that is less, a thousand at a time.

    It expires by its last valid day, or by its age under the policy in force.
    """
    today, ages = utc_day(as_of), last_ages(policy_at(as_of))
    rows = _renewable(as_of).filter(_within(today, today + AHEAD, ages))
    # All evidence is looked through once, and for ids alone.
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        named = Evidence.objects.filter(pk__in=ids[start : start + AT_ONCE]).select_related("person", "skill")
        some = [_expiring(row, ages) for row in named.order_by("pk")]
        yield [one for one in some if today <= one.counts_until and _is_near(one, today)]


def still_expiring(*, evidence_ids: set[int], as_of: datetime) -> dict[int, Expiring]:
    """Those of the pieces of evidence, by id, that still count and that nothing newer has replaced."""
    ages = last_ages(policy_at(as_of))
    named = _renewable(as_of).filter(pk__in=evidence_ids).select_related("person", "skill")
    found = [_expiring(row, ages) for row in named]
    return {one.evidence.pk: one for one in found if one.counts_until >= utc_day(as_of)}


def _renewable(as_of: datetime) -> QuerySet[Evidence]:
    """The newest standing evidence of each person and skill, where the person's roles need the skill."""
    day = utc_day(as_of)
    # What was said of a skill whose place another one took is needed, and renewed, in that one.
    is_it, is_assessed = Q(skill=OuterRef("skill")), Q(skill__retired_at__isnull=True)
    in_force = SkillReplacement.objects.in_force()
    if in_force.exists():
        is_it |= Q(skill__in=in_force.filter(old=OuterRef(OuterRef("skill"))).values("new"))
        is_assessed |= Q(skill__in=in_force.values("old"))
    later = Q(observed_at__gt=OuterRef("observed_at")) | Q(
        observed_at=OuterRef("observed_at"), pk__gt=OuterRef("pk")
    )
    newer = Evidence.objects.standing().filter(later, is_it, person=OuterRef("person"))
    needed = Requirement.objects.filter(
        Q(role_level__assignments__ends_on__isnull=True) | Q(role_level__assignments__ends_on__gte=day),
        is_it,
        version__in=FrameworkVersion.objects.in_force(as_of),
        role_level__assignments__person=OuterRef("person"),
        role_level__assignments__starts_on__lte=day,
    )
    newest = Evidence.objects.standing().filter(~Exists(newer), Exists(needed))
    return newest.filter(is_assessed)


def _within(first: date, last: date, ages: Mapping[Source, int]) -> Q:
    """Evidence whose last day may lie between two days; both count."""
    within = Q(valid_until__range=(first, last))
    for name, source in SOURCES.items():
        age = timedelta(days=ages[source])
        observed = (_midnight(first - age), _midnight(last - age + timedelta(days=1)))
        within |= Q(source=name, observed_at__gte=observed[0], observed_at__lt=observed[1])
    return within


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _expiring(row: Evidence, ages: Mapping[Source, int]) -> Expiring:
    day = last_day(
        source=SOURCES[row.source],
        observed_on=day_number(utc_day(row.observed_at)),
        valid_until=None if row.valid_until is None else day_number(row.valid_until),
        ages=ages,
    )
    return Expiring(row, EPOCH + timedelta(days=day))


def _is_near(one: Expiring, today: date) -> bool:
    lasts = one.counts_until - utc_day(one.evidence.observed_at)
    return one.counts_until - today <= min(AHEAD, lasts / 2)
