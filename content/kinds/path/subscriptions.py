"""What paths follow: modules that were completed by somebody else's word."""

from django.utils import timezone

from content.kinds.path.services import finish_paths
from lifow.events.types import ModulesCompleted


def finish(event: ModulesCompleted, *, occurred_at: object) -> None:
    """Have paths be done of which the last module was signed off."""
    finish_paths(person_ids=event.person_ids, as_of=timezone.now())
