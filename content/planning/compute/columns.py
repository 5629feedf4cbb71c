"""Columns in: the catalogue of modules, and what learners need, as arrays of equal length."""

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from content.planning.compute.errors import PlanInputError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def _no_rows() -> Ints:
    return np.zeros(0, dtype=np.int64)


def _no_flags() -> Bools:
    return np.zeros(0, dtype=bool)


def _column(table: object, name: str, kind: str, rows: int) -> None:
    column = np.ascontiguousarray(getattr(table, name), dtype=kind)
    if column.shape != (rows,):
        raise PlanInputError(
            "column-length",
            "{table}.{column} has shape {shape}, but {rows} rows are expected: "
            "give columns of one table the same length",
            table=type(table).__name__,
            column=name,
            shape=column.shape,
            rows=rows,
        )
    object.__setattr__(table, name, column)


def _tables(table: object, groups: tuple[dict[str, str], ...]) -> None:
    for kinds in groups:
        rows = np.size(getattr(table, next(iter(kinds))))
        for name, kind in kinds.items():
            _column(table, name, kind, rows)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The modules that may be proposed; three tables, rows in any order.

    One row a module:
    module               id
    minutes              whole minutes, ≥ 1

    One row a (module, skill) that it raises; a module may raise several skills, each once:
    effect_module        id of the module
    effect_skill         id of the skill
    effect_from          level from which a learner can follow it
    effect_to            level that it brings the learner to, above effect_from

    One row a direct prerequisite:
    requiring_module     id of the module that requires
    prerequisite_module  id of the module that must be done before; one that is not in the catalogue
                         (retired, say) can only have been done already
    """

    module: Ints
    minutes: Ints
    effect_module: Ints
    effect_skill: Ints
    effect_from: Floats
    effect_to: Floats
    requiring_module: Ints
    prerequisite_module: Ints

    def __post_init__(self) -> None:
        _tables(
            self,
            (
                {"module": "i8", "minutes": "i8"},
                {"effect_module": "i8", "effect_skill": "i8", "effect_from": "f8", "effect_to": "f8"},
                {"requiring_module": "i8", "prerequisite_module": "i8"},
            ),
        )

    def equals(self, other: "Catalogue") -> bool:
        """Whether the other holds the same rows in the same order."""
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))


@dataclass(frozen=True, slots=True)
class Needs:
    """What people need and what is known of it, whoever they are; one row a (person, skill), in any order.

    skill     id of the skill
    mu        level known; NaN where there is not even a prior
    required  level needed
    critical  the role cannot be done without it
    status    `GapStatus` code
    """

    skill: Ints
    mu: Floats
    required: Floats
    critical: Bools
    status: Ints

    def __post_init__(self) -> None:
        _tables(self, ({"skill": "i8", "mu": "f8", "required": "f8", "critical": "?", "status": "i8"},))


@dataclass(frozen=True, slots=True)
class Learners:
    """What learners need, have done, have to do and have time for; six tables; those of needs, of modules
    done and of levels raised in any row order.

    One row a learner; its position is what the other tables call `learner`:
    minutes         whole minutes that the plan may take, ≥ 0: what is left of the week
    week            whole minutes of a whole week, ≥ minutes
    critical_first  whether critical skills come before all others

    One row a (learner, skill) required, each pair once:
    need_learner   position of the learner
    skill          id of the skill
    mu             level known, posterior mean; NaN where there is not even a prior
    sigma          its spread in levels; read for *assess first* only, may be NaN
    ask_error      error, in levels, of the source that is to be asked next and takes the learner's time; NaN
                   where none is: it has spoken lately, or it is somebody else's turn
    is_test        whether that source is a test; of nothing where it is left out
    required       level needed
    weight         worth of one level of this skill, > 0; `PlanPolicy.critical_factor` comes on top
    critical       the role cannot be done without it
    status         `GapStatus` code

    One row a module that a learner has done:
    done_learner   position of the learner
    done_module    id of the module, of the catalogue or not

    One row a (learner, skill) that a module raises which was done since the level was last seen:
    raised_learner  position of the learner
    raised_skill    id of the skill
    raised_from     level from which a learner can follow the module
    raised_to       level that it leads to

    One row a module that a learner has paused, the one to go on with first:
    begun_learner   position of the learner
    begun_module    id of the module, of the catalogue or not
    begun_minutes   minutes that are left of it, ≥ 1

    One row a module that a learner has to do by a day, the soonest due first, each module once:
    due_learner     position of the learner
    due_module      id of the module, of the catalogue or not
    due_minutes     minutes that are left of it, ≥ 1
    due_weeks       whole weeks that end by then, after the one that is planned, ≥ 0
    """

    minutes: Ints
    week: Ints
    critical_first: Bools
    need_learner: Ints
    skill: Ints
    mu: Floats
    sigma: Floats
    ask_error: Floats
    required: Floats
    weight: Floats
    critical: Bools
    status: Ints
    done_learner: Ints
    done_module: Ints
    raised_learner: Ints
    raised_skill: Ints
    raised_from: Floats
    raised_to: Floats
    is_test: Bools = field(default_factory=_no_flags)
    begun_learner: Ints = field(default_factory=_no_rows)
    begun_module: Ints = field(default_factory=_no_rows)
    begun_minutes: Ints = field(default_factory=_no_rows)
    due_learner: Ints = field(default_factory=_no_rows)
    due_module: Ints = field(default_factory=_no_rows)
    due_minutes: Ints = field(default_factory=_no_rows)
    due_weeks: Ints = field(default_factory=_no_rows)

    def __post_init__(self) -> None:
        if not len(self.is_test):
            object.__setattr__(self, "is_test", np.zeros(len(self.skill), dtype=bool))
        needs = {"need_learner": "i8", "skill": "i8", "mu": "f8", "sigma": "f8", "ask_error": "f8"}
        needs |= {"is_test": "?", "required": "f8"}
        needs |= {"weight": "f8", "critical": "?", "status": "i8"}
        done = {"done_learner": "i8", "done_module": "i8"}
        raised = {"raised_learner": "i8", "raised_skill": "i8", "raised_from": "f8", "raised_to": "f8"}
        begun = {"begun_learner": "i8", "begun_module": "i8", "begun_minutes": "i8"}
        due = {"due_learner": "i8", "due_module": "i8", "due_minutes": "i8", "due_weeks": "i8"}
        learner = {"minutes": "i8", "week": "i8", "critical_first": "?"}
        _tables(self, (learner, needs, done, raised, begun, due))
        self._check_learners()
        self._check_needs()

    def __len__(self) -> int:
        return len(self.minutes)

    def _check_learners(self) -> None:
        if (self.minutes < 0).any():
            learner = int(np.argmax(self.minutes < 0))
            raise PlanInputError(
                "minutes-negative",
                "Learner at position {learner} has {minutes} minutes: give 0 or more",
                learner=learner,
                minutes=int(self.minutes[learner]),
            )
        if (self.week < self.minutes).any():
            learner = int(np.argmax(self.week < self.minutes))
            raise PlanInputError(
                "week-short",
                "Learner at position {learner} has {minutes} minutes left of {week}: give no more than those",
                learner=learner,
                minutes=int(self.minutes[learner]),
                week=int(self.week[learner]),
            )
        for name in ("need_learner", "done_learner", "raised_learner", "begun_learner", "due_learner"):
            position = getattr(self, name)
            outside = (position < 0) | (position >= len(self))
            if outside.any():
                raise PlanInputError(
                    "learner-unknown",
                    "Learners.{column}, row {row}: {position} is no position in the {learners} learners",
                    column=name,
                    row=int(np.argmax(outside)),
                    position=int(position[outside][0]),
                    learners=len(self),
                )

    def _check_needs(self) -> None:
        is_gap = self.status == GapStatus.GAP
        problems = {
            "status is not a GapStatus": ~np.isin(self.status, [int(status) for status in GapStatus]),
            "required is not a finite number": ~np.isfinite(self.required),
            "weight is not a finite number above 0": ~((self.weight > 0) & (self.weight < np.inf)),
            "mu is not a finite number, though the status says gap": is_gap & ~np.isfinite(self.mu),
        }
        for problem, where in problems.items():
            if where.any():
                self._refuse("need-value", problem, int(np.argmax(where)))
        order = np.lexsort((self.skill, self.need_learner))
        learner, skill = self.need_learner[order], self.skill[order]
        twice = (learner[1:] == learner[:-1]) & (skill[1:] == skill[:-1])
        if twice.any():
            self._refuse("need-twice", "the skill is there twice", int(order[int(np.argmax(twice))]))

    def _refuse(self, code: str, problem: str, row: int) -> None:
        raise PlanInputError(
            code,
            "Learner at position {learner}, skill {skill}: {problem}",
            learner=int(self.need_learner[row]),
            skill=int(self.skill[row]),
            problem=problem,
        )
