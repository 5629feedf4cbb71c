"""Installing the company's app in its workspace, keeping its token fresh, and ending it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from channels.slack.calls import RevokedError, SlackAwayError, SlackError, call
from channels.slack.choices import ROTATE_BEFORE
from channels.slack.encryption import decrypted, encrypted
from channels.slack.models import SlackInstallation, SlackLink, SlackWork
from lifow.people.persons.models import Person

ALONE_FOR = timedelta(seconds=30)

log = structlog.get_logger(__name__)


class InstallError(ValueError):
    """Why the app was not installed, in words for whoever tried."""


def install_slack(*, code: str, redirect_uri: str, by: Person, as_of: datetime) -> SlackInstallation:
    """Exchange what Slack gave for the app's token, and keep it in place of what was installed before.

    Accounts that were linked in another workspace are forgotten. Raises InstallError where Slack refuses it.
    """
    try:
        told = call(
            "oauth.v2.access",
            {
                "client_id": settings.SLACK_CLIENT_ID,
                "client_secret": settings.SLACK_CLIENT_SECRET,
                "code": code,
                "redirect_uri": redirect_uri,
            },
        )
    except SlackAwayError as error:
        raise InstallError(_("Slack cannot be reached now. Try again in a minute.")) from error
    except SlackError as error:
        message = _("Slack has refused it (%(code)s). Begin again with “Install in Slack”.")
        raise InstallError(message % {"code": error.code}) from error
    team = told.get("team") or {}
    if not told.get("access_token") or not team.get("id"):
        raise InstallError(_("Slack has given no token. Begin again with “Install in Slack”."))
    with transaction.atomic():
        _end(SlackInstallation.objects.select_for_update().filter(ended_at__isnull=True), "replaced", as_of)
        SlackLink.objects.exclude(team_id=team["id"]).delete()
        return SlackInstallation.objects.create(
            team_id=team["id"],
            team_name=str(team.get("name") or "")[:200],
            app_id=str(told.get("app_id") or "")[:40],
            bot_user_id=str(told.get("bot_user_id") or "")[:40],
            installed_by=by,
            installed_at=as_of,
            **_tokens(told, as_of),
        )


def token_of(found: SlackInstallation, *, as_of: datetime) -> str:
    """The token to call Slack with, a new one where it has ended.

    Raises RevokedError where no key opens it or it cannot be renewed, SlackAwayError where that is not known
    yet.
    """
    if found.expires_at is not None and found.expires_at <= as_of:
        rotate_token(as_of=as_of)
        found = SlackInstallation.objects.get(pk=found.pk)
        if found.expires_at is not None and found.expires_at <= as_of:
            raise SlackAwayError("token_rotating")
    if found.ended_at is not None or not found.token:
        raise RevokedError("no_token")
    return found.token


def rotate_token(*, as_of: datetime) -> bool:
    """Have Slack replace a token that ends within a quarter of an hour; whether it did.

    One process does so at a time: it takes the row for half a minute by one update, as a refresh token is
    good once. Killed in between, another one tries; Slack knows the refresh token of before for that long.
    Raises RevokedError where Slack refuses it for good; the installation is then ended.
    """
    soon = Q(ended_at__isnull=True, expires_at__lte=as_of + ROTATE_BEFORE) & ~Q(refresh_token="")
    free = Q(rotating_until__isnull=True) | Q(rotating_until__lte=as_of)
    if not SlackInstallation.objects.filter(soon & free).update(rotating_until=as_of + ALONE_FOR):
        return False
    row = SlackInstallation.objects.get(ended_at__isnull=True)
    try:
        told = call(
            "oauth.v2.access",
            {
                "client_id": settings.SLACK_CLIENT_ID,
                "client_secret": settings.SLACK_CLIENT_SECRET,
                "grant_type": "refresh_token",
                "refresh_token": decrypted(row.refresh_token),
            },
        )
    except SlackAwayError as error:
        log.warning("slack_token_not_rotated", error=str(error))
        return False
    except SlackError as error:
        end_installation(reason=error.code, as_of=as_of)
        raise RevokedError(error.code) from error
    kept = SlackInstallation.objects.filter(pk=row.pk, refresh_token=row.refresh_token)
    kept.update(rotating_until=None, **_tokens(told, as_of))
    return True


def pause_messages(*, until: datetime) -> None:
    """Send no messages before a moment, because Slack wants none."""
    SlackInstallation.objects.filter(ended_at__isnull=True).update(paused_until=until)


def end_installation(*, reason: str, as_of: datetime, only: int | None = None) -> bool:
    """Forget the app's tokens and what still waits for it; whether it was installed. Twice is once.

    `only` is the id of the installation whose end was told: one that has taken its place stays.

    Whose accounts are whose stays: installed again in the same workspace, nobody has to confirm it again.
    """
    with transaction.atomic():
        rows = SlackInstallation.objects.select_for_update().filter(ended_at__isnull=True)
        rows = rows if only is None else rows.filter(pk=only)
        was_installed = bool(_end(rows, reason, as_of))
        if was_installed or only is None:
            SlackWork.objects.waiting().update(set_aside_at=as_of, last_error=reason, payload={})
    return was_installed


def _end(rows: Any, reason: str, as_of: datetime) -> int:
    ended: int = rows.update(ended_at=as_of, end_reason=reason[:200], bot_token="", refresh_token="")
    return ended


def _tokens(told: Mapping[str, Any], as_of: datetime) -> dict[str, Any]:
    seconds = told.get("expires_in")
    return {
        "bot_token": encrypted(str(told.get("access_token") or "")),
        "refresh_token": encrypted(str(told.get("refresh_token") or "")),
        "expires_at": as_of + timedelta(seconds=int(seconds)) if seconds else None,
    }
