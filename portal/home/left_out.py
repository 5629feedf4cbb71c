"""Critical skills without a step in this week's plan: why, and what to do about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.gaps.reports import PersonGaps, SkillStanding
from content.planning.reports import LearnerPlan, LeftOutReason
from lifow.base.templatetags.constant import address
from lifow.base.templatetags.display import minutes_in_words
from portal.home.waiting import waiting_words

SAID_BY_THE_PANEL = {
    "no_content": {LeftOutReason.NO_MODULE, LeftOutReason.MODULES_DONE},
    "material_done": {LeftOutReason.MODULES_DONE},
    "waiting": {LeftOutReason.WAITING},
}
"""Reasons that the page gives already, by the plan's outcome."""


@dataclass(frozen=True, slots=True)
class LeftOutSkill:
    """A critical skill, in words why it has no step, and the link that helps, if any."""

    standing: SkillStanding
    words: str
    act: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the words of a reason need: the plan, the skill's public id, minutes of the shortest step, whether
    it is a question instead, and who is waited for."""

    plan: LearnerPlan
    skill: str
    minutes: str
    is_question: bool
    asked: str

    @property
    def week(self) -> str:
        return minutes_in_words(self.plan.plan.minutes if self.plan.plan else 0)

    @property
    def left(self) -> str:
        return minutes_in_words(self.plan.plan.minutes_left if self.plan.plan else 0)


def left_out_of(plan: LearnerPlan, gaps: PersonGaps, asked: Mapping[int, str]) -> tuple[LeftOutSkill, ...]:
    """The critical skills that the plan leaves out, in its order; the gaps know their names: no query."""
    return tuple(_left_out(plan, gaps, asked)) if plan.plan else ()


def _left_out(plan: LearnerPlan, gaps: PersonGaps, asked: Mapping[int, str]) -> Iterator[LeftOutSkill]:
    standings = {row.skill.pk: row for row in gaps.required}
    outcome = plan.plan.outcome if plan.plan else ""
    for one in plan.left_out:
        standing = standings.get(one.skill)
        if standing is None or one.reason in SAID_BY_THE_PANEL.get(outcome, ()):
            continue
        told = _Told(
            plan=plan,
            skill=standing.skill.public_id,
            minutes=minutes_in_words(one.minutes or 0),
            is_question=one.minutes is None,
            asked=asked.get(one.skill, ""),
        )
        words, act, url = WORDS.get(one.reason, _no_reason)(told)
        yield LeftOutSkill(standing, words, act, url)


def _no_module(told: _Told) -> tuple[str, str, str]:
    return (
        _("There is no module for your level yet. HR sees that one is missing."),
        _("Find a mentor"),
        address("mentoring:mentoring"),
    )


def _modules_done(told: _Told) -> tuple[str, str, str]:
    words = _("You have done every module for your level, and newer evidence still shows a gap.")
    return words, _("Find a mentor"), address("mentoring:mentoring")


def _longer_than_week(told: _Told) -> tuple[str, str, str]:
    words = _("The shortest step takes %(minutes)s; %(week)s a week are too few to spread it over weeks.")
    said = {"minutes": told.minutes, "week": told.week}
    return words % said, _("Change my minutes"), address("content:learning_time")


def _next_week(told: _Told) -> tuple[str, str, str]:
    words = _("The shortest step takes %(minutes)s; %(left)s of this week are left. It comes next week.")
    return words % {"minutes": told.minutes, "left": told.left}, "", ""


def _others_first(told: _Told) -> tuple[str, str, str]:
    if told.is_question:
        words = _("It needs assessment. A plan asks two questions at most; the others come later.")
        return words, _("Rate yourself"), address("portal:rate", told.skill)
    words = _("Other steps take your minutes this week.")
    return words, _("Change my minutes"), address("content:learning_time")


def _waiting(told: _Told) -> tuple[str, str, str]:
    return waiting_words(told.asked), "", ""


def _no_reason(told: _Told) -> tuple[str, str, str]:
    """Of a plan that another version of lifow has made."""
    return _("This week’s plan has no step for it."), "", ""


WORDS: Mapping[str, Callable[[_Told], tuple[str, str, str]]] = {
    LeftOutReason.NO_MODULE: _no_module,
    LeftOutReason.MODULES_DONE: _modules_done,
    LeftOutReason.LONGER_THAN_WEEK: _longer_than_week,
    LeftOutReason.NEXT_WEEK: _next_week,
    LeftOutReason.OTHERS_FIRST: _others_first,
    LeftOutReason.WAITING: _waiting,
}
