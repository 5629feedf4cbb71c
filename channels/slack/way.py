"""Slack as a way to reach somebody: a direct message, with what can be done in place."""

from datetime import timedelta

import structlog
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from channels.slack.blocks.home import RATE_FORM, REFRESH
from channels.slack.blocks.messages import LetterShown, letters_message
from channels.slack.calls import RateLimitedError, RevokedError, SlackAwayError, SlackError, call
from channels.slack.choices import SLACK
from channels.slack.models import SlackLink
from channels.slack.reports import installation, may_use
from channels.slack.services import end_installation, note_delivery, pause_messages, token_of
from lifow.base.channels import Channel
from lifow.notifications.links import message_url
from lifow.notifications.registry import Check, Letter, Outgoing, SendError, Way, WayClosedError
from lifow.notifications.reports import collected_in_words, level_bar_in_text, level_in_words
from lifow.people.persons.models import Person

HELP_WANTED = "help_wanted"
DELIVERY = "lifow_delivery"

log = structlog.get_logger(__name__)


class SlackWay(Way):
    """What is told comes as a direct message of the company's app, in hours and within the cap as always."""

    key = SLACK
    title: str | Promise = "Slack"
    precedence = 10
    channel = Channel.CHAT

    def can_reach(self, person: Person) -> bool:
        found = installation()
        return found is not None and SlackLink.objects.filter(person=person, team_id=found.team_id).exists()

    def is_offered_to(self, person: Person) -> bool:
        return self.can_reach(person)

    def check(self) -> Check:
        """Ask Slack whose token it is."""
        found = installation()
        if found is None:
            return Check(False, _("No workspace is connected."))
        try:
            call("auth.test", {}, token=token_of(found, as_of=timezone.now()))
        except RevokedError as error:
            words = _("Slack does not take the app’s token any more (%(code)s). Install it again.")
            return Check(False, words % {"code": error.code})
        except SlackError as error:
            log.warning("slack_check_failed", error=str(error))
            return Check(False, _("Slack cannot be reached now."))
        return Check(True, _("Slack takes the app’s token, in %(workspace)s.") % {"workspace": found})

    def send(self, outgoing: Outgoing) -> None:
        """Post one message. What Slack has taken under a delivery id is not posted again under it.

        While Slack wants no messages (Retry-After), the way is closed: nothing counts as an attempt.
        """
        now, found = timezone.now(), installation()
        link = SlackLink.objects.filter(person=outgoing.receiver).first()
        if found is None or link is None or not may_use(outgoing.receiver, now):
            raise SendError("No account in Slack is connected.", is_permanent=True)
        if found.paused_until is not None and found.paused_until > now:
            raise WayClosedError("Slack wants no messages for a while.")
        if link.last_delivery_id == outgoing.delivery_id:
            return
        try:
            token = token_of(found, as_of=now)
            call("chat.postMessage", {"channel": link.slack_user_id, **_message(outgoing)}, token=token)
        except RateLimitedError as error:
            pause_messages(until=now + timedelta(seconds=error.seconds))
            raise WayClosedError(str(error)) from error
        except RevokedError as error:
            end_installation(reason=error.code, as_of=now, only=found.pk)
            raise SendError(error.code, is_permanent=True) from error
        except SlackAwayError as error:
            raise SendError(str(error) or "Slack cannot be reached.", is_permanent=False) from error
        except SlackError as error:
            raise SendError(error.code, is_permanent=True) from error
        note_delivery(link=link, delivery_id=outgoing.delivery_id)


def _message(outgoing: Outgoing) -> dict[str, object]:
    shown = [_shown(one) for one in outgoing.letters]
    heading = shown[0].title if len(shown) == 1 else collected_in_words(outgoing)
    # Nobody sees it: it tells two messages of one delivery, after a kill, from two deliveries.
    known_as = {"event_type": DELIVERY, "event_payload": {"id": outgoing.delivery_id}}
    return {**letters_message(heading, shown), "metadata": known_as}


def _shown(letter: Letter) -> LetterShown:
    """A message with its link, and what can be done about it without leaving Slack."""
    rendered = letter.rendered
    name, kwargs, query = _leads_to(rendered.url)
    help_id = kwargs.get("help_id", "") if letter.kind.key == HELP_WANTED and name == "mentoring:help" else ""
    act, act_words, act_value = _act(name, query)
    return LetterShown(
        title=rendered.title,
        body=rendered.body,
        url=message_url(letter.message_id, way=SLACK),
        action=rendered.action,
        levels=[
            f"{line.skill}  {level_bar_in_text(line)}  {level_in_words(line)}" for line in rendered.levels
        ],
        help_id=help_id,
        act=act,
        act_words=act_words,
        act_value=act_value,
    )


def _act(name: str, query: str) -> tuple[str, str, str]:
    """What can be done in Slack of what a page is for: the click, its words, and what it is about."""
    if name == "content:refreshers":
        return REFRESH, _("Answer here"), ""
    if name == "portal:ratings":
        return RATE_FORM, _("Rate here"), query.removeprefix("rating=") if query.startswith("rating=") else ""
    return "", "", ""


def _leads_to(url: str) -> tuple[str, dict[str, str], str]:
    """The page that a message leads to: its name, what it is about, and what follows the question mark."""
    path, _mark, query = url.partition("?")
    try:
        found = resolve(path.partition("#")[0])
    except Resolver404:
        return "", {}, ""
    return found.view_name, found.kwargs, query.partition("#")[0]
