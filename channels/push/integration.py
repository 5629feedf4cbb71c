"""Devices on the page of connections."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from channels.push.models import Device
from channels.push.services import PUSH, remove_device, remove_devices_of_closed_accounts
from channels.push.way import PushWay
from channels.registry import Check, Connection, Integration, Shape
from lifow.base.channels import Channel
from lifow.people.persons.models import Person


class Devices(Integration):
    """Phones and computers that show what their person is told."""

    key = PUSH
    channel = Channel.DEVICE
    shows = frozenset({Shape.TEXT})
    title = _("Phones and computers")
    how_to_connect = _(
        "A device shows what waits for you, also while lifow is closed, in your working hours only. "
        "Open this page on the device."
    )
    act = _("Use this device")
    act_url = reverse_lazy("channels:this_device")

    def connections_of(self, person: Person) -> Sequence[Connection]:
        devices = Device.objects.filter(person=person).order_by("-created_at", "-pk")
        may = (_("show you the titles of messages"),)
        return [Connection(one.public_id, one.name, one.created_at, one.used_at, may) for one in devices]

    def counted_people(self) -> int:
        return Device.objects.aggregate(people=Count("person", distinct=True))["people"]

    def check(self, *, as_of: datetime) -> Check:
        return PushWay().check()

    def disconnect(self, *, person: Person, connection_id: str, as_of: datetime) -> bool:
        return remove_device(person=person, public_id=connection_id)

    def disconnect_closed_accounts(self, *, as_of: datetime) -> int:
        return remove_devices_of_closed_accounts()
