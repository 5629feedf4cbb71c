"""Who wants a mentor, who can be one, and who may not meet: the arrays that a matching starts from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.working_week import HOURS_A_WEEK

Ids = NDArray[np.int64]


class MatchInputError(ValueError):
    """An input that cannot be matched; `code` and `parameters` say what and where, for translation."""

    def __init__(self, code: str, message: str, **parameters: object) -> None:
        super().__init__(message)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Needs:
    """One row per mentee and gapped skill, in any order; all arrays have shape (rows,).

    `weighted_gap` is weight × gap in the caller's unit, ≥ 0, with the factor for critical skills already in
    it. `required` is the level that the mentee's role asks for, on the scale of `Strengths.mu`. A skill that
    needs assessment has no row: nobody knows its gap.
    """

    person: Ids
    skill: Ids
    required: NDArray[np.float64]
    weighted_gap: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ToAssess:
    """One row per mentee and critical skill that needs assessment; columns as in `Needs`.

    A mentor who is proven there sees the mentee at work, and so helps to assess it: second to any known gap.
    """

    person: Ids
    skill: Ids
    required: NDArray[np.float64]


_NOBODY = np.zeros(0, dtype=np.int64)
NOTHING_TO_ASSESS = ToAssess(_NOBODY, _NOBODY, np.zeros(0))


@dataclass(frozen=True, slots=True)
class Strengths:
    """One row per mentor and assessed skill, in any order; all arrays have shape (rows,).

    The level is believed to be normal with mean `mu` and standard deviation `sigma`, in levels.
    `corroborated` is true where at least one piece of evidence came from somebody or something else than the
    mentor.
    """

    person: Ids
    skill: Ids
    mu: NDArray[np.float64]
    sigma: NDArray[np.float64]
    corroborated: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Mentees:
    """People who want a mentor, in any order; all arrays have one row a person.

    `hours` is the working week, bool (n, 168), hour 0 being Monday 00:00–01:00 UTC (`working_weeks` makes
    it). `languages` is a set of languages as bits of a uint64; the caller chooses which bit is which
    language. `wanted` is the number of mentors still to be found, 0 or more. Mentees who leave are not
    listed.
    """

    ids: Ids
    hours: NDArray[np.bool_]
    languages: NDArray[np.uint64]
    wanted: NDArray[np.int64]
    needs: Needs
    to_assess: ToAssess = NOTHING_TO_ASSESS

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other."""
        _check_people("mentees", self.ids, self.hours, self.languages)
        _check_lengths("mentees", self.ids, self.wanted)
        _check_rows("mentees.needs", self.ids, self.needs.person, self.needs.skill)
        unknown = self.to_assess
        _check_rows("mentees.to_assess", self.ids, unknown.person, unknown.skill)
        _check_lengths("mentees.to_assess", unknown.person, unknown.required)
        _check("mentees.to_assess.required", ~np.isfinite(unknown.required), "a finite level")
        _check_lengths("mentees.needs", self.needs.person, self.needs.required, self.needs.weighted_gap)
        gap = self.needs.weighted_gap
        _check("mentees.needs.weighted_gap", ~(np.isfinite(gap) & (gap >= 0)), "a finite number of 0 or more")
        _check("mentees.needs.required", ~np.isfinite(self.needs.required), "a finite level")
        _check("mentees.wanted", self.wanted < 0, "0 or more")


