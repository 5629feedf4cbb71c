"""What roles follow: employments that changed, and with them job codes."""

from django.utils import timezone

from assessments.roles import services
from lifow.events.types import RosterChanged


def apply_job_code_rules(event: RosterChanged, *, occurred_at: object) -> None:
    """Bring the roles of these people in line with the job codes of their current employments."""
    now = timezone.now()
    services.apply_job_code_rules(on=now.date(), marked_at=now, person_ids=event.person_ids)
