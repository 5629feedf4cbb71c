"""The calendar feed among what people connect to their account."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.calendar.models import CalendarFeed
from channels.calendar.services import disconnect_calendar, disconnect_closed_accounts
from channels.registry import Connection, Integration, Shape, Text
from lifow.base.channels import Channel
from lifow.people.persons.models import Person


class CalendarIntegration(Integration):
    """One address a person, which calendar programs read."""

    key = "calendar"
    # Nothing is done in a calendar: its links open pages.
    channel = Channel.PORTAL
    shows: ClassVar[frozenset[Shape]] = frozenset({Shape.LIST})
    title: ClassVar[Text] = gettext_lazy("Calendar")
    how_to_connect: ClassVar[Text] = gettext_lazy(
        "Your calendar in Outlook, Google or Apple shows learning time, sessions and due dates, by an address"
        " of your own."
    )
    act: ClassVar[Text] = gettext_lazy("Set up the calendar")
    act_url: ClassVar[Text] = reverse_lazy("channels:calendar")

    def connections_of(self, person: Person) -> Sequence[Connection]:
        found = CalendarFeed.objects.filter(person=person)
        return [
            Connection(
                id=one.public_id,
                name=_("Calendar feed"),
                since=one.connected_at,
                may=(_("show what you chose, and nothing else"),),
            )
            for one in found
        ]

    def disconnect(self, *, person: Person, connection_id: str, as_of: datetime) -> bool:
        is_theirs = CalendarFeed.objects.filter(person=person, public_id=connection_id).exists()
        return is_theirs and disconnect_calendar(person=person)

    def disconnect_closed_accounts(self, *, as_of: datetime) -> int:
        return disconnect_closed_accounts()
