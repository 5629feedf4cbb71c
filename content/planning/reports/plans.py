"""A learner's plan with names and reasons, and how far this week's minutes went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.frameworks.models import Skill
from assessments.gaps.models import GapReport
from content.activity.models import Activity
from content.catalogue.models import CatalogueVersion, Module
from content.planning import details, selectors
from content.planning.models import Plan, PlanItem
from lifow.base.database.columns import among
from lifow.base.database.prepared import prepared
from lifow.base.days import local_day, zone_of
from lifow.people.persons.models import Person

# Long texts, and times, which cost more to read than names; no page of a plan shows them.
NOT_TOLD = [
    "module__body",
    *(f"{one}__{at}" for one in ("module", "skill") for at in ("created_at", "updated_at")),
]

GAPS_ALONE = ("without_content", "used_up")
SKILL_LISTS = (*GAPS_ALONE, "waiting")
"""Of what happened with a plan: lists of skill ids."""
NOTHING_MORE = {
    Plan.Outcome.NO_GAPS,
    Plan.Outcome.WAITING,
    Plan.Outcome.NO_CONTENT,
    Plan.Outcome.MATERIAL_DONE,
    Plan.Outcome.PUT_OFF,
}
"""Outcomes of plans that more time would make no longer."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One item of a plan: `prepares_for` is the module that requires it, `activity` what was done of it."""

    item: PlanItem
    prepares_for: Module | None
    activity: Activity | None = None

    @property
    def is_started(self) -> bool:
        return self.activity is not None and self.activity.completed_at is None

    @property
    def is_done(self) -> bool:
        """Whether it was done since the plan was made: one that is kept during leave is not made again."""
        return self.activity is not None and self.activity.completed_at is not None

    @property
    def may_be_put_off(self) -> bool:
        """Whether its learner may say “not this week”: what is assigned has a day of its own."""
        return not self.item.is_assigned

    @property
    def gap_closed(self) -> float | None:
        """In weighted levels; None for a check: its gain is what it is worth to know, another measure."""
        return None if self.item.reason == PlanItem.Reason.ASSESS else self.item.gain

    @property
    def questions(self) -> int | None:
        """How many questions a check has; None for a module."""
        return details.whole(self.item.reason_details, "questions")


@dataclass(frozen=True, slots=True)
class PutOff:
    """What the learner has put off: a module, or a skill to assess, and the day from which the plan may have
    it again."""

    module: Module | None
    skill: Skill | None
    until: date

    @property
    def step(self) -> Module | Skill | None:
        return self.module or self.skill


@dataclass(frozen=True, slots=True)
class NextWeek:
    """What the next week begins with: a module, or a skill to assess."""

    module: Module | None
    skill: Skill | None
    minutes: int


