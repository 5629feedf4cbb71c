"""Eight weeks of learning as the plans say: what is asked, what is learned, and what that closes.

Two hundred made-up learners of each of three companies, with true levels, a role of twelve skills, and 30 to
60 minutes a week; a catalogue with two modules for most steps. Whoever has a plan does all that it says. A
module raises a level by less than it states; a self-rating errs as one does; of the managers who are asked
half answer within the week. What a plan asks of the learner takes its minutes; a manager is asked where the
learner has spoken and that is not enough. Gap reports and plans are those of the product.

lifow          today's formula, and asking by turns; what is likely missing is learned
first          the first formula, and plans as they were: what is not sure is asked, again and again
largest first  today's reports; each week the module for the largest gap that fits, then the next

`closed` are the weighted levels below the requirements that are gone after eight weeks, by the true levels.
"""

import datetime as dt
import sys
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.choices import CRITICAL_FACTOR, GapStatus
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    EvidenceColumns,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.gap import compute_gaps
from assessments.gaps.compute.policies import AnyPolicy
from assessments.gaps.compute.policy import GapPolicy
from benchmarks.harness import Result, measured
from content.planning.compute import Catalogue, Learners, plan_learning, prepare
from content.planning.compute.policy import PlanPolicy

LEARNERS, SKILLS, TOP, WEEKS = 200, 12, 5, 8
SEEDS = (1, 2, 3)
MOST_QUESTIONS, LEAST_TO_FIRST = 0.2, 1.3
TODAY = dt.date(2026, 3, 2)
STATED, RAISED = 1.0, 0.7
"""Levels that a module states to raise, and that it does."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Company:
    """The learners with their true levels, and all that was ever said of them; the same for the same seed."""

    seed: int
    rng: np.random.Generator = field(init=False)
    truth: Floats = field(init=False)
    required: Floats = field(init=False)
    critical: NDArray[np.bool_] = field(init=False)
    minutes: Ints = field(init=False)
    words: list[tuple[int, int, float, int, int, int]] = field(default_factory=list)
    done: list[dict[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = rng = np.random.default_rng(self.seed)
        shape = (LEARNERS, SKILLS)
        self.required = np.tile(rng.integers(2, 5, SKILLS).astype(float), (LEARNERS, 1))
        self.critical = np.tile(rng.random(SKILLS) < 0.25, (LEARNERS, 1))
        own = rng.normal(-0.6, 0.6, (LEARNERS, 1)) + rng.normal(0, 0.9, shape)
        self.truth = np.clip(self.required + own, 0, TOP)
        self.minutes = rng.choice([30, 45, 60], LEARNERS)
        self.done = [{} for _ in range(LEARNERS)]
        for person, skill in np.argwhere(rng.random(shape) < 0.35).tolist():
            self.say(person, skill, Source.SELF, -int(rng.integers(10, 300)))
        for person, skill in np.argwhere(rng.random(shape) < 0.3).tolist():
            self.say(person, skill, Source.MANAGER, -int(rng.integers(10, 300)))

    def say(self, person: int, skill: int, source: Source, day: int) -> None:
        """What a source says of a level as it is now, on a day from the first."""
        trust = GapPolicy().sources[source]
        heard = self.truth[person, skill] + trust.offset * TOP + self.rng.normal(0, trust.sd * TOP)
        level = float(np.clip(np.round(heard), 0, TOP))
        self.words.append((person, skill, level, int(source), day, len(self.words)))

    def lacking(self) -> float:
        """Weighted levels that are missing in truth."""
        worth = np.where(self.critical, CRITICAL_FACTOR, 1.0)
        return float((worth * np.maximum(self.required - self.truth, 0)).sum())

    def last_said(self, source: Source) -> Floats:
        """The day on which a source last spoke of each level; -inf where it never did."""
        found = np.full((LEARNERS, SKILLS), -np.inf)
        for person, skill, _level, one, day, _number in self.words:
            if one == source:
                found[person, skill] = max(found[person, skill], day)
        return found


def catalogue(rng: np.random.Generator) -> Catalogue:
    """Two modules for each step of each skill, of 6 to 25 minutes, and some that are missing."""
    steps = [(skill, level) for skill in range(1, SKILLS + 1) for level in range(TOP) for _ in range(2)]
    steps = [step for step in steps if rng.random() > 0.1]
    ids = np.arange(1, len(steps) + 1)
    return Catalogue(
        module=ids,
        minutes=rng.integers(6, 26, len(steps)),
        effect_module=ids,
        effect_skill=np.array([skill for skill, _ in steps]),
        effect_from=np.array([level for _, level in steps], dtype=float),
        effect_to=np.array([level + STATED for _, level in steps]),
        requiring_module=np.zeros(0, dtype=np.int64),
        prerequisite_module=np.zeros(0, dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class Week:
    """What a week held: minutes, those of questions, and how many modules were done.

    again   questions to a source that had spoken within its half-life
    same    plans like those of the week before
    """

    minutes: int
    asked: int
    modules: int
    again: int
    same: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way of telling levels and of planning: `in_turn` asks by turns; without `plan`, large gaps first."""

    name: str
    policy: AnyPolicy
    in_turn: bool
    plan: PlanPolicy | None


