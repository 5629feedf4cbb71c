"""What the two sides of mentoring see, and one pairing in full."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from lifow.base.querysets import CountOf
from lifow.base.templatetags.display import bounded
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leaves_of
from mentoring.choices import ANSWERABLE, COMMENTABLE, HOLDING, OPEN
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.reports import (
    Bar,
    PairingReason,
    ReasonWords,
    bar_between,
    bar_of,
    has_a_seat,
    reason_words,
    with_bars,
    with_reasons,
    with_standings,
)
from mentoring.pairings.reports.learners import shortlist_of, under_way_of
from mentoring.sessions.models import Session
from mentoring.sessions.reports import PairingSessions, SessionShown, open_sessions, sessions_of
from mentoring.tasks.models import Task
from mentoring.tasks.reports import tasks_of

EARLIER = 5
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class LearnerSide:
    """A learner's page.

    current     what was asked for or runs, with the tasks of it, newest first
    shortlist   mentors to ask, the match's own choice first; empty while a pairing runs
    why         why the last match found nobody, where it did not, and since when the learner waits
    earlier     the latest pairings that are over
    sessions    when the two of the pairing that runs meet
    """

    current: PairingReason | None
    tasks: tuple[Task, ...]
    shortlist: tuple[PairingReason, ...]
    why: ReasonWords | None
    waiting_since: datetime | None
    earlier: tuple[Pairing, ...]
    sessions: PairingSessions = field(default_factory=PairingSessions)


def learner_side(mentee: Person, *, as_of: datetime) -> LearnerSide:
    """All that a learner's page shows; a fixed number of queries."""
    current = next(iter(under_way_of(mentee)), None)
    runs = current is not None and current.pairing.seat_id is not None
    shortlist = () if runs else shortlist_of(mentee, as_of=as_of)
    shown = with_standings([*([current] if current else []), *shortlist], mentee)
    unmatched = Unmatched.objects.filter(person=mentee).first()
    over = Pairing.objects.for_mentee(mentee).over().select_related("mentor", "closed_by")
    return LearnerSide(
        current=shown[0] if current else None,
        tasks=tasks_of(current.pairing) if current and runs else (),
        shortlist=shown[1:] if current else shown,
        why=reason_words(unmatched.reason) if unmatched else None,
        waiting_since=unmatched.waiting_since if unmatched else None,
        earlier=tuple(over.order_by("-closed_at", "pk")[:EARLIER]),
        sessions=sessions_of(current.pairing, mentee, as_of=as_of) if current and runs else PairingSessions(),
    )


@dataclass(frozen=True, slots=True)
class MentorSide:
    """A mentor's side: requests to answer, tasks to comment on, pairs that run, the latest that are over.

    `to_pick` are sessions of which the mentor is to pick a time, `next_sessions` those that are booked, by
    the ids of their pairings.
    """

    requests: tuple[PairingReason, ...]
    tasks: tuple[Task, ...]
    pairs: tuple[PairingReason, ...]
    earlier: tuple[Pairing, ...]
    to_pick: tuple[SessionShown, ...] = ()
    next_sessions: Mapping[int, Session] = field(default_factory=dict)


def mentor_side(mentor: Person, *, as_of: datetime) -> MentorSide:
    """Everything that waits for a mentor, oldest first, and the pairs that run."""
    rows = Pairing.objects.for_mentor(mentor).select_related("mentee", "mentor", "closed_by")
    requests = with_bars(rows.filter(state=Pairing.State.ASKED), as_of).order_by("asked_at", "pk")
    pairs = list(rows.holding_a_seat().order_by("accepted_at", "pk"))
    tasks = Task.objects.waiting_for(mentor).select_related("skill", "pairing__mentee")
    reasons = with_reasons([*requests, *pairs])
    to_pick, booked = open_sessions(mentor, as_of=as_of)
    return MentorSide(
        requests=tuple(replace(one, bar=bar_of(one.pairing)) for one in reasons[: len(requests)]),
        tasks=tuple(tasks.order_by("handed_in_at", "pk")),
        pairs=reasons[len(requests) :],
        earlier=tuple(rows.over().order_by("-closed_at", "pk")[:EARLIER]),
        to_pick=to_pick,
        next_sessions=booked,
    )


