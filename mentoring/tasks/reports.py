"""The tasks of a pairing, and the skills that a task can be about."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from assessments.evidence import reports as evidence
from assessments.evidence.models import EvidenceWithdrawal
from assessments.evidence.reports import later_maps
from assessments.frameworks.models import Skill
from assessments.gaps.reports import gaps_of
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports import with_reasons
from mentoring.tasks.models import Task


def tasks_of(pairing: Pairing) -> tuple[Task, ...]:
    """The tasks of a pairing with their feedback, newest first."""
    tasks = with_feedback(Task.objects.filter(pairing=pairing).select_related("skill", "pairing"))
    return tuple(on_todays_levels(tasks.order_by("-handed_in_at", "-pk")))


def with_feedback(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with their feedback, for `on_todays_levels`; `is_withdrawn` says that it is no evidence now."""
    withdrawn = EvidenceWithdrawal.objects.in_force().filter(evidence=OuterRef("feedback__evidence"))
    is_mapped = later_maps(framework="skill__framework", recorded_at="feedback__evidence__recorded_at")
    given = tasks.select_related("feedback__evidence")
    return given.annotate(is_mapped=is_mapped, is_withdrawn=Exists(withdrawn))


def on_todays_levels(tasks: Iterable[Task]) -> list[Task]:
    """The tasks of `with_feedback`, whose feedback says its level as it reads on the levels of now."""
    found = list(tasks)
    given = [task for task in found if hasattr(task, "feedback")]
    for task in given:
        vars(task.feedback.evidence)["is_mapped"] = vars(task)["is_mapped"]
    evidence.on_todays_levels([task.feedback.evidence for task in given])
    return found


def skills_to_show(pairing: Pairing) -> tuple[tuple[Skill, ...], tuple[Skill, ...]]:
    """The skills that a task can be about: those that the mentor covers, then the learner's other gaps."""
    covered = tuple(one.skill for one in with_reasons([pairing])[0].covers)
    gapped = (row.skill for row in gaps_of(pairing.mentee).gaps)
    return covered, tuple(skill for skill in gapped if skill not in covered)
