"""Assignments in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.testing.sittings.models import Sitting
from content.assignments import services
from content.assignments.choices import Audience


@shared_task
def refresh_assignments() -> int:
    """Work out whom each assignment concerns, what was done, and what is due again; how many rows changed."""
    now = timezone.now()
    changed = services.refresh_all(as_of=now) + services.open_rounds(as_of=now)
    services.count_assignments(as_of=now)
    return changed


@shared_task
def refresh_assignment(assignment_id: int) -> int:
    """Work out whom one assignment concerns; how many rows changed."""
    return services.refresh_assignment(assignment_id=assignment_id, as_of=timezone.now())


@shared_task
def refresh_people(person_ids: list[int]) -> int:
    """Work out what concerns these people; how many rows changed."""
    return services.refresh_people(person_ids=person_ids, as_of=timezone.now())


@shared_task
def refresh_people_with_roles(person_ids: list[int]) -> int:
    """Work out what concerns these people because of their roles; how many rows changed."""
    return services.refresh_people(person_ids=person_ids, audiences=[Audience.ROLE], as_of=timezone.now())


@shared_task
def close_after_tests(evidence_ids: list[int]) -> int:
    """Close what the people of this evidence have done by passing a test; how many rows."""
    people = Evidence.objects.filter(pk__in=evidence_ids, source=Evidence.Source.TEST).values("person")
    passed = Sitting.objects.filter(person__in=people, is_passed=True).values_list("person_id", flat=True)
    return services.note_completed(person_ids=sorted(set(passed)), as_of=timezone.now())


@shared_task
def tell_of_assignments() -> int:
    """Tell people of what is due soon or overdue; how many were told."""
    return services.tell_due(as_of=timezone.now())
