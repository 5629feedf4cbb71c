"""A learner's plan with names and reasons, and how far this week's minutes went."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assessments.frameworks.models import Skill
from content.activity.models import Activity
from content.catalogue.models import Module
from content.planning import selectors
from content.planning.models import Plan, PlanItem
from content.planning.querysets import MINUTES_A_WEEK
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One item of a plan with what it needs to be shown; `prepares_for` is a later module of the plan."""

    item: PlanItem
    activity: Activity | None
    prepares_for: Module | None

    @property
    def is_started(self) -> bool:
        return self.activity is not None and self.activity.completed_at is None


@dataclass(frozen=True, slots=True)
class NextWeek:
    """What the next week begins with: a module, or a skill to assess."""

    module: Module | None
    skill: Skill
    minutes: int


@dataclass(frozen=True, slots=True)
class LearnerPlan:
    """A learner's plan for pages.

    steps             in the order of the plan
    minutes_planned   sum over the steps
    minutes_done      minutes of the modules that were finished since Monday
    without_content   gapped skills that no module raises from the learner's level
    used_up           gapped skills of which all is done that can be followed from the learner's level, though
                      evidence since shows the gap
    begun             what was opened last and not finished, on the plan or off it
    next_week         what comes first then, where nothing more fits into this week
    """

    plan: Plan | None
    steps: tuple[PlanStep, ...]
    minutes_planned: int
    minutes_done: int
    without_content: tuple[Skill, ...]
    used_up: tuple[Skill, ...] = ()
    begun: Activity | None = None
    next_week: NextWeek | None = None

    @property
    def next_step(self) -> PlanStep | None:
        """What the plan says to do now: the module that was begun, else the first step."""
        started = [step for step in self.steps if step.is_started]
        return next(iter(started or self.steps), None)

    @property
    def begun_off_plan(self) -> Activity | None:
        """What was opened last and not finished, where it is no step of the plan."""
        planned = {step.item.module_id for step in self.steps}
        return self.begun if self.begun is not None and self.begun.module_id not in planned else None


def plan_of(person: Person, as_of: datetime) -> LearnerPlan:
    """The current plan of a person; an empty one where none was made yet."""
    monday = selectors.monday_of(as_of.astimezone(ZoneInfo(person.timezone)))
    done = selectors.minutes_done({person.pk: monday})[person.pk]
    begun = begun_last(person)
    plan = Plan.objects.for_person(person).first()
    if plan is None:
        return LearnerPlan(None, (), 0, done, (), begun=begun)
    items = list(plan.items.select_related("module", "skill").order_by("position"))
    activities = {
        activity.module_id: activity
        for activity in Activity.objects.for_person(person).filter(
            module__in=[item.module_id for item in items if item.module_id]
        )
    }
    modules = {item.module_id: item.module for item in items if item.module_id}
    steps = tuple(
        PlanStep(
            item=item,
            activity=activities.get(item.module_id) if item.module_id else None,
            prepares_for=modules.get(item.reason_details.get("prepares_for")),
        )
        for item in items
    )
    without, used_up = (plan.outcome_details.get(name, []) for name in ("without_content", "used_up"))
    skills = list(Skill.objects.filter(pk__in=[*without, *used_up]).order_by("name"))
    return LearnerPlan(
        plan=plan,
        steps=steps,
        minutes_planned=sum(item.minutes for item in items),
        minutes_done=done,
        without_content=tuple(skill for skill in skills if skill.pk in without),
        used_up=tuple(skill for skill in skills if skill.pk in used_up),
        begun=begun,
        next_week=_next_week(plan),
    )


def _next_week(plan: Plan) -> NextWeek | None:
    told = plan.outcome_details.get("next_week")
    if told is None:
        return None
    skill = Skill.objects.filter(pk=told["skill"]).first()
    module = Module.objects.filter(pk=told["module"]).first()
    return NextWeek(module, skill, told["minutes"]) if skill else None


def begun_last(person: Person) -> Activity | None:
    """What a person opened last and has not finished, of what is still published; with its effects."""
    activities = Activity.objects.for_person(person).open().filter(module__status=Module.Status.PUBLISHED)
    return activities.select_related("module").prefetch_related("module__effects").latest_first().first()


def minutes_a_week(person: Person) -> int:
    """The minutes a week that a person chose, or those that everyone begins with."""
    return selectors.minutes_of([person.pk]).get(person.pk, MINUTES_A_WEEK)
