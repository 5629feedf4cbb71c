"""Refreshers and quick checks: one question after the other in a dialog, and what is right."""

import json
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.forms import NO_ANSWER, given_answer
from assessments.testing.bank.reports import ShownItem
from assessments.testing.calibration.choices import Confidence
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.reports import ShownQuestion, progress_of, question_numbered, result_of
from assessments.testing.sittings.services import AnsweredAlreadyError, SittingError, start_quick_check
from channels.slack.blocks.elements import Button, Option
from channels.slack.blocks.questions import FeedbackShown, QuestionShown, feedback_view, question_view
from channels.slack.work.conversation import Conversation, for_person, whole
from content.refreshers.services import RefreshersError, answer_refresher, begin_refreshers
from lifow.base.links import absolute_url
from portal.sittings.submission import take_answer
from portal.sittings.words import sureness

MOST_QUESTIONS = 3


@for_person
def ask_refreshers(conversation: Conversation) -> None:
    """Begin the questions on what somebody learned, or go on with them."""
    try:
        sitting = begin_refreshers(
            person=conversation.person, as_of=conversation.as_of, idempotency_key=conversation.key
        )
    except RefreshersError as error:
        conversation.show_words(str(error))
    else:
        _show_next(conversation, sitting)


@for_person
def begin_check(conversation: Conversation) -> None:
    """Begin a quick check of a skill, or go on with it."""
    skill = Skill.objects.assessable().filter(public_id=conversation.told("value")).first()
    try:
        if skill is None:
            raise SittingError("skill", _("This skill is not assessed any more."))
        sitting = start_quick_check(
            person=conversation.person,
            skills=[skill],
            most=MOST_QUESTIONS,
            as_of=conversation.as_of,
            idempotency_key=conversation.key,
        )
    except SittingError as error:
        conversation.show_words(str(error))
    else:
        _show_next(conversation, sitting)


@for_person
def show_next_question(conversation: Conversation) -> None:
    """Show the question that waits in what was begun."""
    sitting = _own(conversation, conversation.told("value"))
    if sitting is None:
        conversation.show_words(_("There is no such question."))
    else:
        _show_next(conversation, sitting)


@for_person
def take_answer_of(conversation: Conversation) -> None:
    """Take an answer, or that somebody does not know it (`value`), and tell what follows."""
    told = _asked(conversation)
    sitting = _own(conversation, str(told.get("sitting", "")))
    number = whole(told.get("number"))
    asked = question_numbered(sitting, number) if sitting is not None and number else None
    if sitting is None or asked is None:
        return conversation.show_words(_("There is no such question."))
    try:
        _take(conversation, sitting, asked)
    except AnsweredAlreadyError as error:
        return _tell(conversation, sitting, number, str(error))
    except SittingError as error:
        return conversation.show(question_view(_question(sitting, asked, str(error))))
    return _tell(conversation, sitting, number)


def _take(conversation: Conversation, sitting: Sitting, asked: ShownQuestion) -> None:
    data = _as_sent(conversation)
    if not sitting.is_refresher:
        take_answer(sitting, asked, data, as_of=conversation.as_of)
        return
    given = given_answer(asked.shown.kind, data)
    if given is None:
        raise SittingError("answer", NO_ANSWER)
    answer_refresher(
        sitting=sitting,
        number=asked.item.number,
        given=given,
        confidence=data.get("confidence", ""),
        idempotency_key=conversation.key,
        as_of=conversation.as_of,
    )


def _tell(conversation: Conversation, sitting: Sitting, number: int, problem: str = "") -> None:
    """What is right, after a refresher; of a check the next question, or what came of it."""
    sitting.refresh_from_db()
    asked = question_numbered(sitting, number)
    if not sitting.is_refresher or asked is None or asked.feedback is None:
        return _show_next(conversation, sitting)
    has_more = progress_of(sitting).current is not None
    shown = FeedbackShown(
        is_right=asked.feedback.is_right,
        right=asked.feedback.right,
        rationale=asked.feedback.rationale,
        words="" if has_more else _("That was the last question."),
        next_sitting=sitting.public_id if has_more else "",
        problem=problem,
    )
    return conversation.show(feedback_view(shown))


def _show_next(conversation: Conversation, sitting: Sitting) -> None:
    number = progress_of(sitting).current
    asked = question_numbered(sitting, number) if number else None
    if asked is not None:
        conversation.show(question_view(_question(sitting, asked)))
    elif sitting.is_refresher:
        conversation.show_words(_("No questions wait now."))
    else:
        found = result_of(sitting, reader=sitting.person)
        words = [f"{one.skill}: {sureness(one)}" for one in found.skills] or [_("Your answer is saved.")]
        url = absolute_url(reverse("portal:sitting_result", args=[sitting.public_id]))
        conversation.show_words("\n".join(words), Button(_("See the result"), url=url))


def _question(sitting: Sitting, asked: ShownQuestion, problem: str = "") -> QuestionShown:
    shown, name = asked.shown, "content:refresher" if sitting.is_refresher else "portal:sitting_question"
    own_id = "refreshers_id" if sitting.is_refresher else "sitting_id"
    url = reverse(name, kwargs={own_id: sitting.public_id, "number": asked.item.number})
    return QuestionShown(
        sitting=sitting.public_id,
        number=asked.item.number,
        most=progress_of(sitting).most,
        kind=shown.kind,
        text=unescape(strip_tags(shown.stem)),
        options=_options(shown),
        rows=_rows(shown),
        unit=str(shown.body.get("unit", "")),
        has_picture=shown.picture is not None,
        confidences=[Option(str(one.label), one.value) for one in Confidence],
        url=absolute_url(url),
        problem=problem,
    )


def _options(shown: ShownItem) -> list[Option]:
    """What can be chosen: options, right sides of pairs, or places of an order."""
    if shown.kind == ItemKind.ORDER:
        return [Option(place, place) for place in shown.places]
    listed = shown.body.get("rights" if shown.kind == ItemKind.MATCH else "options", ())
    return [Option(str(one.get("text", "")), str(one.get("key", ""))) for one in listed]


def _rows(shown: ShownItem) -> list[tuple[str, str]]:
    """What something is chosen for, as the fields of a page are called: steps, or left sides of pairs."""
    if shown.kind == ItemKind.ORDER:
        return [(f"place-{one['key']}", str(one["text"])) for one in shown.body.get("steps", ())]
    if shown.kind == ItemKind.MATCH:
        return [(f"right-{one['key']}", str(one["text"])) for one in shown.body.get("lefts", ())]
    return []


def _own(conversation: Conversation, public_id: str) -> Sitting | None:
    """A quick check or refreshers of the person; nothing else is answered in Slack."""
    own = Sitting.objects.for_person(conversation.person).select_related("person")
    rows = own.filter(public_id=public_id)
    found: Sitting | None = rows.quick().first() or rows.refreshers().first()
    return found


def _asked(conversation: Conversation) -> Mapping[str, Any]:
    """Which question was answered, as the dialog says."""
    try:
        told = json.loads(conversation.told("metadata") or conversation.told("value") or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _as_sent(conversation: Conversation) -> QueryDict:
    """The answer as a page would send it."""
    data = QueryDict(mutable=True)
    if conversation.told("skip"):
        data["skip"] = "1"
        return data
    given = conversation.values("given")
    data.setlist("keys", given)
    if given:
        data["key"] = data["text"] = given[0]
    for name in conversation.fields:
        if name.startswith(("place-", "right-")):
            data[name] = conversation.value(name)
    data["confidence"] = conversation.value("confidence")
    data["idempotency_key"] = conversation.key
    return data
