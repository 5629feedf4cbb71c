"""Searching, and asking colleagues: the form, and what it says when it is sent."""

import json
from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from channels.slack.blocks.elements import Button, Option
from channels.slack.blocks.forms import AS_HELP, AskShown, ask_view
from channels.slack.blocks.messages import FoundShown, found_message
from channels.slack.work.conversation import Conversation, for_person
from content.answers.choices import LONGEST_TITLE, SHORTEST_TITLE
from content.answers.services import AnswersError, Asked, ask_question, digest_of, new_key
from lifow.base.links import absolute_url
from lifow.base.passages.reports import MOST_CHARACTERS, Search, find
from lifow.base.search import Piece
from mentoring.help.services import HelpError, ask_for_help
from portal.asking.reports import rest_of, units_of

MOST_FOUND = 3
MOST_UNITS = 20


@for_person
def search(conversation: Conversation) -> None:
    """Answer `/ask` with words: what answers, and asking colleagues where it does not."""
    words = conversation.told("text").strip()[:MOST_CHARACTERS]
    found = find(Search(words, is_typing=False), conversation.person, most=MOST_FOUND)
    shown = [
        FoundShown(_text(one.title), absolute_url(one.url), one.note, _text(one.snippet))
        for one in found.results
    ]
    conversation.say(found_message(words, shown))


@for_person
def show_ask_form(conversation: Conversation) -> None:
    """Fill the dialog with the form of a question: with what was typed, and what is like it."""
    words = conversation.told("text").strip()
    title, _rest, more = words.partition("\n")
    is_long = len(title) > LONGEST_TITLE
    body = words if is_long else more.strip()
    conversation.show(ask_view(_form(conversation, new_key(), title[:LONGEST_TITLE].strip(), body)))


@for_person
def ask(conversation: Conversation) -> None:
    """Ask what the form says, as a question or for help now; once, however often it is sent."""
    form_key = _metadata(conversation)
    title, body = conversation.value("title"), conversation.value("body")
    key = f"{conversation.person.public_id}:{digest_of(form_key)}"
    try:
        if conversation.value("as") == AS_HELP:
            _ask_for_help(conversation, title, body, key)
        else:
            _ask_question(conversation, title, body, key)
    except (AnswersError, HelpError) as error:
        conversation.show(ask_view(_form(conversation, form_key, title, body, str(error))))


def _ask_question(conversation: Conversation, title: str, body: str, key: str) -> None:
    rest = rest_of(f"{title} {body}", conversation.person)
    skills = [*rest.proposed.skills, *rest.proposed.others]
    units = {one.public_id: one for one in units_of(conversation.person)}
    chosen = conversation.value("unit")
    if chosen not in ("", "everybody") and chosen not in units:
        raise AnswersError("unit", _("You do not work in this unit any more. Choose who may read it."))
    asked = Asked(
        title=title,
        body=body,
        skill=next((one for one in skills if one.public_id == conversation.value("skill")), None),
        unit=units.get(chosen),
    )
    question = ask_question(
        asker=conversation.person, asked=asked, as_of=conversation.as_of, idempotency_key=key
    )
    url = absolute_url(reverse("portal:question", args=[question.public_id]))
    conversation.show_words(
        _("Asked. You are told when there is an answer."), Button(_("Open the question"), url=url)
    )


def _ask_for_help(conversation: Conversation, title: str, body: str, key: str) -> None:
    made = ask_for_help(
        person=conversation.person, title=title, text=body, as_of=conversation.as_of, idempotency_key=key
    )
    url = absolute_url(reverse("mentoring:help", args=[made.public_id]))
    conversation.show_words(_("Asked. What comes is on its page."), Button(_("Open"), url=url))


def _form(conversation: Conversation, key: str, title: str, body: str, problem: str = "") -> AskShown:
    text = f"{title} {body}".strip()
    rest = rest_of(text, conversation.person) if text else None
    skills = [*rest.proposed.skills, *rest.proposed.others] if rest else []
    first = rest.proposed.skills[0].public_id if rest and rest.proposed.skills else ""
    similar = [] if rest is None else [one.question for one in rest.similar]
    return AskShown(
        key=key,
        title=title,
        body=body,
        similar=[
            (one.title, absolute_url(reverse("portal:question", args=[one.public_id]))) for one in similar
        ],
        skills=[Option(one.name, one.public_id) for one in skills],
        skill=conversation.value("skill") or first,
        units=[Option(one.name, one.public_id) for one in units_of(conversation.person)[:MOST_UNITS]],
        unit=conversation.value("unit"),
        problem=problem,
        longest_title=LONGEST_TITLE,
        shortest_title=SHORTEST_TITLE,
    )


def _metadata(conversation: Conversation) -> str:
    """The key of the form that was sent; a new one where it says none."""
    try:
        told = json.loads(conversation.told("metadata") or "{}")
    except ValueError:
        told = {}
    key = told.get("key") if isinstance(told, dict) else None
    return key if isinstance(key, str) and key else conversation.key


def _text(pieces: Sequence[Piece]) -> str:
    return strip_tags("".join(one.text for one in pieces))
