"""Links that lead to the site from outside of it: from mails, chats and other systems."""

from django.conf import settings


def absolute_url(path: str) -> str:
    """The whole address of a path of this site, from the configured site address."""
    return f"{settings.SITE_URL}{path}"
