"""Tasks that a learner shows to the mentor, and the feedback that becomes evidence."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Evidence, Skill
from assessments.services import record_evidence
from mentoring.models import Feedback, Pairing, Task
from mentoring.querysets import HOLDING
from mentoring.services.pairings import PairingError, begin_pairing, lock_pairing


class FeedbackError(ValueError):
    """Feedback that cannot be given; the message says why and what to do."""


def hand_in_task(*, pairing: Pairing, title: str, body: str, skill: Skill, as_of: datetime) -> Task:
    """Show a piece of work to the mentor; the first one makes an accepted pairing active.

    The same title and text handed in twice is one task. Raises PairingError where the pairing does not run.
    """
    with transaction.atomic():
        row, _others = lock_pairing(pairing)
        if row.state not in HOLDING:
            raise PairingError(_("Tasks can be handed in while the pairing runs."))
        begin_pairing(pairing=row)
        task, _is_new = Task.objects.get_or_create(
            pairing=row, title=title, body=body, skill=skill, defaults={"handed_in_at": as_of}
        )
    return task


def give_feedback(*, task: Task, level: Decimal, text: str, as_of: datetime) -> Feedback:
    """Comment on a task with a level in its skill, which becomes evidence of the learner's, by the mentor.

    Given twice, the first stands. Raises FeedbackError without words or for a pairing that was broken off,
    EvidenceError for a level off the scale.
    """
    if not text.strip():
        raise FeedbackError(_("Say what you saw: a level alone helps nobody."))
    with transaction.atomic():
        locked = Task.objects.select_for_update(of=("self",)).select_related("pairing").get(pk=task.pk)
        given = Feedback.objects.filter(task=locked).first()
        if given is not None:
            return given
        if locked.pairing.state not in [*HOLDING, Pairing.State.COMPLETED]:
            raise FeedbackError(_("This pairing has ended: its tasks wait for nobody any more."))
        evidence = record_evidence(
            person=locked.pairing.mentee,
            skill=locked.skill,
            level=level,
            source=Evidence.Source.MENTOR,
            rater=locked.pairing.mentor,
            observed_at=as_of,
            recorded_at=as_of,
            origin={"kind": "feedback", "id": locked.public_id, "title": locked.title, "text": text},
            once_key=f"feedback:{locked.public_id}",
        )
        return Feedback.objects.create(task=locked, text=text, evidence=evidence, given_at=as_of)
