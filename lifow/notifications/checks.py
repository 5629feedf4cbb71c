"""What has to be set before a site is open to others."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@register("lifow", deploy=True)
def links_lead_to_the_site(**options: Any) -> list[CheckMessage]:
    """Links in mails have to lead somewhere from the reader's machine."""
    if urlsplit(settings.SITE_URL).hostname not in LOOPBACK:
        return []
    hint = "Set LIFOW_SITE_URL to the address at which people open the site."
    return [Warning("Links in mails lead to this machine.", hint=hint, id="lifow.W001")]
