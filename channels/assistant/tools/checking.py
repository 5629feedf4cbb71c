"""A check of one to three questions, in the conversation; what is right is not told before it may be."""

from typing import Annotated, Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from django_mcpz.server import ToolError

from assessments.testing.calibration.choices import Confidence
from assessments.testing.sittings.choices import Feedback
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.reports import ShownQuestion, next_questions, question_numbered, result_of
from assessments.testing.sittings.services import SittingError, answer_item, start_quick_check
from channels.assistant.confirming import Confirmation, Preview, confirmed
from channels.assistant.endpoint import writing_tool
from channels.assistant.scopes import CHECKS
from channels.assistant.told import link_to, quoted, skill_named
from lifow.base.requests import SignedInRequest
from portal.sittings.submission import follow_end
from portal.sittings.words import sureness

MOST_QUESTIONS = 3


class StartParams(msgspec.Struct):
    skill: Annotated[
        str,
        msgspec.Meta(max_length=200, description="Id or name of the skill; empty for what is known least."),
    ] = ""
    questions: Annotated[int, msgspec.Meta(ge=1, le=MOST_QUESTIONS)] = MOST_QUESTIONS
    confirmation: Confirmation = ""


class AnswerParams(msgspec.Struct):
    check: Annotated[str, msgspec.Meta(max_length=40, description="The id of the check (sit_…).")]
    number: Annotated[int, msgspec.Meta(ge=1, le=100)]
    given: Annotated[
        dict[str, Any],
        msgspec.Meta(
            max_length=10,
            description=(
                "What the person answers, by the keys shown: key for one choice, keys for several and for an "
                "order, pairs from left to right, text for what is typed; {} where they do not know."
            ),
        ),
    ]
    confidence: Confidence | None = None
    confirmation: Confirmation = ""


class QuestionTold(msgspec.Struct, omit_defaults=True):
    """A question to show to the person, as it stands."""

    number: int
    kind: str
    text: str
    body: dict[str, Any]
    picture_is_at: str = ""


class CheckTold(msgspec.Struct, tag_field="state", tag="check", omit_defaults=True):
    """A check: the question that waits, or what came of it."""

    check: str
    link: str
    question: QuestionTold | None = None
    result: list[str] = []


@writing_tool(
    CHECKS,
    title="Take a check",
    description="Begins a check of one to three questions for the person. Its result counts as evidence.",
)
def take_check(request: SignedInRequest, params: StartParams) -> Preview | CheckTold:
    now = timezone.now()
    if params.skill:
        skills = [skill_named(params.skill)]
    else:
        skills = [one.skill for one in next_questions(request.user, as_of=now).skills]
    if not skills:
        raise ToolError(_("There is nothing to ask now: no skill of your role needs a check that lifow has."))
    names = ", ".join(one.name for one in skills)
    words = _("Begin a check of at most %(most)s questions in %(skills)s. The result counts as evidence.")
    key = confirmed(request, "take_check", params, words % {"most": params.questions, "skills": names})
    if isinstance(key, Preview):
        return key
    try:
        sitting = start_quick_check(
            person=request.user,
            skills=skills,
            most=params.questions,
            as_of=now,
            feedback=Feedback.END,
            idempotency_key=key,
        )
    except SittingError as error:
        raise ToolError(str(error)) from error
    return _told(sitting)


@writing_tool(
    CHECKS,
    title="Answer a question of a check",
    description="Hands in the person's own answer to the question that waits. It cannot be changed.",
)
def answer_check(request: SignedInRequest, params: AnswerParams) -> Preview | CheckTold:
    rows = Sitting.objects.for_person(request.user).quick().select_related("person")
    sitting = rows.filter(public_id=params.check).first()
    asked = question_numbered(sitting, params.number) if sitting is not None else None
    if sitting is None or asked is None:
        raise ToolError(_("There is no such question."))
    words = _("Hand in as your answer to question %(number)s: %(answer)s.")
    told = {"number": params.number, "answer": _in_words(asked, params.given)}
    key = confirmed(request, "answer_check", params, words % told)
    if isinstance(key, Preview):
        return key
    now = timezone.now()
    try:
        answered = answer_item(
            sitting=sitting,
            number=params.number,
            given=params.given,
            confidence=params.confidence or "",
            idempotency_key=key,
            as_of=now,
        )
    except SittingError as error:
        raise ToolError(str(error)) from error
    if answered.is_late:
        raise ToolError(_("The time was over. This answer is kept, and does not count."))
    if answered.is_new and answered.following is None:
        follow_end(answered.sitting, as_of=now)
    return _told(answered.sitting)


def _told(sitting: Sitting) -> CheckTold:
    link = link_to("portal:sitting", sitting.public_id)
    waiting = SittingItem.objects.filter(
        sitting=sitting, shown_at__isnull=False, answered_at__isnull=True
    ).first()
    if sitting.is_open and waiting is not None:
        asked = question_numbered(sitting, waiting.number)
        return CheckTold(sitting.public_id, link, _question(asked, link) if asked else None)
    result = result_of(sitting, reader=sitting.person)
    said = [f"{one.skill}: {sureness(one)}" for one in result.skills]
    return CheckTold(sitting.public_id, link, None, said)


def _question(asked: ShownQuestion, link: str) -> QuestionTold:
    return QuestionTold(
        number=asked.item.number,
        kind=asked.shown.kind,
        text=quoted(asked.item.version.stem, 2_000),
        body=dict(asked.shown.body),
        picture_is_at=link if asked.shown.picture is not None else "",
    )


def _in_words(asked: ShownQuestion, given: dict[str, Any]) -> str:
    """What is handed in, as the person reads it: the words of the one option, else the keys."""
    options = {one.get("key"): one.get("text") for one in asked.shown.body.get("options", ())}
    chosen = [
        str(options.get(key, key)) for key in (given.get("keys") or [given.get("key")]) if key is not None
    ]
    return ", ".join(chosen) or str(given.get("text") or given.get("pairs") or _("I do not know"))[:300]
