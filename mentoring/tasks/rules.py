"""Who may read a task."""

import rules

from mentoring.choices import HOLDING, PairingState
from mentoring.pairings.rules import oversees


@rules.predicate
def is_the_learner(user, task) -> bool:
    return task is not None and user.pk == task.pairing.mentee_id


@rules.predicate
def is_the_mentor(user, task) -> bool:
    return task is not None and user.pk == task.pairing.mentor_id


@rules.predicate
def is_going_on(user, task) -> bool:
    """Whether the pairing runs, or was completed and the task waits for feedback: it can still be given."""
    if task is None or task.pairing.state in HOLDING:
        return task is not None
    return task.pairing.state == PairingState.COMPLETED and not hasattr(task, "feedback")


rules.add_perm("mentoring.read_task", is_the_learner | (is_the_mentor & is_going_on) | oversees)
