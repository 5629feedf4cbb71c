"""Saying how to connect: whose email address an account in Slack has, and where its owner confirms it."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from channels.slack.blocks.elements import Button
from channels.slack.blocks.messages import connect_home, connect_message
from channels.slack.calls import call, respond
from channels.slack.models import SlackWork
from channels.slack.reports import Proposal, person_with_email, sealed_proposal
from lifow.base.links import absolute_url
from lifow.notifications.reports import language_of


def tell_how_to_connect(work: SlackWork, token: str, as_of: datetime) -> None:
    """Lead somebody who is not connected to the page where they confirm that the account is theirs.

    The email address of their account in Slack has to be that of a person who may use lifow: it alone
    connects nobody.
    """
    told = call("users.info", {"user": work.slack_user_id}, token=token)
    profile = (told.get("user") or {}).get("profile") or {}
    person = person_with_email(str(profile.get("email") or ""), as_of)
    if person is None:
        words = _("Nobody in lifow has the email address of your Slack account. Ask HR to look at it.")
        return _tell(work, token, words, None)
    proposal = Proposal(work.team_id, work.slack_user_id, person.public_id)
    url = absolute_url(reverse("channels:slack_link", args=[sealed_proposal(proposal)]))
    with translation.override(language_of(person)):
        words = _("Connect your lifow account once. The link leads to lifow, where you confirm it.")
        return _tell(work, token, words, Button(_("Connect"), url=url, is_primary=True))


def _tell(work: SlackWork, token: str, words: str, button: Button | None) -> None:
    url = work.payload.get("response_url")
    if work.payload.get("is_home"):
        view = connect_home(words, button)
        call("views.publish", {"user_id": work.slack_user_id, "view": view}, token=token)
    elif isinstance(url, str) and url:
        respond(url, {"response_type": "ephemeral", **connect_message(words, button)})
    else:
        message = connect_message(words, button)
        call("chat.postMessage", {"channel": work.slack_user_id, **message}, token=token)
