"""A question of a quick check or a refresher as a dialog, and what is right after it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from django.utils.translation import gettext as _

from channels.slack.blocks.elements import (
    LONGEST_OPTION,
    MOST_OPTIONS,
    Block,
    Button,
    Option,
    actions,
    choice,
    context,
    cut_escaped,
    escaped,
    modal,
    section,
    select,
    text_input,
)

ANSWER, SKIP, NEXT = "answer", "skip", "next_question"
CHOSEN, CHOSEN_MANY, TYPED = {"single", "scenario"}, {"multiple"}, {"numeric", "text"}
ROWS = {"order", "match"}


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question that waits: `number` of `most`; `url` is where it is answered in lifow.

    `rows` are the steps of an order or the left sides of pairs: each with the name of its field, and one of
    the options for each.
    """

    sitting: str
    number: int
    most: int
    kind: str
    text: str
    options: Sequence[Option]
    unit: str
    has_picture: bool
    confidences: Sequence[Option]
    url: str
    rows: Sequence[tuple[str, str]] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackShown:
    """What is told after an answer; `next_sitting` is empty after the last question."""

    is_right: bool
    right: Sequence[str]
    rationale: str
    words: str
    next_sitting: str = ""
    problem: str = ""


def can_be_shown(shown: QuestionShown) -> bool:
    """Whether Slack has the means to answer it: it shows no pictures, and at most ten options to tick."""
    if shown.has_picture:
        return False
    return shown.kind in TYPED | ROWS or (
        shown.kind in CHOSEN | CHOSEN_MANY and len(shown.options) <= MOST_OPTIONS
    )


def question_view(shown: QuestionShown) -> Block:
    """The dialog of one question, or the way to lifow where Slack cannot show it."""
    of = _("Question %(number)s of %(most)s") % {"number": shown.number, "most": shown.most}
    blocks = [context(escaped(of))]
    if shown.problem:
        blocks.append(section(f"*{escaped(shown.problem)}*"))
    blocks.append(section(cut_escaped(shown.text, 2_900)))
    if not can_be_shown(shown):
        blocks.append(section(escaped(_("This question cannot be answered in Slack."))))
        blocks.append(actions([Button(_("Open in lifow"), url=shown.url, is_primary=True)]))
        return modal(_("Question"), blocks, close=_("Close"))
    place = f"@{shown.sitting}-{shown.number}"
    blocks += _answer(shown, place)
    blocks.append(
        select(f"confidence{place}", _("How sure are you?"), shown.confidences, optional=True),
    )
    metadata = json.dumps({"sitting": shown.sitting, "number": shown.number})
    blocks.append(actions([Button(_("I don’t know"), action=SKIP, value=metadata)]))
    return modal(
        _("Question"), blocks, callback=ANSWER, submit=_("Answer"), close=_("Close"), metadata=metadata
    )


def feedback_view(shown: FeedbackShown) -> Block:
    """What is right and why, and the way to the next question."""
    head = _("Right.") if shown.is_right else _("Not right.")
    blocks = [section(f"*{escaped(head)}*")]
    if shown.problem:
        blocks.insert(0, section(f"*{escaped(shown.problem)}*"))
    if shown.right and not shown.is_right:
        lines = [f"• {cut_escaped(one, 500)}" for one in shown.right[:MOST_OPTIONS]]
        blocks.append(section("\n".join([escaped(_("Right is:")), *lines])))
    if shown.rationale:
        blocks.append(section(cut_escaped(shown.rationale, 2_900)))
    if shown.words:
        blocks.append(context(escaped(shown.words)))
    if shown.next_sitting:
        following = Button(_("Next question"), action=NEXT, value=shown.next_sitting, is_primary=True)
        blocks.append(actions([following]))
    return modal(_("Question"), blocks, close=_("Close"))


def _answer(shown: QuestionShown, place: str) -> list[Block]:
    """The field of the answer. Options that are longer than Slack takes stand above it, by letters."""
    block_id, label = f"given{place}", _("Your answer")
    if shown.kind in TYPED:
        told = f"{label} ({shown.unit})" if shown.unit else label
        return [text_input(block_id, told, most=500)]
    if shown.kind in ROWS:
        return _rows(shown, place)
    many = shown.kind in CHOSEN_MANY
    if all(len(one.text) <= LONGEST_OPTION for one in shown.options):
        return [choice(block_id, label, shown.options, many=many)]
    lettered = list(zip(ascii_uppercase, shown.options, strict=False))
    texts = [section(f"*{letter}* {cut_escaped(one.text, 600)}") for letter, one in lettered]
    letters = [Option(f"{letter} · {one.text}", one.value) for letter, one in lettered]
    return [*texts, choice(block_id, label, letters, many=many)]


def _rows(shown: QuestionShown, place: str) -> list[Block]:
    """A list to choose from for each row; what is longer than Slack takes stands above, by letters."""
    options, texts = shown.options, []
    if any(len(one.text) > LONGEST_OPTION for one in options):
        lettered = list(zip(ascii_uppercase, options, strict=False))
        texts = [section(f"*{letter}* {cut_escaped(one.text, 600)}") for letter, one in lettered]
        options = [Option(f"{letter} · {one.text}", one.value) for letter, one in lettered]
    return [*texts, *(select(f"{name}{place}", label, options) for name, label in shown.rows)]
