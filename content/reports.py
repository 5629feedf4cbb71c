"""Reads for pages and the API: plans with names and reasons, progress, material that is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.models import Skill
from assessments.reports import stored_reports
from content import compute, frames
from content.models import Activity, Module, Plan, PlanItem
from lifow.people.models import Person


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
class LearnerPlan:
    """A learner's plan for pages.

    steps             in the order of the plan
    minutes_planned   sum over the steps
    minutes_done      minutes of the modules that were finished since Monday
    without_content   gapped skills that no module raises
    """

    plan: Plan | None
    steps: tuple[PlanStep, ...]
    minutes_planned: int
    minutes_done: int
    without_content: tuple[Skill, ...]

    @property
    def next_step(self) -> PlanStep | None:
        """What to do now: the module that was begun, else the first step."""
        started = [step for step in self.steps if step.is_started]
        return next(iter(started or self.steps), None)


@dataclass(frozen=True, slots=True)
class MissingMaterial:
    """A step of one level in a skill that people have to make and no module makes.

    gap is in levels, summed over the people: mean gap × headcount.
    """

    skill: Skill
    from_level: int
    to_level: int
    people: int
    critical: int
    gap: float


def plan_of(person: Person, as_of: datetime) -> LearnerPlan:
    """The current plan of a person; an empty one where none was made yet."""
    done = minutes_done_since(person, monday_of(as_of))
    plan = Plan.objects.for_person(person).first()
    if plan is None:
        return LearnerPlan(None, (), 0, done, ())
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
    missing = Skill.objects.filter(pk__in=plan.outcome_details.get("without_content", []))
    return LearnerPlan(
        plan=plan,
        steps=steps,
        minutes_planned=sum(item.minutes for item in items),
        minutes_done=done,
        without_content=tuple(missing.order_by("name")),
    )


def minutes_done_since(person: Person, since: datetime) -> int:
    """Minutes of the modules that a person finished from a moment on, by the modules' own length."""
    finished = Activity.objects.for_person(person).filter(completed_at__gte=since)
    return sum(finished.values_list("module__minutes", flat=True))


def monday_of(moment: datetime) -> datetime:
    """Midnight of the Monday of the moment's week, in the moment's own time zone."""
    monday = moment - timedelta(days=moment.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)


def missing_material(person_ids: Iterable[int]) -> tuple[MissingMaterial, ...]:
    """What has to be made for the known gaps of these people, the largest gap × headcount first."""
    prepared = compute.prepare(frames.catalogue(), compute.PlanPolicy())
    found = compute.coverage_of_content(frames.learners(stored_reports(person_ids)), prepared)
    skills = Skill.objects.select_related("parent").in_bulk([step.skill for step in found])
    return tuple(
        MissingMaterial(
            skill=skills[step.skill],
            from_level=step.from_level,
            to_level=step.to_level,
            people=step.people,
            critical=step.critical,
            gap=step.gap,
        )
        for step in found
    )


def modules_that_help(skill: Skill, at_level: float | None) -> Sequence[Module]:
    """Published modules that raise a skill; those that fit the level first, then the others, by level."""
    modules = Module.objects.published().raising(skill).prefetch_related("effects__skill")
    level = at_level or 0

    def order(module: Module) -> tuple[bool, float, int]:
        effect = next(one for one in module.effects.all() if one.skill_id == skill.pk)
        fits = float(effect.from_level) <= level + 0.5 and float(effect.to_level) > level
        return not fits, float(effect.from_level), module.minutes

    return sorted(modules, key=order)
