"""Finding what answers, and asking where nothing does."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from django_mcpz.server import ToolError

from channels.assistant.confirming import Confirmation, Preview, confirmed
from channels.assistant.endpoint import reading_tool, writing_tool
from channels.assistant.scopes import HELP, QUESTIONS, SEARCH
from channels.assistant.told import link_to, quoted, skill_named
from channels.assistant.tools.learning import Done
from content.answers.services import AnswersError, Asked, ask_question
from lifow.base.links import absolute_url
from lifow.base.passages.reports import Result, Search, find
from lifow.base.requests import SignedInRequest
from lifow.base.search import Piece
from mentoring.help.services import HelpError, ask_for_help

MOST_FOUND = 6

Kind = Literal["module", "question", "skill", "mentor", "colleague", "person", "page"]
Words = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=200, description="What is looked for, in the person's own words."),
]
Title = Annotated[str, msgspec.Meta(min_length=8, max_length=200, description="What is asked, in one line.")]
Details = Annotated[str, msgspec.Meta(max_length=4_000, description="Whatever helps to understand it.")]
SkillOrNone = Annotated[
    str, msgspec.Meta(max_length=200, description="The skill that it is about: its id or name.")
]


class FindParams(msgspec.Struct):
    query: Words
    kind: Kind | None = None


class FoundTold(msgspec.Struct, omit_defaults=True):
    """One result: `passage` is the text that answers, as its author wrote it."""

    kind: str
    title: str
    link: str
    id: str = ""
    note: str = ""
    place: str = ""
    passage: str = ""


class FindingsTold(msgspec.Struct):
    """`is_sure` says whether the first result is likely to answer. Where it is not: ask colleagues."""

    is_sure: bool
    total: int
    results: list[FoundTold]


class AskParams(msgspec.Struct):
    title: Title
    details: Details = ""
    skill: SkillOrNone = ""
    confirmation: Confirmation = ""


@reading_tool(
    SEARCH,
    title="Find",
    description="Finds what answers among modules, questions with answers, skills, mentors and pages.",
)
def find_answers(request: SignedInRequest, params: FindParams) -> FindingsTold:
    kinds = frozenset({params.kind} if params.kind else ())
    found = find(Search(params.query, kinds=kinds, is_typing=False), request.user, most=MOST_FOUND)
    return FindingsTold(found.is_sure, found.total, [_result(one) for one in found.results])


@writing_tool(
    QUESTIONS,
    title="Ask colleagues",
    description="Asks a question in the person's name; colleagues read and answer it. Search before.",
)
def ask(request: SignedInRequest, params: AskParams) -> Preview | Done:
    skill = skill_named(params.skill) if params.skill else None
    words = _("Ask in your name, for everybody to read: “%(title)s”.") % {"title": params.title}
    key = confirmed(request, "ask", params, words)
    if isinstance(key, Preview):
        return key
    asked = Asked(title=params.title, body=params.details, skill=skill)
    try:
        question = ask_question(asker=request.user, asked=asked, as_of=timezone.now(), idempotency_key=key)
    except AnswersError as error:
        raise ToolError(str(error)) from error
    return Done(
        _("Asked. You are told when there is an answer."), link_to("portal:question", question.public_id)
    )


@writing_tool(
    HELP,
    title="Ask for help now",
    description="Asks the person's mentor, or colleagues who know it, for help with what they are at now.",
)
def ask_help(request: SignedInRequest, params: AskParams) -> Preview | Done:
    skill = skill_named(params.skill) if params.skill else None
    words = _("Ask colleagues for help now, in your name: “%(title)s”.") % {"title": params.title}
    key = confirmed(request, "ask_help", params, words)
    if isinstance(key, Preview):
        return key
    try:
        made = ask_for_help(
            person=request.user,
            title=params.title,
            text=params.details,
            skill=skill,
            as_of=timezone.now(),
            idempotency_key=key,
        )
    except HelpError as error:
        raise ToolError(str(error)) from error
    return Done(_("Asked. What comes is on its page."), link_to("mentoring:help", made.public_id))


def _result(one: Result) -> FoundTold:
    return FoundTold(
        kind=one.kind,
        title=quoted(_text(one.title), 200),
        link=absolute_url(one.url),
        id=one.public_id,
        note=one.note,
        place=quoted(one.place, 100),
        passage=quoted(_text(one.snippet)),
    )


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(one.text for one in pieces)
