"""Browsers subscribe to what their person is told, and end it."""

import hashlib
import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Collection
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _

from channels.push.models import LONGEST_ENDPOINT, LONGEST_NAME, Device
from lifow.notifications.registry import all_kinds
from lifow.notifications.services import switch_kinds
from lifow.people.persons.models import Person

PUSH = "push"
MOST_DEVICES = 10
AUTH_BYTES = 16
# HTTPS at a host with a name or an IPv4 address, at the usual port.
ENDPOINT = re.compile(r"https://[A-Za-z0-9.-]+/[!-~]*")


class SubscriptionError(ValueError):
    """A subscription that nothing could be sent to; the text says why."""


def subscribe_device(
    *, person: Person, endpoint: str, public_key: str, auth_secret: str, name: str, as_of: datetime
) -> Device:
    """Have a browser show what its person is told; the same browser again is the same device.

    With somebody's first device, what waits for them is switched on for devices; news stay off until they
    say otherwise. Of more than ten devices the one that subscribed first goes. Raises SubscriptionError where
    the address or the keys are none.
    """
    check_subscription(endpoint=endpoint, public_key=public_key, auth_secret=auth_secret)
    said = {
        "person": person,
        "name": name[:LONGEST_NAME],
        "endpoint": endpoint,
        "public_key": public_key,
        "auth_secret": auth_secret,
    }
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        is_first = not Device.objects.filter(person=person).exists()
        device, _created = Device.objects.update_or_create(
            endpoint_digest=digest_of(endpoint),
            defaults=said,
            create_defaults={**said, "created_at": as_of},
        )
        if is_first:
            acts = [kind.key for kind in all_kinds() if kind.is_act]
            switch_kinds(person=person, kinds=acts, way=PUSH, is_on=True)
        newest = Device.objects.filter(person=person).order_by("-created_at", "-pk")
        Device.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[MOST_DEVICES:])).delete()
    return device


def remove_device(*, person: Person, public_id: str) -> bool:
    """End what is sent to one of somebody's devices; whether there was one."""
    return bool(Device.objects.filter(person=person, public_id=public_id).delete()[0])


def remove_gone_devices(*, ids: Collection[int]) -> None:
    """Forget devices of which their push service says that they have ended the subscription."""
    Device.objects.filter(pk__in=ids).delete()


def remove_devices_of_closed_accounts() -> int:
    """Forget the devices of all who may not sign in any more; how many."""
    return Device.objects.filter(person__is_active=False).delete()[0]


def mark_used(*, ids: Collection[int], as_of: datetime) -> None:
    """Write down that devices have been sent something."""
    Device.objects.filter(pk__in=ids).update(used_at=as_of)


def digest_of(endpoint: str) -> str:
    """By what a subscription is found."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def check_subscription(*, endpoint: str, public_key: str, auth_secret: str) -> None:
    """Raise SubscriptionError where the address is not one of a push service, or the keys are none."""
    if not ENDPOINT.fullmatch(endpoint) or len(endpoint) > LONGEST_ENDPOINT:
        raise SubscriptionError(_("The browser has given no address of a push service."))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(public_key))
        is_secret = len(_bytes(auth_secret)) == AUTH_BYTES
    except ValueError:
        is_secret = False
    if not is_secret:
        raise SubscriptionError(_("The browser has given no keys to encrypt with."))


def _bytes(text: str) -> bytes:
    """URL-safe base 64 with or without its padding. Raises ValueError for anything else."""
    try:
        return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (Base64Error, UnicodeEncodeError) as error:
        raise ValueError(text) from error
