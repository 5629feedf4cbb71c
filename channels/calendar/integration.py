"""The calendar feed among what people connect to their account."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import structlog
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.calendar.models import CalendarFeed
from channels.calendar.reports import feed_of
from channels.calendar.services import disconnect_calendar, disconnect_closed_accounts
from channels.registry import Check, Connection, Integration, Shape, Text
from lifow.base.channels import Channel
from lifow.people.persons.models import Person

log = structlog.get_logger(__name__)


class CalendarIntegration(Integration):
    """One address a person, which calendar programs read."""

    key = "calendar"
    channel = Channel.CALENDAR
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

    def counted_people(self) -> int:
        return CalendarFeed.objects.count()

    def check(self, *, as_of: datetime) -> Check:
        """Write the feed that was read last or, where there is none, one that nobody has."""
        newest = CalendarFeed.objects.select_related("person").order_by("-used_at", "-pk").first()
        person = Person.objects.filter(is_active=True).order_by("pk").first()
        if newest is None and person is None:
            return Check(False, _("There is nobody whose calendar could be written."))
        feed = newest or CalendarFeed(person=person, connected_at=as_of, created_at=as_of, updated_at=as_of)
        try:
            feed_of(feed, as_of=as_of)
        except Exception:
            # Whatever is wrong is what the test is there to find; an outage is one too.
            log.exception("calendar_not_written", feed=feed.public_id)
            return Check(False, _("A calendar cannot be written. The log of the server says why."))
        return Check(True, _("A calendar is written without an error."))

    def disconnect(self, *, person: Person, connection_id: str, as_of: datetime) -> bool:
        is_theirs = CalendarFeed.objects.filter(person=person, public_id=connection_id).exists()
        return is_theirs and disconnect_calendar(person=person)

    def disconnect_closed_accounts(self, *, as_of: datetime) -> int:
        return disconnect_closed_accounts()
