"""What a plan waits for where nothing is left for its learner to do: whose rating, in what, since when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import PersonGaps, SkillStanding
from content.planning.models import Plan
from content.planning.reports import LearnerPlan


@dataclass(frozen=True, slots=True)
class WaitingSkill:
    """A skill that somebody else has to rate: who since when, or who can ask where nobody is."""

    standing: SkillStanding
    words: str
    is_asked: bool


def waiting_words(asked: str) -> str:
    """Who is waited for, of a skill that the learner can say no more of."""
    return asked or _("Nobody else is asked yet. Your manager or HR can ask somebody who has seen your work.")


def waiting_skills(plan: LearnerPlan, gaps: PersonGaps, asked: Mapping[int, str]) -> tuple[WaitingSkill, ...]:
    """What a plan without steps for its learner waits for; first what somebody is asked."""
    waiting = set(_waiting_in(plan))
    rows = [row for row in gaps.required if row.skill.pk in waiting and row.status != GapStatus.MEETS]
    found = (
        WaitingSkill(row, waiting_words(asked.get(row.skill.pk, "")), row.skill.pk in asked) for row in rows
    )
    return tuple(sorted(found, key=lambda one: not one.is_asked))


def _waiting_in(plan: LearnerPlan) -> Iterable[int]:
    if plan.plan is None or not (plan.steps or plan.plan.outcome == Plan.Outcome.WAITING):
        return
    skills = (step.item.skill_id for step in plan.steps if step.item.module_id is None)
    yield from (skill for skill in skills if skill is not None)
    yield from plan.waiting
