"""The Home tab, and the week as a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels.slack.blocks.elements import (
    Block,
    Button,
    actions,
    context,
    cut,
    divider,
    escaped,
    header,
    home,
    link,
    message,
    section,
)
from channels.slack.blocks.messages import HelpShown, help_buttons, help_words

ASK_FORM, REFRESH, CHECK, RATE_FORM = "ask_form", "refresh", "check", "rate_form"


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of the week; `check` is the id of the skill of which a few questions can be asked."""

    title: str
    url: str
    minutes: int
    why: str
    is_done: bool = False
    check: str = ""


@dataclass(frozen=True, slots=True)
class WeekShown:
    """The plan of this week, in its order."""

    minutes_planned: int
    minutes_done: int
    steps: Sequence[StepShown]
    url: str


@dataclass(frozen=True, slots=True)
class HomeShown:
    """All that the Home tab shows: the week, refreshers, what waits, and help that is wanted."""

    week: WeekShown
    refreshers: int
    refresher_minutes: int
    ratings: int
    waiting: Sequence[tuple[str, str]]
    wanted: Sequence[HelpShown]


def home_view(shown: HomeShown) -> Block:
    """The Home tab of somebody."""
    blocks = [*_refreshers(shown), *_waiting(shown), *_wanted(shown.wanted), *week_blocks(shown.week)]
    buttons = [
        Button(_("Ask colleagues"), action=ASK_FORM),
        Button(_("Open lifow"), url=shown.week.url),
    ]
    return home([*blocks, divider(), actions(buttons)])


def week_message(shown: WeekShown, refreshers: int, minutes: int) -> Block:
    """The week as an answer to `/learn`."""
    asked = _refreshers_section(refreshers, minutes)
    return message(_("This week"), [*week_blocks(shown), *([asked] if asked else [])])


def week_blocks(week: WeekShown) -> list[Block]:
    """The steps of a week with why, each with what to do."""
    told = {"done": week.minutes_done, "planned": week.minutes_done + week.minutes_planned}
    blocks = [header(_("This week"))]
    if not week.steps:
        return [
            *blocks,
            section(f"{escaped(_('No steps in your plan now.'))} {link(_('Open lifow'), week.url)}"),
        ]
    blocks.append(context(escaped(_("%(done)s of %(planned)s min") % told)))
    return blocks + [_step(one) for one in week.steps]


def _step(step: StepShown) -> Block:
    minutes = _("%(minutes)s min") % {"minutes": step.minutes}
    mark = _("Done") if step.is_done else minutes
    text = f"*{link(step.title, step.url)}* · {escaped(mark)}\n{escaped(cut(step.why, 500))}"
    if step.is_done:
        return section(text)
    if step.check:
        return section(text, Button(_("Answer questions"), action=CHECK, value=step.check))
    return section(text, Button(_("Open"), url=step.url))


def _refreshers(shown: HomeShown) -> list[Block]:
    asked = _refreshers_section(shown.refreshers, shown.refresher_minutes)
    return [asked] if asked else []


def _refreshers_section(questions: int, minutes: int) -> Block | None:
    if not questions:
        return None
    words = ngettext(
        "%(count)s question on what you learned, %(minutes)s min",
        "%(count)s questions on what you learned, %(minutes)s min",
        questions,
    )
    told = words % {"count": questions, "minutes": max(1, minutes)}
    return section(escaped(told), Button(_("Answer"), action=REFRESH, is_primary=True))


def _waiting(shown: HomeShown) -> list[Block]:
    if not (shown.waiting or shown.ratings):
        return []
    lines = [f"• {link(words, url)}" for words, url in shown.waiting]
    rate = Button(_("Rate"), action=RATE_FORM) if shown.ratings else None
    return [header(_("Waiting for you")), section("\n".join(lines), rate)]


def _wanted(wanted: Sequence[HelpShown]) -> list[Block]:
    if not wanted:
        return []
    blocks = [header(_("Help that is wanted now"))]
    for one in wanted:
        blocks += [section(help_words(one)), actions(help_buttons(one.help_id))]
    return blocks
