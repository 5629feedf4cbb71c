"""Slack among what people can connect to their account."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.registry import Check, Connection, Integration, Shape
from channels.slack.choices import SLACK
from channels.slack.models import SlackLink
from channels.slack.reports import installation
from channels.slack.services import unlink_account, unlink_closed_accounts
from channels.slack.way import SlackWay
from lifow.base.channels import Channel
from lifow.people.persons.models import Person

NAME = "Slack"


class Slack(Integration):
    """The company's own app in its workspace. A connection is an account there that its person confirmed."""

    key = SLACK
    channel = Channel.CHAT
    set_up_url = reverse_lazy("channels:slack_settings")
    shows = frozenset({Shape.CARD, Shape.QUESTION, Shape.LIST, Shape.FORM, Shape.TEXT})
    title = NAME
    how_to_connect = gettext_lazy(
        "Type /learn in Slack and follow the link: it leads here, where you confirm that the account is "
        "yours. It works once HR has connected the company’s workspace."
    )

    def counted_people(self) -> int:
        return SlackLink.objects.count()

    def connections_of(self, person: Person) -> Sequence[Connection]:
        found = SlackLink.objects.filter(person=person)
        may = (
            gettext_lazy("show you your week, your refreshers and what waits for you"),
            gettext_lazy("take your answers, ratings and questions in your name"),
            gettext_lazy("send you messages"),
        )
        name = _("Slack account")
        return [Connection(one.public_id, name, one.confirmed_at, one.used_at, may) for one in found]

    def disconnect(self, *, person: Person, connection_id: str, as_of: datetime) -> bool:
        return unlink_account(person=person, public_id=connection_id)

    def disconnect_closed_accounts(self, *, as_of: datetime) -> int:
        return unlink_closed_accounts()

    def check(self, *, as_of: datetime) -> Check:
        return SlackWay().check()

    def is_set_up(self) -> bool:
        return installation() is not None
