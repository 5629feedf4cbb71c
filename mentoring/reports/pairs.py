"""One pairing, as the two of it and HR see it."""

from dataclasses import dataclass

from mentoring.models import Pairing, Task
from mentoring.querysets import COMMENTABLE, HOLDING, OPEN
from mentoring.reports.allowed import Bar, bar_between
from mentoring.reports.covered import PairingReason, with_reasons, with_standings


@dataclass(frozen=True, slots=True)
class PairingDetail:
    """A pairing with its reason and its tasks, newest first.

    The reason is in the learner's levels while the pairing is open: what somebody can do today is no part of
    a pairing that is over.
    `instead` is another pairing that the learner has asked for or is in: nobody else is asked beside it.
    `bar` is why a proposal or a request can go no further, where the two may not be paired any more.
    """

    reason: PairingReason
    tasks: tuple[Task, ...]
    instead: Pairing | None = None
    bar: Bar | None = None

    @property
    def pairing(self) -> Pairing:
        return self.reason.pairing

    @property
    def is_running(self) -> bool:
        """Whether it holds a seat: tasks can be handed in."""
        return self.pairing.state in HOLDING

    @property
    def waiting(self) -> tuple[Task, ...]:
        """Tasks that wait for feedback, oldest first; once the pairing was broken off, none does."""
        if self.pairing.state not in COMMENTABLE:
            return ()
        return tuple(task for task in reversed(self.tasks) if not hasattr(task, "feedback"))


def pairing_detail(pairing: Pairing) -> PairingDetail:
    """A pairing in full; a fixed number of queries."""
    reasons = with_reasons([pairing])
    if pairing.state in OPEN:
        reasons = with_standings(reasons, pairing.mentee)
    others = Pairing.objects.for_mentee(pairing.mentee).under_way().exclude(pk=pairing.pk)
    is_open_to_answer = pairing.state in (Pairing.State.PROPOSED, Pairing.State.ASKED)
    return PairingDetail(
        reason=reasons[0],
        tasks=tasks_of(pairing),
        instead=others.select_related("mentor").first(),
        bar=bar_between(pairing) if is_open_to_answer else None,
    )


def tasks_of(pairing: Pairing) -> tuple[Task, ...]:
    """The tasks of a pairing with their feedback, newest first."""
    tasks = Task.objects.filter(pairing=pairing).select_related("skill", "pairing", "feedback__evidence")
    return tuple(tasks.order_by("-handed_in_at", "-pk"))
