"""What roles follow: employments that changed, and with them job codes, and the rules for these."""

from django.utils import timezone

from assessments.roles import services, tasks
from lifow.base.jobs import start_soon
from lifow.events.types import JobCodeRulesChanged, RoleLevelsChanged, RosterChanged


def apply_job_code_rules(event: RosterChanged, *, occurred_at: object) -> None:
    """Bring the roles of these people in line with the job codes of their current employments."""
    now = timezone.now()
    services.apply_job_code_rules(as_of=now, marked_at=now, person_ids=event.person_ids)


def apply_all_job_code_rules(event: JobCodeRulesChanged | RoleLevelsChanged, *, occurred_at: object) -> None:
    """Have a worker bring everybody's roles in line with rules that changed, or give roles not in use."""
    start_soon(tasks.apply_job_code_rules.name)
