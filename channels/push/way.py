"""Push messages as a way to reach somebody: one to each of their devices, encrypted for it alone."""

import json
from email.utils import parseaddr
from time import time

import structlog
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from channels.push.keys import private_key
from channels.push.models import Device
from channels.push.services import (
    PUSH,
    SubscriptionError,
    check_subscription,
    digest_of,
    mark_used,
    remove_gone_devices,
)
from lifow.base.channels import Channel
from lifow.base.links import absolute_url
from lifow.base.outgoing import NotOutsideError, post, reach
from lifow.notifications.links import message_url
from lifow.notifications.registry import Check, Outgoing, SendError, Way
from lifow.notifications.reports import collected_in_words
from lifow.people.persons.models import Person

# A push service keeps a message so long for a device that is off.
KEPT_SECONDS = 24 * 60 * 60
# What a service takes at least is 4,096 bytes (RFC 8030), of which encryption needs about a hundred.
LONGEST_TITLE = 300
GONE = {404, 410}
REFUSED = {400, 401, 403, 413}

log = structlog.get_logger(__name__)


class PushWay(Way):
    """What is told is shown by the person's own browsers, also while lifow is not open.

    The title alone is sent: whoever looks at a locked screen learns what waits, and no more.
    """

    key = PUSH
    title: str | Promise = gettext_lazy("Device")
    channel = Channel.DEVICE
    precedence = 20

    def can_reach(self, person: Person) -> bool:
        return Device.objects.filter(person=person).exists()

    def is_offered_to(self, person: Person) -> bool:
        return self.can_reach(person)

    def check(self) -> Check:
        """Sign as for a message, and ask the push service of the newest device whether it is there."""
        device = Device.objects.order_by("-created_at", "-pk").first()
        try:
            signed(device.endpoint if device else f"{settings.SITE_URL}/")
        except ValueError as error:
            log.warning("push_key_unusable", error=str(error))
            return Check(False, gettext("Messages to devices cannot be signed."))
        if device is None:
            return Check(True, gettext("Messages can be signed. No device is connected yet."))
        try:
            reach(origin_of(device.endpoint))
        except (NotOutsideError, OSError) as error:
            log.warning("push_service_away", device=device.public_id, error=str(error))
            return Check(False, gettext("The push service of the newest device cannot be reached."))
        return Check(True, gettext("Messages can be signed, and the push service answers."))

    def send(self, outgoing: Outgoing) -> None:
        """Send to each device. It is delivered once a push service has taken it for one of them.

        Sent again under the same `delivery_id`, a message takes the place of the one before it: at the push
        service by its topic, on the device by its tag.
        """
        devices = list(Device.objects.filter(person=outgoing.receiver).order_by("pk"))
        said = {device.pk: _send_to(device, outgoing) for device in devices}
        gone = [pk for pk, status in said.items() if status in GONE]
        taken = [pk for pk, status in said.items() if 200 <= status < 300]
        remove_gone_devices(ids=gone)
        if taken:
            mark_used(ids=taken, as_of=timezone.now())
            return
        is_permanent = all(status in GONE | REFUSED for status in said.values())
        statuses = ", ".join(str(status or "no answer") for status in said.values()) or "no device"
        raise SendError(f"No push service took it: {statuses}", is_permanent=is_permanent)


def _send_to(device: Device, outgoing: Outgoing) -> int:
    """The status with which the device's push service answers; 0 where it does not."""
    try:
        check_subscription(
            endpoint=device.endpoint, public_key=device.public_key, auth_secret=device.auth_secret
        )
        return post(device.endpoint, body=encrypted(device, outgoing), headers=_headers(device, outgoing))
    except (SubscriptionError, NotOutsideError):
        return 403
    except OSError as error:
        log.warning("push_service_away", device=device.public_id, error=str(error))
        return 0


def encrypted(device: Device, outgoing: Outgoing) -> bytes:
    """The message for one device, which alone can read it (RFC 8291)."""
    # Its import takes a quarter of a second: only who sends needs it.
    from pywebpush import WebPusher

    keys = {"p256dh": device.public_key, "auth": device.auth_secret}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    body: bytes = pusher.encode(json.dumps(_shown(outgoing)).encode())["body"]
    return body


def _shown(outgoing: Outgoing) -> dict[str, str]:
    """What the device shows, and where it leads."""
    is_single = len(outgoing.letters) == 1
    letter = outgoing.letters[0]
    opened = message_url(letter.message_id, way=PUSH) if is_single else ""
    return {
        "title": (letter.rendered.title if is_single else collected_in_words(outgoing))[:LONGEST_TITLE],
        "action": letter.rendered.action if is_single else "",
        "url": opened or absolute_url(reverse("notifications:inbox")),
        "icon": absolute_url(static("icon-192.png")),
        "tag": outgoing.delivery_id,
        "lang": get_language() or "",
    }


def signed(endpoint: str) -> dict[str, str]:
    """By what the push service at this address knows lifow (VAPID, RFC 8292)."""
    from py_vapid import Vapid02

    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    claims = {"sub": f"mailto:{sender}", "aud": origin_of(endpoint), "exp": int(time()) + 12 * 60 * 60}
    headers: dict[str, str] = Vapid02(private_key(), {"no-strict": True}).sign(claims)
    return headers


def origin_of(endpoint: str) -> str:
    """Scheme and host of a device's address: its push service."""
    return "/".join(endpoint.split("/", 3)[:3])


def _headers(device: Device, outgoing: Outgoing) -> dict[str, str]:
    is_act = any(letter.kind.is_act for letter in outgoing.letters)
    return {
        **signed(device.endpoint),
        "TTL": str(KEPT_SECONDS),
        "Urgency": "normal" if is_act else "low",
        # At most 32 letters of the URL-safe alphabet.
        "Topic": digest_of(outgoing.delivery_id)[:32],
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }
