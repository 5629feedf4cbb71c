"""Somebody's employment rows as they are, and as a roster says that they should be.

Rows are never dropped: a row is closed, set right where it stands, or followed by another. So the wanted
rows begin with the stored ones, in their order, and rehire keeps history. Every function here gives the same
answer when it is applied to its own result.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from lifow.people.roster.interchange.state import EmploymentRow, Status

DAY = timedelta(days=1)
Rows = tuple[EmploymentRow, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row of employment is about, whatever its dates."""

    status: Status
    job_title: str
    job_code: str
    unit: int
    manager: int | None
    source: str = ""


def terms_of(row: EmploymentRow) -> Terms:
    return Terms(row.status, row.job_title, row.job_code, row.unit, row.manager, row.source)


def is_open(rows: Rows) -> bool:
    """Whether the rows end with somebody employed, or about to be."""
    return bool(rows) and rows[-1].ends_on is None and rows[-1].status is not Status.TERMINATED


def employed(rows: Rows, terms: Terms, start_on: date | None, as_of: date) -> Rows:
    """Rows of somebody who has (or will have) `terms`: hired, rehired, moved or unchanged as of a day.

    `start_on` is the first day of this time with the company, where the roster gives one. A changed term
    closes the open row the day before `as_of`; another source alone is set right where it stands, and so are
    a row that has not begun before `as_of` and one that was only a promise (prehire).
    """
    rows = _continued(rows, terms, as_of) if is_open(rows) else _begun(rows, terms, start_on or as_of, as_of)
    if start_on is None and rows[-1].starts_on > as_of and terms.status is not Status.PREHIRE:
        start_on = as_of
    return _with_start(rows, start_on, as_of) if start_on else rows


def says_the_same(rows: Rows, terms: Terms, start_on: date | None, as_of: date) -> bool:
    """Whether `employed` gives the rows as they are: of most people a roster says what it has said before."""
    if not is_open(rows) or rows[-1].starts_on > as_of or terms_of(rows[-1]) != terms:
        return False
    return start_on is None or start_on == first_day_of(rows)


def with_history(rows: Rows, spell: EmploymentRow, as_of: date) -> Rows:
    """`rows` and an earlier time with the company: `spell`, a row with a last day that is over.

    Where the open row covers its last day, that is when it ended. Days of which the rows tell already, and
    those between two of them, stay as they are told.
    """
    if spell.ends_on is None:
        return rows
    if any(row.status is not Status.TERMINATED and _overlap(row, spell) for row in rows):
        is_cut = is_open(rows) and rows[-1].starts_on <= spell.ends_on
        return ended(rows, spell.ends_on, as_of) if is_cut else rows
    if not rows or spell.ends_on < rows[0].starts_on:
        until = rows[0].starts_on - DAY if rows else None
        gone = replace(spell, status=Status.TERMINATED, starts_on=spell.ends_on + DAY, ends_on=until)
        return (spell, gone, *rows) if until is None or until > spell.ends_on else (spell, *rows)
    if rows[-1].status is Status.TERMINATED and rows[-1].ends_on is None:
        return ended(_begun(rows, terms_of(spell), spell.starts_on, as_of), spell.ends_on, as_of)
    return rows


def _overlap(row: EmploymentRow, spell: EmploymentRow) -> bool:
    begins_before_its_end = spell.ends_on is None or row.starts_on <= spell.ends_on
    return begins_before_its_end and (row.ends_on is None or row.ends_on >= spell.starts_on)


def ended(rows: Rows, end_on: date | None, as_of: date) -> Rows:
    """Rows of somebody who has left: `end_on` is the last day, the day before `as_of` where nobody says.

    The open row is closed and a terminated one follows, so that the open row always tells where somebody
    stands. Rows that begin after the last day are terminated where they stand, and so is a promise (prehire).
    Of somebody who has left already, only the last day is corrected. Nobody leaves before the first day of
    their present time with the company: that day is their last one then.
    """
    if is_open(rows) and rows[-1].status is Status.PREHIRE:
        rows = (*rows[:-1], replace(rows[-1], status=Status.TERMINATED))
    if not is_open(rows):
        return _with_last_day(rows, end_on) if end_on else rows
    last_day = max(end_on or as_of - DAY, rows[_first_of_spell(rows)].starts_on)
    if last_day >= rows[-1].starts_on:
        rows = (*rows, replace(rows[-1], id=None))
    return _left_on(rows, last_day)


