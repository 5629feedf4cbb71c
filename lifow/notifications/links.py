"""Addresses of messages for outside of the site, which say by which way they came."""

from urllib.parse import urlencode

from django.urls import reverse

from lifow.base.links import absolute_url

WAY = "way"


def message_url(message_id: str, *, way: str) -> str:
    """The whole address that opens a message, and leads on to where it is dealt with."""
    return absolute_url(f"{reverse('notifications:open', args=[message_id])}?{urlencode({WAY: way})}")
