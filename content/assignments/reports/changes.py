"""What a change of an assignment would do to whom, before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from content.assignments.choices import AssignedState
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.reports.audience import people_in
from content.assignments.reports.completions import Asked, done_moments
from content.assignments.reports.contents import WHAT_TO_DO, AssignmentContents, contents_of
from content.assignments.reports.following import Followed, due_rule, follow
from content.assignments.reports.history import ChangedPart, parts_between
from content.assignments.reports.previews import NAMES_SHOWN, Preview, preview_for
from lifow.base.days import local_day
from lifow.people.persons.models import Person

LOOKED_AT = 2000
"""Of so many people who have it to do it is worked out what a change does to each."""


@dataclass(frozen=True, slots=True)
class MovedDay:
    """Whose due day moves, from which day to which."""

    person: Person
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change of an assignment would do.

    parts       what is changed, in words; nothing where nothing is
    repeats     whether it is due again otherwise
    gained      whom it would concern and does not concern now
    lost        how many need not do it any more; `lost_names` are some of them
    moved       how many due days move; `moved_days` are some of them
    done        how many of those who have it to do have done it then
    more_to_do  how many keep it and have other modules to do
    closed      how many have done it, or need not, and keep that; it says so where it is due again otherwise
    left        of how many who have it to do, more than LOOKED_AT, no more is known than that they keep it
    """

    parts: Sequence[ChangedPart]
    repeats: bool
    gained: Preview
    lost: int
    lost_names: Sequence[Person]
    moved: int
    moved_days: Sequence[MovedDay]
    done: int
    more_to_do: int
    closed: int
    left: int

    @property
    def has_moved_more(self) -> int:
        return self.moved - len(self.moved_days)

    @property
    def has_lost_more(self) -> int:
        return self.lost - len(self.lost_names)

    @property
    def concerns_nobody(self) -> bool:
        """Whether nobody has anything else to do by it, and nobody is told."""
        others = (self.lost, self.moved, self.done, self.more_to_do, self.left)
        return not self.gained.people and not any(others) and not (self.repeats and self.closed)


def preview_change(assignment: Assignment, contents: AssignmentContents, as_of: datetime) -> ChangePreview:
    """What it would do if an assignment said these contents now; at most sixteen queries."""
    before, contents = contents_of(assignment), contents.applicable
    was = before.told
    changed = [name for name, told in contents.told.items() if told != was[name]]
    wanted = people_in(contents.whom, as_of)
    rows: Any = AssignedPerson.objects.filter(assignment=assignment)
    newest = rows.newest_round()
    has_it = newest.exclude(state=AssignedState.REMOVED).values("person")
    staying = rows.open().filter(person__in=wanted.order_by().values("pk"))
    lost = rows.open().exclude(person__in=wanted.order_by().values("pk")).select_related("person")
    lost_count, staying_count = lost.count(), staying.count()
    looked_at = list(staying.select_related("person").order_by("due_on", "pk")[:LOOKED_AT])
    followed = _followed(looked_at, before, contents, changed, as_of)
    done = _done(followed, contents)
    kept = [one for one in followed if one.row.pk not in done]
    moved = [one for one in kept if one.is_moved]
    closed = newest.filter(state__in=(AssignedState.DONE, AssignedState.WAIVED)).count()
    return ChangePreview(
        parts=parts_between(was, contents.told),
        repeats="repeat_months" in changed,
        gained=preview_for(wanted.exclude(pk__in=has_it), contents, as_of),
        lost=lost_count,
        lost_names=[one.person for one in lost.order_by("person__family_name", "pk")[:NAMES_SHOWN]],
        moved=len(moved),
        moved_days=[MovedDay(one.row.person, one.row.due_on, one.due_on) for one in moved[:NAMES_SHOWN]],
        done=len(done),
        more_to_do=len(kept) if {*WHAT_TO_DO} & {*changed} else 0,
        closed=closed,
        left=staying_count - len(looked_at),
    )


def _followed(
    rows: Sequence[AssignedPerson],
    before: AssignmentContents,
    contents: AssignmentContents,
    changed: Sequence[str],
    as_of: datetime,
) -> Sequence[Followed]:
    return follow(
        rows,
        changed=changed,
        rule=due_rule(contents, local_day(as_of, "UTC")),
        days_fewer=before.counts_back_days - contents.counts_back_days,
        as_of=as_of,
    )


def _done(followed: Sequence[Followed], contents: AssignmentContents) -> set[int]:
    """Which of the rows are done by what would count then."""
    asked = Asked(
        modules=[one.pk for one in contents.modules],
        instead_modules=[one.pk for one in contents.instead_modules],
        instead_tests=[one.pk for one in contents.instead_tests],
    )
    for one in followed:
        one.row.counts_from = one.counts_from
    return set(done_moments(asked, [one.row for one in followed]))
