"""Asking for the calibration of a skill's items: a row that waits for a worker."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.testing.calibration.choices import CalibrationState
from assessments.testing.calibration.models import Calibration
from assessments.testing.calibration.reports import (
    LEAST_ANSWERS,
    LEAST_NEW,
    LEAST_PEOPLE,
    Readiness,
    readiness,
)
from lifow.base.jobs import start_soon
from lifow.base.months import month_begins
from lifow.people.persons.models import Person

CALIBRATE = "assessments.testing.calibration.tasks.calibrate"


class CalibrationError(ValueError):
    """A calibration that cannot be asked for; the message says why."""


def ask_for_calibration(
    *, skill: Skill, by: Person | None, as_of: datetime, starts_anew: bool = False
) -> Calibration:
    """Have a worker calibrate the items of a skill; the calibration that waits already, if there is one.

    One that `starts_anew` takes the levels from authors and other evidence alone, and not from the
    calibration before: results before and after it are then apart by its `shift`. Raises CalibrationError
    where there are too few answers, or too few since the last one, and where another kind waits.
    """
    with transaction.atomic():
        Skill.objects.select_for_update(no_key=True, of=("self",)).get(pk=skill.pk)
        waiting = Calibration.objects.waiting().filter(skill=skill).first()
        if waiting is not None:
            if waiting.starts_anew != starts_anew:
                raise CalibrationError(
                    _("A calibration of this skill waits already. Ask again when it is done.")
                )
            return waiting
        found = readiness(as_of=as_of, skill=skill).get(skill.pk, Readiness(0, 0, 0))
        _check(found, starts_anew=starts_anew)
        made = _make([skill.pk], by=by, as_of=as_of, starts_anew=starts_anew)[0]
        start_soon(CALIBRATE)
    return made


def ask_for_monthly_calibrations(*, as_of: datetime) -> int:
    """Have every skill calibrated for which enough was answered since the last time; how many.

    Whatever was asked for this month is enough, by authors too.
    """
    first = month_begins(as_of)
    with transaction.atomic():
        ready = [pk for pk, found in readiness(as_of=as_of).items() if found.is_ready]
        skills = Skill.objects.active().filter(pk__in=ready).select_for_update(no_key=True, of=("self",))
        kept = set(skills.order_by("pk").values_list("pk", flat=True))
        asked = Calibration.objects.filter(skill__in=kept, asked_at__gte=first)
        waiting = Calibration.objects.waiting().filter(skill__in=kept)
        kept -= set(asked.values_list("skill_id", flat=True)) | set(
            waiting.values_list("skill_id", flat=True)
        )
        _make(sorted(kept), by=None, as_of=as_of)
        if kept:
            start_soon(CALIBRATE)
    return len(kept)


def _check(found: Readiness, *, starts_anew: bool) -> None:
    if found.answers < LEAST_ANSWERS or found.people < LEAST_PEOPLE:
        message = _(
            "There are %(answers)s answers of %(people)s people in this skill. A calibration needs at least "
            "%(least)s answers of %(least_people)s people."
        )
        counts = {"answers": found.answers, "people": found.people}
        least = {"least": LEAST_ANSWERS, "least_people": LEAST_PEOPLE}
        raise CalibrationError(message % (counts | least))
    if not starts_anew and found.new_people < LEAST_NEW:
        message = _(
            "Fewer than %(people)s people have answered since the last calibration: nothing would change."
        )
        raise CalibrationError(message % {"people": LEAST_NEW})


def _make(
    skill_ids: list[int], *, by: Person | None, as_of: datetime, starts_anew: bool = False
) -> list[Calibration]:
    """Rows that wait, each with its skill's next number; the skills are locked."""
    numbers = Calibration.objects.filter(skill__in=skill_ids).order_by().values_list("skill")
    last = dict(numbers.annotate(last=Max("number")))
    rows = [
        Calibration(
            skill_id=pk,
            number=last.get(pk, 0) + 1,
            state=CalibrationState.WAITING,
            asked_by=by,
            asked_at=as_of,
            starts_anew=starts_anew,
        )
        for pk in skill_ids
    ]
    return Calibration.objects.bulk_create(rows)