def first_day_of(rows: Rows) -> date:
    """The first day of the present time with the company, of rows that are not empty."""
    return rows[_first_of_spell(rows)].starts_on


def last_day_of(rows: Rows) -> date | None:
    """The last day on which somebody was employed who has left; None of those who never were."""
    return next((row.ends_on for row in reversed(rows) if row.status is not Status.TERMINATED), None)


def _left_on(rows: Rows, last_day: date) -> Rows:
    """`rows`, the last of which comes after `last_day`, with everything after that day terminated."""
    working = [place for place, row in enumerate(rows[:-1]) if row.status is not Status.TERMINATED]
    place = max(place for place in working if rows[place].starts_on <= last_day)
    first, *later = (replace(row, status=Status.TERMINATED) for row in rows[place + 1 :])
    closed = replace(rows[place], ends_on=last_day)
    return (*rows[:place], closed, replace(first, starts_on=last_day + DAY), *later)


def _continued(rows: Rows, terms: Terms, as_of: date) -> Rows:
    current = rows[-1]
    if terms_of(current) == terms:
        return rows
    if terms_of(current) == replace(terms, source=current.source):
        return (*rows[:-1], replace(current, source=terms.source))
    if current.status is Status.PREHIRE or as_of <= current.starts_on:
        return (*rows[:-1], _on_terms(current, terms))
    opened = replace(_on_terms(current, terms), id=None, starts_on=as_of)
    return (*rows[:-1], replace(current, ends_on=as_of - DAY), opened)


def _begun(rows: Rows, terms: Terms, start: date, as_of: date) -> Rows:
    """A first or further time with the company. A start before the last leaving is the original hire date."""
    if not rows:
        return (opened(terms, start),)
    last = rows[-1]
    if last.ends_on is not None:
        start = start if start > last.ends_on else max(as_of, last.ends_on + DAY)
        return (*rows, opened(terms, start))
    start = start if start >= last.starts_on else as_of
    if start <= last.starts_on:
        return (*rows[:-1], _on_terms(last, terms))
    return (*rows[:-1], replace(last, ends_on=start - DAY), opened(terms, start))


def opened(terms: Terms, start: date) -> EmploymentRow:
    return EmploymentRow(
        starts_on=start,
        ends_on=None,
        status=terms.status,
        job_title=terms.job_title,
        job_code=terms.job_code,
        unit=terms.unit,
        manager=terms.manager,
        source=terms.source,
    )


def _on_terms(row: EmploymentRow, terms: Terms) -> EmploymentRow:
    return replace(
        row,
        status=terms.status,
        job_title=terms.job_title,
        job_code=terms.job_code,
        unit=terms.unit,
        manager=terms.manager,
        source=terms.source,
    )


def _with_start(rows: Rows, start_on: date, as_of: date) -> Rows:
    """Correct the first day of the present time with the company, where that contradicts no other row."""
    place = _first_of_spell(rows)
    first = rows[place]
    if any(row.starts_on == start_on for row in rows[place:]):
        return rows
    is_past_its_end = first.ends_on is not None and start_on > first.ends_on
    if is_past_its_end or (start_on > as_of and first.status is not Status.PREHIRE):
        return rows
    earlier = rows[:place]
    if earlier:
        before = earlier[-1]
        if before.status is Status.TERMINATED and start_on > before.starts_on:
            earlier = (*earlier[:-1], replace(before, ends_on=start_on - DAY))
        elif before.ends_on is None or start_on <= before.ends_on:
            return rows
    return (*earlier, replace(first, starts_on=start_on), *rows[place + 1 :])


def _first_of_spell(rows: Rows) -> int:
    """Where the rows without a leaving or a gap between them begin that lead to the last row."""
    place = len(rows) - 1
    while place > 0:
        before = rows[place - 1]
        if before.status is Status.TERMINATED or before.ends_on is None:
            break
        if before.ends_on + DAY < rows[place].starts_on:
            break
        place -= 1
    return place


def _with_last_day(rows: Rows, end_on: date) -> Rows:
    """Correct the last day of somebody who has left, where that contradicts no other row."""
    place = len(rows)
    while place > 0 and rows[place - 1].status is Status.TERMINATED:
        place -= 1
    if place in (0, len(rows)):
        return rows
    before, gone = rows[place - 1], rows[place]
    if before.ends_on is None or before.ends_on + DAY != gone.starts_on:
        return rows
    if gone.ends_on is not None and end_on >= gone.ends_on:
        return rows
    return _left_on(rows, max(end_on, rows[_first_of_spell(rows[:place])].starts_on))