@dataclass(frozen=True, slots=True)
class LeftOutSkill:
    """A critical skill without a step, the reason, and minutes of the shortest step where there is one."""

    skill: Skill
    reason: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A stored plan with the skills and modules that it names, whoever reads it.

    without_content   gapped skills that no module raises from the learner's level
    used_up           gapped skills of which all is done that can be followed from the learner's level, though
                      evidence since shows the gap
    next_week         what comes first then, where nothing more fits into this week; None too where that is
                      there no more: the plan is made again anyway
    waiting           skills that need assessment by somebody else than the learner
    left_out          critical skills without a step
    put_off           what the learner has put off, the soonest back first
    """

    plan: Plan
    steps: tuple[PlanStep, ...]
    without_content: tuple[Skill, ...]
    used_up: tuple[Skill, ...]
    next_week: NextWeek | None
    waiting: tuple[Skill, ...] = ()
    left_out: tuple[LeftOutSkill, ...] = ()
    put_off: tuple[PutOff, ...] = ()

    @property
    def minutes_planned(self) -> int:
        return sum(step.item.minutes for step in self.steps)

    @property
    def shortest_minutes(self) -> int | None:
        """Where nothing fits the minutes: how long the shortest step is."""
        return details.whole(self.plan.outcome_details, "shortest_minutes")


@dataclass(frozen=True, slots=True)
class LearnerPlan:
    """A learner's plan for pages.

    steps             in the order of the plan
    minutes_planned   sum over the steps
    minutes_done      minutes of modules that were done since Monday
    without_content   gapped skills that no module raises from the learner's level
    used_up           gapped skills of which all is done that can be followed from the learner's level, though
                      evidence since shows the gap
    started           what was opened last and not finished, on the plan or off it
    next_week         what comes first then, where nothing more fits into this week
    put_off           what the learner has put off, the soonest back first
    """

    plan: Plan | None
    steps: tuple[PlanStep, ...]
    minutes_planned: int
    minutes_done: int
    without_content: tuple[Skill, ...]
    used_up: tuple[Skill, ...] = ()
    started: Activity | None = None
    next_week: NextWeek | None = None
    put_off: tuple[PutOff, ...] = ()

    @property
    def next_step(self) -> PlanStep | None:
        """What the plan says to do now: the module that was started, else the first step."""
        started = [step for step in self.steps if step.is_started]
        return next(iter(started or self.steps), None)

    @property
    def left_out(self) -> Sequence[details.StoredLeftOut]:
        """Critical skills without a step, by id, each with the reason and minutes of the shortest step."""
        return details.left_out(self.plan.outcome_details) if self.plan else ()

    @property
    def waiting(self) -> Sequence[int]:
        """Ids of skills that need assessment by somebody else than the learner."""
        return details.ids(self.plan.outcome_details, "waiting") if self.plan else ()

    @property
    def shortest_minutes(self) -> int | None:
        """Where nothing fits the minutes: how long the shortest step is."""
        return details.whole(self.plan.outcome_details, "shortest_minutes") if self.plan else None

    @property
    def late(self) -> Sequence[int]:
        """Ids of modules that have to be done, and that the minutes do not hold by their day."""
        return details.ids(self.plan.outcome_details, "late") if self.plan else ()

    @property
    def is_spread(self) -> bool:
        """Whether a step goes on in later weeks."""
        return any(step.item.later_minutes for step in self.steps)

    @property
    def may_have_more(self) -> bool:
        """Whether there may be steps after those of the plan, for whoever has more time."""
        return self.plan is not None and self.plan.outcome not in NOTHING_MORE

    @property
    def puts_critical_first(self) -> bool:
        """Whether steps for critical skills come before all others, and there are some."""
        is_first = self.plan is not None and self.plan.critical_first
        return is_first and any(step.item.is_critical for step in self.steps)

    @property
    def started_off_plan(self) -> Activity | None:
        """What was opened last and not finished, where it is no step of the plan."""
        planned = {step.item.module_id for step in self.steps}
        return self.started if self.started is not None and self.started.module_id not in planned else None


def plan_of(person: Person, as_of: datetime, known: Mapping[int, Skill] | None = None) -> LearnerPlan:
    """The current plan of a person; an empty one where none was made yet.

    `known` are skills by id that are not looked up again, as those of the person's gap report.
    """
    monday = selectors.monday_of(as_of.astimezone(zone_of(person.timezone)))
    plan = _stored_plan(person)
    named = named_plans([plan], of_gaps=False, known=known)[0] if plan else None
    planned = [step.item.module_id for step in named.steps if step.item.module_id] if named else []
    activities = _activities(person, monday, planned)
    started = next((one for one in activities if one.completed_at is None and _is_published(one)), None)
    done = sum(one.minutes_since(monday) for one in activities)
    if named is None:
        return LearnerPlan(None, (), 0, done, (), started=started)
    by_module = {one.module_id: one for one in activities}
    return LearnerPlan(
        plan=plan,
        steps=tuple(replace(step, activity=by_module.get(step.item.module_id or 0)) for step in named.steps),
        minutes_planned=named.minutes_planned,
        minutes_done=done,
        without_content=tuple(sorted(named.without_content, key=lambda skill: skill.name)),
        used_up=tuple(sorted(named.used_up, key=lambda skill: skill.name)),
        started=started,
        next_week=named.next_week,
        put_off=named.put_off,
    )


def next_monday(person: Person, as_of: datetime) -> date:
    """The Monday of the person's next week, where they are: until then a step is put off."""
    today = local_day(as_of, person.timezone)
    return today + timedelta(days=7 - today.weekday())


def plans_module(person: Person, module: Module) -> bool:
    """Whether a module is a step of somebody's plan; one query."""
    return PlanItem.objects.filter(plan__person=person, module=module).exists()


def _stored_plan(person: Person) -> Plan | None:
    """The plan of a person, as it comes `with_items`; one query where it has items, one more where not."""
    found = _stored_items(person)
    plan = found[0].plan if found else Plan.objects.for_person(person).first()
    if plan is not None:
        plan._prefetched_objects_cache = {"items": found}
    return plan


@prepared
def _stored_items(person: Person) -> QuerySet[PlanItem]:
    items = PlanItem.objects.filter(plan__person=person).select_related("plan", "module", "skill")
    return items.defer(*NOT_TOLD).order_by("position")


@prepared
def _activities(person: Person, monday: datetime, planned: list[int]) -> QuerySet[Activity]:
    """What a person did this week, did of the planned modules, and has opened last of what is published and
    not finished; the latest first, in one query."""
    mine = Activity.objects.for_person(person)
    last = mine.open().filter(module__status=Module.Status.PUBLISHED).latest_first().values("pk")[:1]
    shown = (
        Q(completed_at__gte=monday) | Q(paused_at__gte=monday) | Q(module__in=among(planned)) | Q(pk__in=last)
    )
    found = mine.filter(shown).select_related("module")
    return found.defer("module__body", "module__created_at", "module__updated_at").latest_first()


