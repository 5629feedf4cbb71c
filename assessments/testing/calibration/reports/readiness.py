"""Whether enough was answered to calibrate the items of a skill."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from assessments.frameworks.models import Skill
from assessments.testing.calibration.models import Calibration, ItemAnswer
from assessments.testing.calibration.selectors import YEARS

LEAST_ANSWERS = 50
"""With fewer the result is what authors said anyway."""
LEAST_PEOPLE = 10
LEAST_NEW = 5
"""People who have answered since: so that two calibrations side by side tell nobody's answers."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What there is to calibrate a skill from; `new_people` have answered since its last calibration."""

    answers: int
    people: int
    new_people: int

    @property
    def is_ready(self) -> bool:
        enough = self.answers >= LEAST_ANSWERS and self.people >= LEAST_PEOPLE
        return enough and self.new_people >= LEAST_NEW


def readiness(*, as_of: datetime, skill: Skill | None = None) -> dict[int, Readiness]:
    """By skill, of all for which anything was answered in two years, or of one; one query."""
    done = Calibration.objects.done().filter(skill=OuterRef("version__item__skill")).order_by("-number")
    rows = ItemAnswer.objects.readable().between(as_of - YEARS, as_of)
    if skill is not None:
        rows = rows.of_skill(skill)
    last = Coalesce(Subquery(done.values("asked_at")[:1]), Value(LONG_AGO))
    whose = Coalesce("person__merged_into", "person")
    counted = (
        rows.order_by()
        .annotate(is_new=Q(answered_at__gt=last))
        .values("version__item__skill")
        .annotate(
            found=Count("pk"),
            people=Count(whose, distinct=True),
            new_people=Count(whose, distinct=True, filter=Q(is_new=True)),
        )
    )
    told = counted.values_list("version__item__skill", "found", "people", "new_people")
    return {skill_id: Readiness(*counts) for skill_id, *counts in told}