@dataclass(frozen=True, slots=True)
class Mentors:
    """People who offer to mentor, in any order; all arrays have one row a person.

    `hours` and `languages` are as in `Mentees`. `seats` is the number of free seats, `load` the pairs that
    the mentor already has. `eligible` is false for who left, leaves before the programme ends or may not
    mentor.
    """

    ids: Ids
    hours: NDArray[np.bool_]
    languages: NDArray[np.uint64]
    seats: NDArray[np.int64]
    load: NDArray[np.int64]
    eligible: NDArray[np.bool_]
    strengths: Strengths

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other."""
        _check_people("mentors", self.ids, self.hours, self.languages)
        _check_lengths("mentors", self.ids, self.seats, self.load, self.eligible)
        rows = self.strengths
        _check_rows("mentors.strengths", self.ids, rows.person, rows.skill)
        _check_lengths("mentors.strengths", rows.person, rows.mu, rows.sigma, rows.corroborated)
        _check("mentors.strengths.mu", ~np.isfinite(rows.mu), "a finite level")
        _check("mentors.strengths.sigma", ~(np.isfinite(rows.sigma) & (rows.sigma >= 0)), "0 or more")
        _check("mentors.seats", self.seats < 0, "0 or more")
        _check("mentors.load", self.load < 0, "0 or more")


@dataclass(frozen=True, slots=True)
class EarlierRounds:
    """What earlier rounds leave behind, in any order; it may name strangers.

    `waited` is for how many rounds (0 or more, whole or not) each `person` has been without a mentor and
    without a proposal of their own; who is not named has not waited. `proposed` holds (mentee, mentor) of
    proposals that are open and that the mentee may have read, `requested` of requests that wait for an
    answer: each reserves a seat of its mentor. Both are int64 (rows, 2).
    """

    person: Ids
    waited: NDArray[np.float64]
    proposed: Ids
    requested: Ids

    def __post_init__(self) -> None:
        """Refuse anything but one number a person and rows of two ids."""
        _check_lengths("earlier", self.person, self.waited)
        _check("earlier.waited", ~(np.isfinite(self.waited) & (self.waited >= 0)), "0 or more")
        _check_once("earlier.person", self.person)
        _check_pairs("earlier.proposed", self.proposed)
        _check_pairs("earlier.requested", self.requested)


@dataclass(frozen=True, slots=True)
class Barriers:
    """Pairs of people who may not be matched; each is int64 (rows, 2), in any order, and may name strangers.

    `line` holds (person, ancestor in the reporting line) for every level up (`reporting_line` makes it) and
    bars both directions. `excluded` and `paired` hold (mentee, mentor).
    """

    line: Ids
    excluded: Ids
    paired: Ids

    def __post_init__(self) -> None:
        """Refuse anything but rows of two ids."""
        for name, pairs in (("line", self.line), ("excluded", self.excluded), ("paired", self.paired)):
            _check_pairs(f"barriers.{name}", pairs)


def reporting_line(manager_of: dict[int, int]) -> Ids:
    """Return each person with every ancestor in the reporting line, int64 (rows, 2), from person → manager.

    A cycle ends at the person where it started, so that everybody in it is an ancestor of everybody else in
    it.
    """
    pairs: list[tuple[int, int]] = []
    for person in sorted(manager_of):
        seen = {person}
        ancestor = manager_of[person]
        while ancestor not in seen:
            pairs.append((person, ancestor))
            seen.add(ancestor)
            if ancestor not in manager_of:
                break
            ancestor = manager_of[ancestor]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _check_people(where: str, ids: Ids, hours: NDArray[np.bool_], languages: NDArray[np.uint64]) -> None:
    expected = (
        ("ids", ids, np.int64, (len(ids),)),
        ("hours", hours, np.bool_, (len(ids), HOURS_A_WEEK)),
        ("languages", languages, np.uint64, (len(ids),)),
    )
    for name, column, dtype, shape in expected:
        if column.shape != shape or column.dtype != dtype:
            raise MatchInputError(
                "wrong_array",
                f"{where}.{name} is {column.dtype} {column.shape}: give {np.dtype(dtype)} {shape}.",
                field=f"{where}.{name}",
                shape=column.shape,
            )
    _check_once(f"{where}.ids", ids)


def _check_once(field: str, ids: Ids) -> None:
    if len(np.unique(ids)) != len(ids):
        raise MatchInputError("repeated_id", f"{field} names a person twice: give each once.", field=field)


def _check_pairs(field: str, pairs: Ids) -> None:
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise MatchInputError(
            "not_pairs",
            f"{field} has shape {pairs.shape}: give one row of two ids for each pair.",
            field=field,
            shape=pairs.shape,
        )


def _check_rows(where: str, ids: Ids, person: Ids, skill: Ids) -> None:
    _check_lengths(where, person, skill)
    _check(f"{where}.person", ~np.isin(person, ids), "an id that is listed")
    order = np.lexsort((skill, person))
    again = (np.diff(person[order]) == 0) & (np.diff(skill[order]) == 0)
    _check(f"{where}.skill", again, "given once a person")


def _check_lengths(where: str, *columns: NDArray[np.generic]) -> None:
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1:
        raise MatchInputError(
            "different_lengths",
            f"{where} has columns of {lengths} rows: give one value a row in each.",
            field=where,
            lengths=lengths,
        )


def _check(field: str, wrong: NDArray[np.bool_], expected: str) -> None:
    if wrong.any():
        raise MatchInputError(
            "bad_value",
            f"{field} has {int(wrong.sum())} wrong values: each must be {expected}.",
            field=field,
            count=int(wrong.sum()),
        )


_NO_PAIRS = np.zeros((0, 2), dtype=np.int64)
NOTHING_EARLIER = EarlierRounds(_NOBODY, np.zeros(0), _NO_PAIRS, _NO_PAIRS)