WAYS = (
    Way("lifow", GapPolicy(), in_turn=True, plan=PlanPolicy()),
    Way("first", NormalPolicy(), in_turn=False, plan=PlanPolicy(checks_at_most=3)),
    Way("largest first", GapPolicy(), in_turn=True, plan=None),
)


def weeks_of(way: Way, seed: int) -> tuple[list[Week], float]:
    """The weeks of a company that goes one way, and the weighted levels that are closed in truth."""
    company = Company(seed)
    content = catalogue(np.random.default_rng(seed + 1))
    before, weeks = company.lacking(), []
    past: list[list[Step]] = [[] for _ in range(LEARNERS)]
    for week in range(WEEKS):
        day = week * 7
        rows = reports(company, way.policy, day)
        asked = learners(company, content, rows, way, day)
        lists = planned(content, asked, way.plan) if way.plan else largest_first(company, content, rows)
        weeks.append(follow(company, content, lists, past, day))
        past = lists
        if way.in_turn:
            ask_managers(company, rows, day)
    return weeks, before - company.lacking()


class Step(NamedTuple):
    """A module, or 0 and a skill to rate oneself in."""

    module: int
    skill: int
    minutes: int


def reports(company: Company, policy: AnyPolicy, day: int) -> NDArray[np.void]:
    """Report rows, learners × skills, of a day."""
    now = day_number(TODAY)
    evidence = [
        (
            number + 1,
            person,
            skill + 1,
            level,
            source,
            1 + person if source == Source.SELF else 1001,
            now + on,
            NO_EXPIRY,
        )
        for person, skill, level, source, on, number in company.words
    ]
    needs = [
        (person, skill + 1, company.required[person, skill], 1, company.critical[person, skill], 1, 1)
        for person, skill in np.ndindex(company.truth.shape)
    ]
    found = compute_gaps(
        RequirementColumns.of(needs),
        EvidenceColumns.of(evidence),
        SkillScales.of([(skill, TOP) for skill in range(1, SKILLS + 1)]),
        policy,
        as_of=TODAY + dt.timedelta(days=day),
        people=LEARNERS,
    )
    return found.rows.reshape(LEARNERS, SKILLS)


