"""Dialogs: one that waits, one that tells, the form of a question, and that of a rating."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels.slack.blocks.elements import (
    Block,
    Button,
    Option,
    actions,
    choice,
    context,
    cut,
    escaped,
    link,
    modal,
    section,
    select,
    text_input,
)

ASK, RATE = "ask", "rate"
AS_QUESTION, AS_HELP = "question", "help"
MOST_RADIOS = 10


@dataclass(frozen=True, slots=True)
class AskShown:
    """The form of a question: what was typed, what is like it, and what can be chosen."""

    key: str
    title: str
    body: str
    similar: Sequence[tuple[str, str]] = ()
    skills: Sequence[Option] = ()
    skill: str = ""
    units: Sequence[Option] = ()
    unit: str = ""
    problem: str = ""
    longest_title: int = 200
    shortest_title: int = 1


@dataclass(frozen=True, slots=True)
class LevelShown:
    """A level that can be given."""

    value: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RatingShown:
    """A rating to give: of whom in what, and the levels of the skill."""

    rating: str
    key: str
    words: str
    levels: Sequence[LevelShown]
    chosen: str = ""
    note: str = ""
    problem: str = ""


def moment_view() -> Block:
    """What is shown at once, until a worker has made the rest."""
    return modal("lifow", [section(_("One moment…"))], close=_("Close"))


def told_view(words: str, *buttons: Button) -> Block:
    """A sentence or two, and where they lead."""
    blocks = [section(escaped(words)), *([actions(buttons)] if buttons else [])]
    return modal("lifow", blocks, close=_("Close"))


def ask_view(shown: AskShown) -> Block:
    """The form in which a question, or help now, is asked; what is like it stands first."""
    everybody = Option(_("Everybody"), "everybody")
    ways = [Option(_("As a question for everybody"), AS_QUESTION), Option(_("For help now"), AS_HELP)]
    blocks = [
        *_problem(shown.problem),
        *_similar(shown.similar),
        text_input(
            "title", _("Question"), value=shown.title, most=shown.longest_title, least=shown.shortest_title
        ),
        text_input("body", _("Details"), value=shown.body, lines=True, optional=True),
    ]
    if shown.skills:
        label = _("Skill")
        blocks.append(select(f"skill@{shown.key}", label, shown.skills, chosen=shown.skill, optional=True))
    if shown.units:
        units = [everybody, *shown.units]
        blocks.append(
            select(f"unit@{shown.key}", _("Who may read it"), units, chosen=shown.unit or everybody.value)
        )
    blocks.append(choice(f"as@{shown.key}", _("How to ask"), ways, chosen=AS_QUESTION))
    metadata = json.dumps({"key": shown.key})
    return modal(
        _("Ask colleagues"), blocks, callback=ASK, submit=_("Ask"), close=_("Cancel"), metadata=metadata
    )


def rating_view(shown: RatingShown) -> Block:
    """The form of one rating: a level and what it is based on."""
    options = [Option(f"{one.value} · {one.label}", str(one.value)) for one in shown.levels]
    choose = choice if len(options) <= MOST_RADIOS else select
    described = [
        f"*{one.value} · {escaped(cut(one.label, 100))}* {escaped(cut(one.text, 250))}"
        for one in shown.levels
        if one.text
    ]
    blocks = [
        section(escaped(shown.words)),
        *_problem(shown.problem),
        *([context("\n".join(described))] if described else []),
        choose(f"level@{shown.rating}", _("Level"), options, chosen=shown.chosen),
        text_input(
            f"note@{shown.rating}",
            _("What is it based on?"),
            value=shown.note,
            most=1_000,
            lines=True,
            optional=True,
        ),
    ]
    metadata = json.dumps({"rating": shown.rating, "key": shown.key})
    return modal(
        _("Rating to give"), blocks, callback=RATE, submit=_("Save"), close=_("Cancel"), metadata=metadata
    )


def _problem(words: str) -> list[Block]:
    return [section(f"*{escaped(words)}*")] if words else []


def _similar(similar: Sequence[tuple[str, str]]) -> list[Block]:
    if not similar:
        return []
    lines = [f"• {link(title, url)}" for title, url in similar]
    return [section("\n".join([f"*{escaped(_('Was it asked before?'))}*", *lines]))]
