"""Modules in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.authoring import services
from content.kinds.update.services import count_readers as count_readers_of_updates
from content.kinds.update.services import tell_newcomers as tell_newcomers_of_updates
from content.kinds.walkthrough.services import let_go_of_pictures


@shared_task
def publish_scheduled() -> int:
    """Publish the modules whose moment has come; how many."""
    return services.publish_scheduled(as_of=timezone.now())


@shared_task
def check_links() -> int:
    """Ask addresses that modules link to whether they answer; how many."""
    return services.check_links(as_of=timezone.now())


@shared_task
def note_all_links() -> int:
    """Write down what published modules link to; how many addresses."""
    return services.note_all_links()


@shared_task
def forget_sessions() -> int:
    """Delete what authors typed, uploaded and left long ago; how many."""
    now = timezone.now()
    return (
        services.forget_sessions(as_of=now)
        + services.forget_uploads(as_of=now)
        + let_go_of_pictures(as_of=now)
    )


@shared_task
def tell_of_past_review() -> int:
    """Tell owners of the modules whose review date has come; how many."""
    return services.tell_of_past_review(as_of=timezone.now())


@shared_task
def carry_out_updates() -> int:
    """Mark what product updates replace, and tell whom they concern; how many modules were marked."""
    return services.carry_out_updates(as_of=timezone.now())


@shared_task
def count_readers() -> int:
    """Count who has read product updates; how many updates."""
    return count_readers_of_updates(as_of=timezone.now())


@shared_task
def tell_newcomers() -> int:
    """Tell those who have joined since of the product updates of the last weeks; how many messages."""
    return tell_newcomers_of_updates(as_of=timezone.now())
