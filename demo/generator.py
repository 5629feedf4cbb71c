"""What is known of most people of the demo company: made up, by the numbers of evidence.toml. Pure.

Every person and skill has a random stream of its own, seeded by the company's seed and their names: the same
seed and the same day give the same evidence, and a new colleague changes nobody else's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

DAYS_A_MONTH = 30
DAYS_A_YEAR = 365
SETTLED_AFTER_DAYS = 10
# More than a weekend: what happened on one is told of the Friday before it, and an answer comes later.
ANSWERED_AFTER_DAYS = 3
ANSWERED_WITHIN_DAYS = 12
MORNING, EVENING = 9 * 60 + 30, 16 * 60 + 30
TOP = 5.0
MOST_PIECES = 9


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the roster. `manager` is empty at the top of the company.

    team        colleagues at work with the same manager
    days_here   since their first day
    days_gone   since they left or their leave began; 0 for those at work
    """

    employee: str
    role_level: str
    manager: str
    team: tuple[str, ...]
    days_here: int
    days_gone: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One piece of evidence: `days_ago` counts from the day of loading, `minute` from midnight.

    It counts for `valid_days`, or for as long as it tells anything.
    """

    key: str
    employee: str
    skill: str
    level: Decimal
    source: str
    rater: str | None
    days_ago: int
    minute: int
    text: str = ""
    valid_days: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A colleague's skill that readings are made of.

    required   the level of the role, the base of what they can truly do
    observers  who of the department can judge it
    proven_by  sources that have to have spoken: of a mentor's strengths, which reach `least_level`, and of
               what a pair talks about, in which the mentee is at `most_level`
    answered   whether the manager has answered each of their ratings of themselves
    """

    colleague: Colleague
    skill: str
    required: float
    observers: tuple[str, ...]
    proven_by: tuple[str, ...] = ()
    least_level: float = 0.0
    most_level: float = TOP
    answered: bool = False


def generate_readings(subjects: Iterable[Subject], generator: Mapping[str, Any], seed: int) -> list[Reading]:
    """The readings of all subjects by the numbers of `generator` (see evidence.toml), in their order."""
    return [reading for subject in subjects for reading in _Maker(subject, generator, seed).readings()]


def true_levels(
    subjects: Iterable[Subject], generator: Mapping[str, Any], seed: int, days_ago: int = 0
) -> dict[tuple[str, str], float]:
    """What each (employee, skill) of the subjects could truly do so many days before the day of loading."""
    return {
        (subject.colleague.employee, subject.skill): _Maker(subject, generator, seed).truth(days_ago)
        for subject in subjects
    }


def assessed_level(subject: Subject, generator: Mapping[str, Any], seed: int, days_ago: int) -> float | None:
    """What the subject could truly do so many days before the day of loading; None where nothing is known."""
    maker = _Maker(subject, generator, seed)
    return maker.truth(days_ago) if next(maker.readings(), None) else None


def told_readings(evidence: Mapping[str, Any], seed: int) -> list[Reading]:
    """What evidence.toml tells of single people: its facts, and the ratings that wait for a manager."""
    waiting = [{**entry, "source": "self", "rater": entry["employee"]} for entry in evidence["to_confirm"]]
    readings: dict[str, Reading] = {}
    for entry in [*evidence["fact"], *waiting]:
        stem = f"{entry['employee']}:{entry['skill']}:{entry['source']}:told"
        key = next(key for number in range(1, 99) if (key := f"{stem}-{number}") not in readings)
        readings[key] = Reading(
            key=key,
            employee=entry["employee"],
            skill=entry["skill"],
            level=Decimal(str(entry["level"])),
            source=entry["source"],
            rater=entry.get("rater"),
            days_ago=entry["days_ago"],
            minute=Random(f"{seed}/{key}").randrange(MORNING, EVENING),  # noqa: S311
            text=entry.get("text", entry.get("note", "")),
            valid_days=entry.get("valid_days"),
        )
    return list(readings.values())


def told_of(evidence: Mapping[str, Any]) -> Set[tuple[str, str]]:
    """(employee, skill) of which evidence.toml tells, or says that nobody knows: nothing is made up there."""
    entries = [*evidence["fact"], *evidence["to_confirm"], *evidence["unknown"]]
    return {(entry["employee"], entry["skill"]) for entry in entries}


