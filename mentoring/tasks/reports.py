"""The tasks of a pairing, and the skills that a task can be about."""

from assessments.frameworks.models import Skill
from assessments.gaps.reports import gaps_of
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports import with_reasons
from mentoring.tasks.models import Task


def tasks_of(pairing: Pairing) -> tuple[Task, ...]:
    """The tasks of a pairing with their feedback, newest first."""
    tasks = Task.objects.filter(pairing=pairing).select_related("skill", "pairing", "feedback__evidence")
    return tuple(tasks.order_by("-handed_in_at", "-pk"))


def skills_to_show(pairing: Pairing) -> tuple[tuple[Skill, ...], tuple[Skill, ...]]:
    """The skills that a task can be about: those that the mentor covers, then the learner's other gaps."""
    covered = tuple(one.skill for one in with_reasons([pairing])[0].covers)
    gapped = (row.skill for row in gaps_of(pairing.mentee).gaps)
    return covered, tuple(skill for skill in gapped if skill not in covered)
