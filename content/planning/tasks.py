"""Plans in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.planning import services
from lifow.base.jobs import start_in_chunks


@shared_task
def refresh_plans() -> int:
    """Send everyone whose plan is stale to the workers, in chunks; how many chunks."""
    return start_in_chunks(refresh_plans_chunk.name, services.people_with_stale_plans(timezone.now()))


@shared_task
def refresh_plans_chunk(person_ids: list[int]) -> None:
    """Make the plans of these people from their current gap reports."""
    services.refresh_plans(person_ids=person_ids, as_of=timezone.now())


@shared_task
def tell_plans_of_the_week() -> int:
    """Tell those for whom it is Monday of their plan; how many were told."""
    return services.tell_plans_of_the_week(as_of=timezone.now())
