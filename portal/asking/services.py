"""Closing a conversation into an answer: what content and mentoring do together, in one transaction."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.evidence.services import record_evidence
from content.answers.models import Question
from content.answers.services import Asked, accept_answer, answer_question, ask_question
from lifow.people.persons.models import Person
from mentoring.help.choices import HelpState
from mentoring.help.models import HelpRequest
from mentoring.help.services import HelpError, close_request, is_agreed


def close_conversation(*, request: HelpRequest, as_of: datetime) -> Question:
    """Write what the two have agreed to into the base, as a question of the asker with an accepted answer of
    the helper, and close the request. Twice is once.

    Raises HelpError where not both have agreed to the words as they stand.
    """
    with transaction.atomic():
        rows = HelpRequest.objects.select_for_update(of=("self",))
        row = rows.select_related("person", "claimed_by", "skill").get(pk=request.pk)
        if row.state == HelpState.CLOSED and row.question_id is not None:
            return Question.objects.get(pk=row.question_id)
        helper, asker = row.claimed_by, row.person
        if not is_agreed(row) or helper is None or asker is None:
            raise HelpError(_("Both have to agree to the words first."))
        key = f"help:{row.public_id}"
        asked = Asked(title=row.draft_title, skill=row.skill)
        question = ask_question(asker=asker, asked=asked, as_of=as_of, idempotency_key=key)
        close_request(row, is_answered=True, as_of=as_of, question_id=question.pk)
        answer = answer_question(
            question=question, author=helper, text=row.draft_text, as_of=as_of, idempotency_key=key
        )
        accept_answer(answer=answer, as_of=as_of)
    return question


def confirm_level(*, request: HelpRequest, helper: Person, level: int, as_of: datetime) -> Evidence:
    """Record the level that the asker saw in whoever helped them. Twice is once.

    Raises EvidenceError as `record_evidence` does, HelpError where the request names no skill or no asker.
    """
    if request.skill is None or request.person is None:
        raise HelpError(_("This request names no skill: a level cannot be recorded."))
    return record_evidence(
        person=helper,
        skill=request.skill,
        level=Decimal(level),
        source=Evidence.Source.PEER,
        rater=request.person,
        observed_at=as_of,
        recorded_at=as_of,
        origin={"kind": "help", "id": request.public_id, "title": request.title},
        idempotency_key=f"help:{request.public_id}",
    )