def learners(company: Company, content: Catalogue, rows: NDArray[np.void], way: Way, day: int) -> Learners:
    """What goes into the plans, as `content.planning.selectors` makes it of stored reports."""
    own = GapPolicy().sources[Source.SELF]
    status, error = rows["status"].astype(np.int64), np.full(rows.shape, own.sd * TOP)
    if way.in_turn:
        lately = company.last_said(Source.SELF) > day - own.half_life_days
        is_open = (status == GapStatus.ASSESS_FIRST) & (rows["n_evidence"] > 0)
        is_to_learn = is_open & (rows["mu"] < rows["required"]) & ((rows["p_meets"] < 0.5) | lately)
        status = np.where(is_to_learn, GapStatus.GAP, status)
        error = np.where(lately, np.nan, error)
    done = [(person, module) for person, modules in enumerate(company.done) for module in modules]
    unseen = [one for one in done if not _seen_since(company, content, *one)]
    steps = np.array([module - 1 for _, module in unseen], dtype=np.int64)
    return Learners(
        minutes=company.minutes,
        week=company.minutes,
        critical_first=np.ones(LEARNERS, dtype=bool),
        need_learner=np.repeat(np.arange(LEARNERS), SKILLS),
        skill=rows["skill"].ravel(),
        mu=np.maximum(rows["mu"].astype(float), 0).ravel(),
        sigma=rows["sigma"].astype(float).ravel(),
        ask_error=error.ravel(),
        required=rows["required"].astype(float).ravel(),
        weight=np.ones(rows.size),
        critical=company.critical.ravel(),
        status=status.ravel(),
        done_learner=np.array([person for person, _ in done], dtype=np.int64),
        done_module=np.array([module for _, module in done], dtype=np.int64),
        raised_learner=np.array([person for person, _ in unseen], dtype=np.int64),
        raised_skill=content.effect_skill[steps],
        raised_from=content.effect_from[steps],
        raised_to=content.effect_to[steps],
    )


def _seen_since(company: Company, content: Catalogue, person: int, module: int) -> bool:
    skill, done = int(content.effect_skill[module - 1]) - 1, company.done[person][module]
    return any(one[0] == person and one[1] == skill and one[4] >= done for one in company.words)


def planned(content: Catalogue, asked: Learners, policy: PlanPolicy) -> list[list[Step]]:
    """What the product's plans say, in order."""
    return [
        [Step(item.module or 0, item.skill or 0, item.minutes) for item in plan.items]
        for plan in plan_learning(prepare(content, policy), asked)
    ]


def largest_first(company: Company, content: Catalogue, rows: NDArray[np.void]) -> list[list[Step]]:
    """Modules for the largest expected gaps, critical ones double, each while the minutes last."""
    worth = np.where(company.critical, CRITICAL_FACTOR, 1.0) * np.maximum(rows["required"] - rows["mu"], 0)
    lists = []
    for person in range(LEARNERS):
        left = int(company.minutes[person])
        steps: list[Step] = []
        level = rows["mu"][person].astype(float).copy()
        for skill in np.argsort(-worth[person], kind="stable").tolist():
            while worth[person, skill] > 0 and level[skill] < rows["required"][person, skill]:
                fits = _follows(content, company.done[person], skill, level[skill], left, steps)
                if fits is None:
                    break
                steps.append(fits)
                left -= fits.minutes
                level[skill] = content.effect_to[fits.module - 1]
        lists.append(steps)
    return lists


def _follows(
    content: Catalogue, done: dict[int, int], skill: int, level: float, left: int, steps: list[Step]
) -> Step | None:
    """The shortest module of a skill that can be followed at a level and raises it; None without one."""
    lowest = content.effect_from <= level + PlanPolicy().level_tolerance
    fits = (
        (content.effect_skill == skill + 1) & lowest & (content.effect_to > level) & (content.minutes <= left)
    )
    taken = set(done) | {step.module for step in steps}
    found = [place for place in np.flatnonzero(fits).tolist() if place + 1 not in taken]
    if not found:
        return None
    place = min(found, key=lambda one: (int(content.minutes[one]), one))
    return Step(place + 1, skill + 1, int(content.minutes[place]))


