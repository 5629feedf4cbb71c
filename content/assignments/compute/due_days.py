"""On which day something is due: for the first time, again, and after leave."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DueRule:
    """When an assignment is due: on a day, or so many days after it is assigned or after the first day of
    work.

    Exactly one of the two is given: `day`, or `days` with `from_hire`. Nobody has fewer than `least_days`,
    but those to whom it is assigned on `made_on`: whoever made it has seen for whom, and when.
    """

    made_on: date
    least_days: int
    day: date | None = None
    days: int | None = None
    from_hire: bool = False


def first_due(rule: DueRule, *, assigned_on: date, first_day: date | None) -> date:
    """The day on which it is due for somebody to whom it is assigned on a day, for the first time."""
    least = assigned_on + timedelta(days=rule.least_days)
    if rule.day is not None:
        return rule.day if assigned_on <= rule.made_on else max(rule.day, least)
    days = timedelta(days=rule.days or 0)
    if rule.from_hire and first_day is not None:
        return max(first_day + days, min(assigned_on + days, least))
    return assigned_on + days


def moved_due(rule: DueRule, *, assigned_on: date, first_day: date | None, before: date, today: date) -> date:
    """The day on which it is due for somebody by a rule that was changed, where it was due on another day.

    A day that comes sooner leaves `least_days` from today, but where the rule names a day: whoever changed
    it has seen that day.
    """
    due = first_due(rule, assigned_on=assigned_on, first_day=first_day)
    if rule.day is not None or due >= before:
        return due
    return max(due, min(before, today + timedelta(days=rule.least_days)))


def no_sooner(due_on: date, today: date, least_days: int) -> date:
    """A due day as it is, or so many days from today where that is later: for what opens again, and for
    somebody who is back from leave."""
    return max(due_on, today + timedelta(days=least_days))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
