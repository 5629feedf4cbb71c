"""Help that is wanted now: taken, or passed on, where it was read."""

from django.urls import reverse
from django.utils.translation import gettext as _

from channels.slack.blocks.elements import Button
from channels.slack.blocks.messages import told_message
from channels.slack.work.conversation import Conversation, for_person
from lifow.base.links import absolute_url
from mentoring.help.models import HelpRequest
from mentoring.help.services import HelpError, claim_help, pass_on


@for_person
def take_help(conversation: Conversation) -> None:
    """Take a request: of many who click at once one has it, and the others read who."""
    asked = _asked(conversation)
    if asked is None:
        return conversation.replace(told_message(_("There is no such request.")))
    try:
        taken = claim_help(request=asked, by=conversation.person, as_of=conversation.as_of)
    except HelpError as error:
        return conversation.replace(told_message(str(error)))
    words = _("You help %(who)s: %(about)s") % {"who": taken.person, "about": taken}
    url = absolute_url(reverse("mentoring:help", args=[taken.public_id]))
    button = Button(_("Open the conversation"), url=url, is_primary=True)
    return conversation.replace(told_message(words, button))


@for_person
def pass_help_on(conversation: Conversation) -> None:
    """Say that one has no time: others are asked."""
    asked = _asked(conversation)
    if asked is not None:
        pass_on(request=asked, by=conversation.person, as_of=conversation.as_of)
    conversation.replace(told_message(_("Somebody else is asked.")))


def _asked(conversation: Conversation) -> HelpRequest | None:
    """The request that was clicked, of those that the person was asked."""
    rows = HelpRequest.objects.now().select_related("person", "claimed_by", "skill")
    asked = rows.filter(steps__person=conversation.person, public_id=conversation.told("value"))
    return asked.distinct().first()
