"""Calibrations: which skills have one, and what one of them has moved."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Abs

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.choices import CalibrationState, HealthState
from assessments.testing.calibration.compute.priors import ANSWERS_CALIBRATED
from assessments.testing.calibration.models import Calibration, ItemParameters

FAR = 0.25
"""Levels from the calibration before, from which on it is worth a thought which of the two is right."""


@dataclass(frozen=True, slots=True)
class CalibratedSkill:
    """A skill with questions in use.

    questions   in use; of these `calibrated` by enough answers, and `held`
    done        its last calibration
    open        the one that waits, or failed since
    """

    skill: Skill
    questions: int
    calibrated: int
    held: int
    done: Calibration | None
    open: Calibration | None


@dataclass(frozen=True, slots=True)
class MovedVersion:
    """A question in one calibration; `before` and `now` are the middle of its thresholds, in levels."""

    parameters: ItemParameters
    before: float | None
    now: float

    @property
    def version(self) -> ItemVersion:
        return self.parameters.version


def calibrated_skills() -> list[CalibratedSkill]:
    """Each skill with questions in use, by name; three queries."""
    enough = Q(parameters__is_in_force=True, parameters__answers__gte=ANSWERS_CALIBRATED)
    counted = (
        ItemVersion.objects.in_use()
        .order_by()
        .values("item__skill")
        .annotate(
            questions=Count("pk", distinct=True),
            calibrated=Count("pk", distinct=True, filter=enough),
            held=Count("pk", distinct=True, filter=Q(health__state=HealthState.HELD)),
        )
    )
    counts = {one["item__skill"]: (one["questions"], one["calibrated"], one["held"]) for one in counted}
    newest = Calibration.objects.filter(skill=OuterRef("pk")).order_by("-number")
    skills = Skill.objects.filter(pk__in=counts).annotate(
        newest=Subquery(newest.values("pk")[:1]), newest_done=Subquery(newest.done().values("pk")[:1])
    )
    rows = list(skills.order_by("name", "pk"))
    ids = {pk for row in rows for pk in (vars(row)["newest"], vars(row)["newest_done"]) if pk is not None}
    known = Calibration.objects.select_related("asked_by").in_bulk(ids)
    return [_calibrated_skill(row, counts[row.pk], known) for row in rows]


def newest_calibrations(*, skill: Skill | None = None) -> QuerySet[Calibration]:
    """Calibrations, the newest first."""
    rows = Calibration.objects.newest_first().select_related("skill", "asked_by")
    return rows if skill is None else rows.filter(skill=skill)


def is_far_from_levels(calibration: Calibration) -> bool:
    """Whether the newest calibration of its skill was moved far to stay with the one before; one query."""
    if calibration.starts_anew or not calibration.linked or abs(calibration.shift) < FAR:
        return False
    later = Calibration.objects.filter(skill=calibration.skill_id, number__gt=calibration.number)
    return not later.exclude(state=CalibrationState.FAILED).exists()


def moved_versions(calibration: Calibration) -> QuerySet[ItemParameters]:
    """The questions of a calibration with their parameters, what moved most first."""
    rows = calibration.parameters.select_related("version__item")
    return rows.order_by(Abs("moved").desc(nulls_last=True), F("answers").desc(), "pk")


def moved(row: ItemParameters) -> MovedVersion:
    """A row of a calibration, with the middle of its thresholds before and now."""
    now = sum(row.thresholds) / max(len(row.thresholds), 1)
    return MovedVersion(row, None if row.moved is None else now - row.moved, now)


def _calibrated_skill(
    row: Skill, counts: tuple[int, int, int], known: dict[int, Calibration]
) -> CalibratedSkill:
    newest, done = known.get(vars(row)["newest"]), known.get(vars(row)["newest_done"])
    is_open = newest is not None and newest.state != CalibrationState.DONE
    return CalibratedSkill(row, *counts, done=done, open=newest if is_open else None)
