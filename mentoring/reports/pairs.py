"""One pairing, as the two of it and HR see it."""

from dataclasses import dataclass

from mentoring.models import Pairing, Task
from mentoring.querysets import HOLDING
from mentoring.reports.covered import PairingReason, with_reasons, with_standings


@dataclass(frozen=True, slots=True)
class PairingDetail:
    """A pairing with its reason, in the learner's levels, and its tasks, newest first.

    `instead` is another pairing that the learner has asked for or is in: nobody else is asked beside it.
    """

    reason: PairingReason
    tasks: tuple[Task, ...]
    instead: Pairing | None = None

    @property
    def pairing(self) -> Pairing:
        return self.reason.pairing

    @property
    def is_running(self) -> bool:
        """Whether it holds a seat: tasks can be handed in."""
        return self.pairing.state in HOLDING

    @property
    def waiting(self) -> tuple[Task, ...]:
        """Tasks without feedback, oldest first."""
        return tuple(task for task in reversed(self.tasks) if not hasattr(task, "feedback"))


def pairing_detail(pairing: Pairing) -> PairingDetail:
    """A pairing in full; a fixed number of queries."""
    reason = with_standings(with_reasons([pairing]), pairing.mentee)[0]
    others = Pairing.objects.for_mentee(pairing.mentee).under_way().exclude(pk=pairing.pk)
    return PairingDetail(reason, tasks_of(pairing), others.select_related("mentor").first())


def tasks_of(pairing: Pairing) -> tuple[Task, ...]:
    """The tasks of a pairing with their feedback, newest first."""
    tasks = Task.objects.filter(pairing=pairing).select_related("skill", "pairing", "feedback__evidence")
    return tuple(tasks.order_by("-handed_in_at", "-pk"))
