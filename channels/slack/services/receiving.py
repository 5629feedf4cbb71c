"""Writing down what Slack asks for, once, before Slack is answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from channels.slack.choices import KEPT_FOR, WorkKind
from channels.slack.models import LONGEST_ID, SlackWork
from lifow.base.bounds import without_controls
from lifow.base.jobs import start_soon

CARRY_OUT = "channels.slack.tasks.carry_out"


def take_request(
    *,
    key: str,
    kind: WorkKind,
    team_id: str,
    slack_user_id: str,
    payload: Mapping[str, Any],
    as_of: datetime,
    after: timedelta = timedelta(),
) -> SlackWork | None:
    """Write down what is to be done, for a worker to carry out; None where it came before.

    With `after` it is left so long: until then it is to be completed by `add_to_work`.
    """
    made, is_new = SlackWork.objects.get_or_create(
        key=key[:80],
        defaults={
            "kind": kind,
            "team_id": team_id[:LONGEST_ID],
            "slack_user_id": slack_user_id[:LONGEST_ID],
            "payload": _kept(payload),
            "received_at": as_of,
            "not_before": as_of + after,
        },
    )
    if is_new and not after:
        start_work()
    return made if is_new else None


def add_to_work(*, work: SlackWork, payload: Mapping[str, Any], as_of: datetime) -> None:
    """Complete what was written down, and have it carried out now."""
    with transaction.atomic():
        row = SlackWork.objects.select_for_update().get(pk=work.pk)
        row.payload, row.not_before = {**row.payload, **_kept(payload)}, as_of
        row.save(update_fields=["payload", "not_before"])
    start_work()


def start_work() -> None:
    """Have a worker look for what is due once the transaction around the call is committed."""
    start_soon(CARRY_OUT)


def forget_old_work(*, as_of: datetime) -> int:
    """Delete what was done or set aside a week ago; how many rows."""
    old = SlackWork.objects.exclude(done_at=None, set_aside_at=None)
    deleted, _models = old.filter(received_at__lt=as_of - KEPT_FOR).delete()
    return deleted


def _kept(value: Any) -> Any:
    """What the database can keep of it: no control characters in any text."""
    if isinstance(value, Mapping):
        return {str(name): _kept(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(each) for each in value]
    return without_controls(value) if isinstance(value, str) else value