class _Maker:
    """Makes the readings of one subject."""

    def __init__(self, subject: Subject, generator: Mapping[str, Any], seed: int) -> None:
        self.subject = subject
        self.colleague = subject.colleague
        self.generator = generator
        self.random = Random(f"{seed}/{self.colleague.employee}/{subject.skill}")  # noqa: S311 (no secret)
        truth = generator["truth"]
        person = Random(f"{seed}/{self.colleague.employee}").gauss(0, truth["person_sd"])  # noqa: S311
        self.offset = (
            truth["everyone"]
            + truth["role_offset"][self.colleague.role_level]
            + truth["skill_offset"].get(subject.skill, 0.0)
            + person
            + self.random.gauss(0, truth["noise_sd"])
        )

    def readings(self) -> Iterator[Reading]:
        if not self.subject.proven_by and self.random.random() < self._never_assessed_share():
            return
        for source, moments in self._days(self._sources()).items():
            yield from self._of_source(source, moments)

    def truth(self, days_ago: int) -> float:
        """What they could truly do then, or on their last day here."""
        return self._truth(max(days_ago, self.colleague.days_gone))

    def _is_newcomer(self) -> bool:
        return self.colleague.days_here <= self.generator["newcomers"]["started_within_days"]

    def _never_assessed_share(self) -> float:
        numbers = self.generator["newcomers"] if self._is_newcomer() else self.generator
        return float(numbers["never_assessed_share"])

    def _sources(self) -> list[str]:
        """Which sources have spoken; somebody has."""
        found = []
        for source, habit in self.generator["source"].items():
            share = habit["share"]
            if source == "manager" and self._is_newcomer():
                share = self.generator["newcomers"]["manager_share"]
            spoke = self.random.random() < share and self.subject.skill in habit.get(
                "skills", [self.subject.skill]
            )
            if spoke or source in self.subject.proven_by:
                found.append(source)
        found = found or ["self"]
        if "self" in found and self.subject.answered and "manager" not in found:
            found.append("manager")
        return found

    def _days(self, sources: list[str]) -> dict[str, list[int]]:
        """When each source spoke, in days ago, oldest first; a manager's last word follows one's own."""
        newest = self.colleague.days_gone + 2
        oldest = min(
            self.generator["months_back"] * DAYS_A_MONTH, self.colleague.days_here - SETTLED_AFTER_DAYS
        )
        if oldest < newest + ANSWERED_WITHIN_DAYS:
            return {}
        days: dict[str, list[int]] = {}
        for source in sources:
            fewest, most = self.generator["source"][source]["pieces"]
            pieces = most if source in self.subject.proven_by else self.random.randint(fewest, most)
            least = newest + (ANSWERED_WITHIN_DAYS if source == "self" else 0)
            drawn = [self.random.randint(least, oldest) for _ in range(pieces)]
            days[source] = sorted(drawn, reverse=True)
        if "self" in days and "manager" in days:
            answer = days["self"][-1] - self.random.randint(ANSWERED_AFTER_DAYS, ANSWERED_WITHIN_DAYS)
            days["manager"] = [*(day for day in days["manager"][:-1] if day > answer), answer]
        return days

    def _of_source(self, source: str, moments: list[int]) -> Iterator[Reading]:
        """A reading for each moment, each from another rater as long as there are others."""
        habit = self.generator["source"][source]
        raters = self._raters(habit["rated_by"])
        for number, (days_ago, rater) in enumerate(zip(moments, raters, strict=False), start=1):
            yield self._reading(source, habit, number, days_ago, rater)

    def _raters(self, rated_by: str) -> Sequence[str | None]:
        """Who gives ratings of a kind, in the order in which they are asked; None where nobody has to."""
        if rated_by in ("team", "department"):
            asked = list(self.colleague.team if rated_by == "team" else self.subject.observers)
            self.random.shuffle(asked)
            return asked
        if rated_by == "manager":
            return [self.colleague.manager] * MOST_PIECES if self.colleague.manager else []
        return [self.colleague.employee if rated_by == "self" else None] * MOST_PIECES

    def _reading(
        self, source: str, habit: Mapping[str, Any], number: int, days_ago: int, rater: str | None
    ) -> Reading:
        seen = self._truth(days_ago) + habit["bias"] + self.random.gauss(0, habit["sd"])
        step = Decimal(str(habit["step"]))
        return Reading(
            key=f"{self.colleague.employee}:{self.subject.skill}:{source}:{number}",
            employee=self.colleague.employee,
            skill=self.subject.skill,
            level=round(min(max(seen, 0.0), TOP) / float(step)) * step,
            source=source,
            rater=rater,
            days_ago=days_ago,
            minute=self.random.randrange(MORNING, EVENING),
        )

    def _truth(self, days_ago: int) -> float:
        """What they could truly do then: they learn with the years."""
        truth = self.generator["truth"]
        years = min(max(self.colleague.days_here - days_ago, 0) / DAYS_A_YEAR, truth["max_years"])
        level = self.subject.required + self.offset + years * truth["per_year"]
        lowest, highest = truth["lowest"], min(truth["highest"], self.subject.most_level)
        return float(max(min(level, highest), lowest, self.subject.least_level))
