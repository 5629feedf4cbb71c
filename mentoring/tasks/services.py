"""Tasks that a learner shows to the mentor, and the feedback that becomes evidence."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.evidence.reports import on_todays_levels
from assessments.evidence.services import record_evidence
from assessments.frameworks.models import Skill
from mentoring.choices import COMMENTABLE, HOLDING
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import PairingError, begin_pairing, lock_pairing
from mentoring.tasks.models import Feedback, Task
from mentoring.tasks.notifications import tell_of_feedback, tell_of_task


class FeedbackError(ValueError):
    """Feedback that cannot be given; the message says why and what to do."""


def hand_in_task(*, pairing: Pairing, title: str, body: str, skill: Skill, as_of: datetime) -> Task:
    """Show a piece of work to the mentor; the first one makes an accepted pairing active.

    The same title and text for the same skill, handed in twice, is one task. Raises PairingError where the
    pairing does not run.
    """
    with transaction.atomic():
        row, _others = lock_pairing(pairing)
        if row.state not in HOLDING:
            raise PairingError(
                _("You can hand in tasks from the moment the mentor accepts until the pairing ends.")
            )
        begin_pairing(pairing=row)
        task, is_new = Task.objects.get_or_create(
            pairing=row, title=title, body=body, skill=skill, defaults={"handed_in_at": as_of}
        )
        if is_new:
            tell_of_task(task, as_of=as_of)
    return task


def give_feedback(*, task: Task, level: Decimal, text: str, as_of: datetime) -> Feedback:
    """Comment on a task with a level in its skill, which becomes evidence of the learner's, by the mentor.

    The same given twice is given once. Raises FeedbackError without words, for a pairing that was broken off
    and where something else was said before, EvidenceError for a level off the scale.
    """
    with transaction.atomic():
        locked, given = _locked(task, text)
        if given is not None and _says(given, level, text):
            return given
        _check_goes_on(locked)
        if given is not None:
            message = _("You have given feedback already. To change it, send this as a correction.")
            raise FeedbackError(message)
        evidence = _record(locked, level, text, as_of, observed_at=as_of)
        feedback = Feedback.objects.create(task=locked, text=text, evidence=evidence, given_at=as_of)
        tell_of_feedback(feedback, as_of=as_of)
        return feedback


def correct_feedback(*, task: Task, corrects: str, level: Decimal, text: str, as_of: datetime) -> Feedback:
    """Say something else of a task than before: new evidence supersedes what was said.

    `corrects` is the public id of the evidence that the mentor has read. The same correction twice is one.
    Raises FeedbackError as `give_feedback` does, and where that evidence does not hold any more.
    """
    with transaction.atomic():
        locked, given = _locked(task, text)
        if given is not None and _says(given, level, text):
            return given
        _check_goes_on(locked)
        if given is None or given.evidence.public_id != corrects:
            raise FeedbackError(
                _("This was corrected in the meantime. Read the current feedback, and correct that.")
            )
        before = given.evidence
        given.text = text
        given.evidence = _record(
            locked, level, text, as_of, observed_at=before.observed_at, supersedes=before
        )
        given.save(update_fields=["text", "evidence", "updated_at"])
        tell_of_feedback(given, as_of=as_of)
        return given


def _locked(task: Task, text: str) -> tuple[Task, Feedback | None]:
    """The task, locked, and what was said of it; FeedbackError without words."""
    if not text.strip():
        raise FeedbackError(_("Say what you saw: a level alone helps nobody."))
    tasks = Task.objects.select_for_update(of=("self",)).select_related("pairing__mentee", "pairing__mentor")
    locked = tasks.get(pk=task.pk)
    given = Feedback.objects.filter(task=locked).select_related("evidence").first()
    return locked, given


def _check_goes_on(task: Task) -> None:
    if task.pairing.state not in COMMENTABLE:
        raise FeedbackError(_("This pairing has ended. Its tasks get no more feedback."))


def _says(given: Feedback, level: Decimal, text: str) -> bool:
    (said,) = on_todays_levels([given.evidence])
    return (said.level, given.text) == (level, text)


def _record(
    task: Task,
    level: Decimal,
    text: str,
    as_of: datetime,
    *,
    observed_at: datetime,
    supersedes: Evidence | None = None,
) -> Evidence:
    corrects = f":{supersedes.public_id}" if supersedes else ""
    return record_evidence(
        person=task.pairing.mentee,
        skill=task.skill,
        level=level,
        source=Evidence.Source.MENTOR,
        rater=task.pairing.mentor,
        observed_at=observed_at,
        recorded_at=as_of,
        origin={"kind": "feedback", "id": task.public_id, "title": task.title, "text": text},
        supersedes=supersedes,
        idempotency_key=f"feedback:{task.public_id}{corrects}",
    )
