"""The company has removed the app in Slack."""

from datetime import datetime

from channels.slack.models import SlackWork
from channels.slack.reports import installation
from channels.slack.services import end_installation


def end(work: SlackWork, as_of: datetime) -> None:
    """Forget the tokens of the workspace that removed the app."""
    found = installation()
    if found is not None and found.team_id == work.team_id and found.installed_at <= work.received_at:
        end_installation(reason=str(work.payload.get("reason") or "app_uninstalled"), as_of=as_of)