def count_waiting(person: Person) -> int:
    """Requests and tasks that wait for a person as a mentor; of each, counting ends at `MOST_COUNTED`."""
    counts = Person.objects.filter(pk=person.pk).values_list(*map(CountOf, counted_waiting(person)))
    return sum(counts.get())


def counted_waiting(person: Person) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """What `count_waiting` counts, for those who count several things in one query."""
    asked = Pairing.objects.for_mentor(person).filter(state=Pairing.State.ASKED)
    tasks = Task.objects.waiting_for(person)
    return asked.order_by().values("pk")[:MOST_COUNTED], tasks.order_by().values("pk")[:MOST_COUNTED]


@dataclass(frozen=True, slots=True)
class PairingDetail:
    """A pairing with its reason and its tasks, newest first.

    The reason is in the learner's levels while the pairing is open: what somebody can do today is no part of
    a pairing that is over.
    `instead` is another pairing that the learner has asked for or is in: nobody else is asked beside it.
    `bar` is why a proposal or a request can go no further, where the two may not be paired any more.
    `on_leave` are those of the two for whom it is paused.
    `has_a_seat` is whether the mentor has a seat for this learner, neither taken nor reserved for others.
    """

    reason: PairingReason
    tasks: tuple[Task, ...]
    instead: Pairing | None = None
    bar: Bar | None = None
    has_a_seat: bool = False
    on_leave: tuple[Person, ...] = ()

    @property
    def pairing(self) -> Pairing:
        return self.reason.pairing

    @property
    def is_running(self) -> bool:
        """Whether it holds a seat: tasks can be handed in."""
        return self.pairing.state in HOLDING

    @property
    def shown_tasks(self) -> tuple[Task, ...]:
        """What somebody reads who may not read what the pairing was about: tasks that wait for feedback."""
        return self.tasks if self.is_running else self.waiting

    @property
    def waiting(self) -> tuple[Task, ...]:
        """Tasks that wait for feedback, oldest first; once the pairing was broken off, none does."""
        if self.pairing.state not in COMMENTABLE:
            return ()
        return tuple(task for task in reversed(self.tasks) if not hasattr(task, "feedback"))


def pairing_detail(pairing: Pairing, *, as_of: datetime) -> PairingDetail:
    """A pairing in full; a fixed number of queries."""
    reasons = with_reasons([pairing])
    if pairing.state in OPEN:
        reasons = with_standings(reasons, pairing.mentee)
    others = Pairing.objects.for_mentee(pairing.mentee).under_way().exclude(pk=pairing.pk)
    is_open_to_answer = pairing.state in ANSWERABLE
    return PairingDetail(
        reason=reasons[0],
        tasks=tasks_of(pairing),
        instead=others.select_related("mentor").first(),
        bar=bar_between(pairing, as_of) if is_open_to_answer else None,
        has_a_seat=is_open_to_answer and has_a_seat(pairing, as_of=as_of),
        on_leave=_on_leave(pairing, as_of) if pairing.paused_on else (),
    )


def _on_leave(pairing: Pairing, as_of: datetime) -> tuple[Person, ...]:
    two = (pairing.mentee, pairing.mentor)
    leaves = leaves_of([one.pk for one in two], as_of)
    return tuple(one for one in two if one.pk in leaves)


def waiting_in_words(count: int) -> str:
    """What `count_waiting` counts, beside its number: "2 requests and tasks to answer"."""
    words = ngettext("%(count)s request or task to answer", "%(count)s requests and tasks to answer", count)
    return str(words % {"count": bounded(count)})
