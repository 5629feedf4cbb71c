"""The company has removed the app in Slack."""

from datetime import UTC, datetime, timedelta

from channels.slack.models import SlackWork
from channels.slack.reports import installation
from channels.slack.services import end_installation

# `event_time` is of whole seconds.
A_SECOND = timedelta(seconds=1)


def end(work: SlackWork, as_of: datetime) -> None:
    """Forget the tokens of the workspace that removed the app."""
    found, told = installation(), work.payload.get("event_time")
    # Slack tells late what lifow did not hear at once; it may be installed again by then.
    at = datetime.fromtimestamp(told, UTC) if isinstance(told, int) else work.received_at
    if found is not None and found.team_id == work.team_id and found.installed_at <= at + A_SECOND:
        reason = str(work.payload.get("reason") or "app_uninstalled")
        end_installation(reason=reason, as_of=as_of, only=found.pk)