def _is_published(activity: Activity) -> bool:
    return activity.module.status == Module.Status.PUBLISHED


def named_plans(
    plans: Sequence[Plan], *, of_gaps: bool = True, known: Mapping[int, Skill] | None = None
) -> tuple[NamedPlan, ...]:
    """Plans that come `with_items`, with the skills and modules that they name; two queries at most.

    Without `of_gaps` nothing is said of what waits and what is left out: a gap report at hand names those.
    Skills that are `known` are not looked up, nor modules that are steps themselves.
    """
    skills = dict(known or {})
    named = {key for plan in plans for key in _skills_named(plan, of_gaps=of_gaps)} - skills.keys()
    skills |= Skill.objects.in_bulk(named) if named else {}
    steps = (item.module for plan in plans for item in plan.items.all())
    modules = {module.pk: module for module in steps if module is not None}
    others = {key for plan in plans for key in _modules_named(plan) if key} - modules.keys()
    modules |= Module.objects.in_bulk(others) if others else {}
    return tuple(_named(plan, skills, modules) for plan in plans)


def with_staleness(plans: Sequence[Plan], as_of: datetime) -> Sequence[Plan]:
    """Plans with `is_stale`: whether a report, the catalogue or the week has changed since; two queries."""
    its_report = GapReport.objects.current().filter(person=OuterRef("person"), digest=OuterRef("gap_digest"))
    fresh = Plan.objects.fresh(CatalogueVersion.objects.current(), as_of)
    current = fresh.filter(Exists(its_report), pk__in=[plan.pk for plan in plans])
    current_ids = set(current.values_list("pk", flat=True))
    for plan in plans:
        plan.is_stale = plan.pk not in current_ids
    return plans


def _named(plan: Plan, skills: Mapping[int, Skill], modules: Mapping[int, Module]) -> NamedPlan:
    without, used_up, waiting = (
        tuple(skills[key] for key in details.ids(plan.outcome_details, name) if key in skills)
        for name in SKILL_LISTS
    )
    left_out = tuple(
        LeftOutSkill(skills[one.skill], one.reason, one.minutes)
        for one in details.left_out(plan.outcome_details)
        if one.skill in skills
    )
    # A step of neither a module nor a skill, whatever has stored it, is none.
    items = (item for item in plan.items.all() if item.module_id or item.skill_id)
    steps = tuple(PlanStep(item, modules.get(_prepares_for(item) or 0)) for item in items)
    return NamedPlan(
        plan=plan,
        steps=steps,
        without_content=without,
        used_up=used_up,
        next_week=_next_week(plan, skills, modules),
        waiting=waiting,
        left_out=left_out,
        put_off=tuple(_put_off(plan, skills, modules)),
    )


def _put_off(plan: Plan, skills: Mapping[int, Skill], modules: Mapping[int, Module]) -> Iterator[PutOff]:
    """What is put off and still there; what was assigned since is a step all the same."""
    steps = {item.module_id for item in plan.items.all() if item.module_id}
    for one in details.put_off(plan.outcome_details):
        named = PutOff(modules.get(one.module or 0), skills.get(one.skill or 0), one.until)
        if named.step is not None and one.module not in steps:
            yield named


def _next_week(plan: Plan, skills: Mapping[int, Skill], modules: Mapping[int, Module]) -> NextWeek | None:
    following = details.next_week(plan.outcome_details)
    if following is None:
        return None
    skill, module = skills.get(following.skill or 0), modules.get(following.module or 0)
    is_gone = (following.skill is not None and skill is None) or (
        following.module is not None and module is None
    )
    return None if is_gone else NextWeek(module, skill, following.minutes)


def _skills_named(plan: Plan, *, of_gaps: bool) -> Iterator[int]:
    stored = plan.outcome_details
    for name in SKILL_LISTS if of_gaps else GAPS_ALONE:
        yield from details.ids(stored, name)
    if of_gaps:
        yield from (one.skill for one in details.left_out(stored))
    yield from (one.skill for one in details.put_off(stored) if one.skill is not None)
    following = details.next_week(stored)
    if following is not None and following.skill is not None:
        yield following.skill


def _modules_named(plan: Plan) -> Iterator[int | None]:
    yield from (_prepares_for(item) for item in plan.items.all())
    yield from (one.module for one in details.put_off(plan.outcome_details))
    following = details.next_week(plan.outcome_details)
    yield following.module if following else None


def _prepares_for(item: PlanItem) -> int | None:
    return details.whole(item.reason_details, "prepares_for")


def learning_time_of(person: Person) -> selectors.Chosen:
    """The minutes a week that a person chose, and what they go to first; or what everyone begins with."""
    return selectors.chosen_by([person.pk]).get(person.pk, selectors.Chosen())
