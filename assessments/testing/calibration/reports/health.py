"""The health of the questions that are in use, for those who write them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.choices import HealthState
from assessments.testing.calibration.models import ItemHealth

HELD, REMARKS, ALL = "held", "remarks", "all"


@dataclass(frozen=True, slots=True)
class HealthCounts:
    """How many questions are held, with something to remark, and there at all."""

    held: int
    remarks: int
    all: int


def health_rows(*, show: str = ALL, skill: Skill | None = None) -> QuerySet[ItemHealth]:
    """The health of each version in use, what many are sure of and wrong first; with question and skill."""
    rows = _in_use(skill)
    if show == HELD:
        rows = rows.filter(state=HealthState.HELD)
    elif show == REMARKS:
        rows = rows.exclude(reasons=[])
    first = F("sure_and_wrong").desc(nulls_last=True), F("point_biserial").asc(nulls_last=True), "pk"
    return rows.select_related("version__item__skill").order_by(*first)


def health_counts(*, skill: Skill | None = None) -> HealthCounts:
    """How many each list has; one query."""
    counted = _in_use(skill).aggregate(
        held=Count("pk", filter=Q(state=HealthState.HELD)),
        remarks=Count("pk", filter=~Q(reasons=[])),
        all=Count("pk"),
    )
    return HealthCounts(**counted)


def _in_use(skill: Skill | None) -> QuerySet[ItemHealth]:
    used = ItemVersion.objects.in_use().filter(pk=OuterRef("version"))
    rows = ItemHealth.objects.filter(Exists(used))
    return rows if skill is None else rows.filter(version__item__skill=skill)
