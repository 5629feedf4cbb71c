"""My gaps and why, my week, and what to mark as done."""

from typing import Annotated

import msgspec
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_mcpz.server import ToolError

from assessments.gaps.reports import SkillStanding, gaps_of
from channels.assistant.confirming import Confirmation, Preview, confirmed
from channels.assistant.endpoint import reading_tool, writing_tool
from channels.assistant.scopes import ACTIVITIES, LEARNING
from channels.assistant.told import in_one_line, link_to, quoted
from content.activity.models import Activity
from content.activity.reports import left_to_read
from content.assignments.reports import asked_again
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.planning.reports import PlanStep, plan_of
from content.planning.services import complete_module
from lifow.base.channels import Channel
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

MOST_SKILLS = 12


class SkillTold(msgspec.Struct, omit_defaults=True):
    """One skill: `level` is absent where it is not assessed yet, which is not level 0."""

    skill: str
    id: str
    needed: float | None
    level: float | None = None
    is_critical: bool = False
    notes: list[str] = []
    link: str = ""


class GapsTold(msgspec.Struct):
    """Gaps first, then what needs assessment; `met` is only counted."""

    summary: str
    readiness: str
    gaps: list[SkillTold]
    needs_assessment: list[SkillTold]
    met: int
    link: str


class StepTold(msgspec.Struct, omit_defaults=True):
    """One step of the week: a module to do, or a skill to assess."""

    what: str
    minutes: int
    why: str
    link: str
    module: str = ""
    is_started: bool = False
    is_done: bool = False


class WeekTold(msgspec.Struct):
    """The plan of this week, in its order."""

    minutes_planned: int
    minutes_done: int
    steps: list[StepTold]
    link: str


class ModuleParams(msgspec.Struct):
    module: Annotated[str, msgspec.Meta(max_length=40, description="The id of the module (mod_…).")]
    confirmation: Confirmation = ""


class Done(msgspec.Struct, tag_field="state", tag="done"):
    """What was done."""

    said: str
    link: str


@reading_tool(
    LEARNING,
    title="My gaps",
    description="The skills that the person's role needs and they do not reach, or are not assessed in.",
)
def my_gaps(request: SignedInRequest) -> GapsTold:
    gaps = gaps_of(request.user)
    return GapsTold(
        summary=gaps.skills_in_words,
        readiness=gaps.readiness_in_words,
        gaps=[_skill(one) for one in gaps.gaps[:MOST_SKILLS]],
        needs_assessment=[_skill(one) for one in gaps.assess_first[:MOST_SKILLS]],
        met=len(gaps.met),
        link=link_to("portal:skills"),
    )


@reading_tool(
    LEARNING,
    title="My week",
    description="What to learn next and why: the steps of the person's plan of this week.",
)
def my_week(request: SignedInRequest) -> WeekTold:
    plan = plan_of(request.user, timezone.localtime())
    first = plan.next_step
    ordered = sorted(plan.steps, key=lambda step: step is not first)
    return WeekTold(
        minutes_planned=plan.minutes_planned,
        minutes_done=plan.minutes_done,
        steps=[_step(one) for one in ordered],
        link=link_to("portal:home"),
    )


@writing_tool(
    ACTIVITIES,
    title="Mark a module as done",
    description="Notes that the person has done a module. It is progress, and changes no level.",
)
def mark_done(request: SignedInRequest, params: ModuleParams) -> Preview | Done:
    module = Module.objects.published().readable_by(request.user).filter(public_id=params.module).first()
    if module is None:
        raise ToolError(_("There is no such module."))
    if left := _left_to_do(module, request.user):
        raise ToolError(f"{left} {link_to('content:module', module.public_id)}")
    words = _("Mark “%(module)s” as done.") % {"module": module}
    key = confirmed(request, "mark_done", params, words)
    if isinstance(key, Preview):
        return key
    now = timezone.now()
    complete_module(person=request.user, module=module, completed_at=now, channel=Channel.ASSISTANT)
    said = _("“%(module)s” is done.") % {"module": module}
    return Done(said, link_to("portal:home"))


def _left_to_do(module: Module, person: Person) -> str:
    """What the page of a module asks for before it is done, in words; empty where it asks for nothing."""
    activity = Activity.objects.filter(person=person, module=module).first()
    kind = kind_of(module.kind)
    left: str = kind.left_to_do(module, person)
    if left or not kind.is_text_read:
        return left
    if activity is None:
        return _("Open the module in lifow first: it counts as done once it was read.")
    return left_to_read(activity, again=asked_again(person, activity))


def _skill(row: SkillStanding) -> SkillTold:
    return SkillTold(
        skill=row.skill.name,
        id=row.skill.public_id,
        needed=_short(row.required),
        level=_short(row.level),
        is_critical=row.is_critical,
        notes=[str(one) for one in row.notes],
        link=link_to("portal:skill", row.skill.public_id),
    )


def _step(step: PlanStep) -> StepTold:
    item = step.item
    why = render_to_string("portal/home/step_why.html", {"item": item, "step": step})
    if item.module is not None:
        what, link = quoted(item.title, 200), link_to("content:module", item.module.public_id)
    else:
        what = item.title
        link = link_to("portal:skill", item.skill.public_id) if item.skill else link_to("portal:home")
    return StepTold(
        what=what,
        minutes=item.minutes,
        why=in_one_line(why),
        link=link,
        module=item.module.public_id if item.module else "",
        is_started=step.is_started,
        is_done=step.is_done,
    )


def _short(level: float | None) -> float | None:
    return None if level is None else round(level, 1)