def follow(
    company: Company, content: Catalogue, lists: list[list[Step]], past: list[list[Step]], day: int
) -> Week:
    """Do all that the lists say; what a module raises is seen by nobody yet."""
    last = company.last_said(Source.SELF)
    lately = last > day - GapPolicy().sources[Source.SELF].half_life_days
    minutes, asked, modules, again = 0, 0, 0, 0
    for person, steps in enumerate(lists):
        for step in steps:
            minutes += step.minutes
            if not step.module:
                asked += step.minutes
                again += bool(lately[person, step.skill - 1])
                company.say(person, step.skill - 1, Source.SELF, day + 3)
                continue
            modules += 1
            company.done[person][step.module] = day + 2
            place, skill = step.module - 1, step.skill - 1
            if company.truth[person, skill] >= content.effect_from[place] - PlanPolicy().level_tolerance:
                reached = content.effect_to[place] - STATED + RAISED
                risen = min(company.truth[person, skill] + RAISED, reached)
                company.truth[person, skill] = max(company.truth[person, skill], risen)
    same = sum(bool(steps) and steps == before for steps, before in zip(lists, past, strict=True))
    return Week(minutes, asked, modules, again, same)


def ask_managers(company: Company, rows: NDArray[np.void], day: int) -> None:
    """Ask for what is not sure where the learner has spoken, at most three a learner; half are answered."""
    policy = GapPolicy().sources
    own = company.last_said(Source.SELF) > day - policy[Source.SELF].half_life_days
    lately = company.last_said(Source.MANAGER) > day - policy[Source.MANAGER].half_life_days
    is_open = (rows["status"] == GapStatus.ASSESS_FIRST) & own & ~lately
    for person in range(LEARNERS):
        for skill in np.flatnonzero(is_open[person])[:3].tolist():
            if company.rng.random() < 0.5:
                company.say(person, skill, Source.MANAGER, day + 6)


def run() -> Result:
    """Let the same companies go each way, and compare what is closed."""
    with measured() as measurement:
        found = {way.name: [weeks_of(way, seed) for seed in SEEDS] for way in WAYS}
    for name, companies in found.items():
        for weeks, closed in companies:
            shares = ", ".join(f"{share(week):.0%}" for week in weeks)
            modules = ", ".join(str(week.modules) for week in weeks)
            print(f"{name}: closed {closed:.0f}; questions {shares}; modules {modules}", file=sys.stderr)
    ours = found["lifow"]
    ratios = {
        "questions_from_week_2": max(share(week) for weeks, _closed in ours for week in weeks[1:]),
        "asked_again": float(sum(week.again for weeks, _closed in ours for week in weeks)),
        "same_plans": float(sum(week.same for weeks, _closed in ours for week in weeks)),
        **{
            f"closed_to_{name.replace(' ', '_')}": least(ours, found[name])
            for name in found
            if name != "lifow"
        },
    }
    return Result(
        name="eight_weeks",
        seconds=measurement.seconds,
        cpu_seconds=measurement.cpu_seconds,
        peak_mib=measurement.peak_mib,
        ratios=ratios,
        goal="from week 2 at most a fifth of a week's minutes questions, nobody asked twice in a half-life, "
        "no plan like last week's, 1.3 times as much closed as by the first formula and its plans, and no "
        "less than by the largest gap first",
        met=ratios["questions_from_week_2"] <= MOST_QUESTIONS
        and not ratios["asked_again"]
        and not ratios["same_plans"]
        and ratios["closed_to_first"] >= LEAST_TO_FIRST
        and ratios["closed_to_largest_first"] >= 1,
    )


def share(week: Week) -> float:
    """Of a week's minutes, those of questions."""
    return week.asked / max(week.minutes, 1)


def least(ours: list[tuple[list[Week], float]], theirs: list[tuple[list[Week], float]]) -> float:
    """How many times as much is closed, in the company in which that is least."""
    return min(one / other for (_weeks, one), (_others, other) in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    print(run().line())
