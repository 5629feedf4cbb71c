"""Several lines of one person: the one in force today counts, what is over is history."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lifow.base.listing import LISTED
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.state import Status


@dataclass(frozen=True, slots=True)
class OneEach:
    """A row for each external id, its earlier times with the company, and the lines that cannot be settled.

    `history` has rows with a first and a last day, the earliest first; `later` are external ids with a line
    that counts only from a day to come; `undated` those with a line of the past without both of its days.
    """

    rows: tuple[RosterRow, ...]
    history: dict[str, tuple[RosterRow, ...]] = field(default_factory=dict)
    later: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    def of(self, row: RosterRow) -> tuple[RosterRow, ...]:
        """A row and those of the same person's history."""
        return (row, *self.history.get(row.external_id, ()))

    def without(self, lines: Collection[int]) -> "OneEach":
        """The same but for some lines; the problems have been told."""
        return replace(
            self,
            rows=tuple(row for row in self.rows if row.line not in lines),
            history={
                external_id: tuple(row for row in those if row.line not in lines)
                for external_id, those in self.history.items()
            },
            problems=(),
        )


def one_row_each(rows: Sequence[RosterRow], as_of: date) -> OneEach:
    """Settle which line of each external id counts as of a day.

    One that says the same as another is that line. Of the others the one in force counts, before the first
    day the next one, after the last day the last one. Problems: `duplicate_external_id` for lines of which
    that cannot be told; each names the others.
    """
    groups: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        groups[row.external_id].append(row)
    repeated = {external_id: _unlike(those) for external_id, those in groups.items() if len(those) > 1}
    if not repeated:
        return OneEach(tuple(rows))
    counting = {external_id: _counting(those, as_of) for external_id, those in repeated.items()}
    settled = [row for row in rows if row.external_id not in repeated]
    settled += [row for row in counting.values() if row]
    history, later, undated = {}, [], []
    for external_id, those in repeated.items():
        counts = counting[external_id]
        others = [row for row in those if row is not counts] if counts else []
        past = [row for row in others if counts and _is_before(row, counts, as_of)]
        history[external_id] = tuple(sorted(past, key=lambda row: (row.start_on, row.end_on)))
        if any(not has_left(row, as_of) for row in others):
            later.append(external_id)
        elif len(past) < len(others):
            undated.append(external_id)
    problems = [
        problem
        for external_id, those in repeated.items()
        if counting[external_id] is None
        for problem in duplicates(
            [row.line for row in those], "external_id", external_id, "duplicate_external_id"
        )
    ]
    return OneEach(tuple(settled), history, tuple(sorted(later)), tuple(sorted(undated)), tuple(problems))


def has_left(row: RosterRow, as_of: date) -> bool:
    """Whether the row's person has left by `as_of`: an end date decides, a status where there is none."""
    if row.end_on is not None:
        return row.end_on < as_of
    return row.status is Status.TERMINATED


def duplicates(lines: Iterable[int], column: str, value: str, code: str) -> list[RowProblem]:
    """The problems of a value that several lines hold: each names the first ten of the others."""
    in_order = sorted(lines)
    shown, rest = in_order[: LISTED + 1], len(in_order) - LISTED - 1
    problems = []
    for line in in_order:
        others = [str(other) for other in shown if other != line][:LISTED]
        more = [f"{rest:,} more"] if rest > 0 else []
        problems.append(RowProblem(line, column, value, code, {"lines": ", ".join(others + more)}))
    return problems


def _unlike(rows: Iterable[RosterRow]) -> list[RosterRow]:
    """The rows without those that say the same as an earlier one."""
    return list({replace(row, line=0): row for row in reversed(list(rows))}.values())[::-1]


def _counting(rows: Sequence[RosterRow], as_of: date) -> RosterRow | None:
    """The row that counts, None where that cannot be told."""
    here = [row for row in rows if not has_left(row, as_of)]
    to_come = [row for row in here if _begins_later(row, as_of)]
    candidates = [row for row in here if not _begins_later(row, as_of)]
    if not candidates and to_come:
        first_day = min((row.start_on for row in to_come if row.start_on), default=None)
        candidates = [row for row in to_come if row.start_on == first_day]
    elif not candidates:
        ends = [row.end_on for row in rows if row.end_on]
        last_day = max(ends) if len(ends) == len(rows) else None
        candidates = [row for row in rows if last_day in (None, row.end_on)]
    return candidates[0] if len(candidates) == 1 else None


def _begins_later(row: RosterRow, as_of: date) -> bool:
    return row.status is Status.PREHIRE or (row.start_on is not None and row.start_on > as_of)


def _is_before(row: RosterRow, counts: RosterRow, as_of: date) -> bool:
    """Whether the row is a whole time with the company that ended before the one that counts began."""
    if row.start_on is None or row.end_on is None:
        return False
    return row.end_on < (counts.start_on or as_of) and row.end_on < as_of
