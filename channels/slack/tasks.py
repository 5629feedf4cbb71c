"""What is done for Slack in the background. Each task may run twice, and be killed at any moment."""

from time import monotonic

import structlog
from celery import shared_task
from django.utils import timezone

from channels.slack import services
from channels.slack.calls import RevokedError
from channels.slack.work import HANDLERS
from lifow.base.jobs import start_soon

AT_ONCE = 20
MOST_SECONDS = 60

log = structlog.get_logger(__name__)


@shared_task
def carry_out() -> int:
    """Carry out what Slack asked for until nothing is due, or for a minute and then as a new task; how much.

    A token that is about to end is replaced before.
    """
    until, done = monotonic() + MOST_SECONDS, 0
    _rotate()
    while True:
        made = services.carry_out_due(handlers=HANDLERS, as_of=timezone.now(), limit=AT_ONCE)
        if made == services.Done():
            return done
        done += made.carried_out
        if monotonic() > until:
            start_soon(carry_out.name)
            return done


@shared_task
def forget_old_work() -> int:
    """Delete requests of a week ago; how many."""
    return services.forget_old_work(as_of=timezone.now())


def _rotate() -> None:
    try:
        services.rotate_token(as_of=timezone.now())
    except RevokedError as error:
        log.warning("slack_token_refused", error=str(error))
