"""The inbox in the bar of every page: its address and the number beside it."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from lifow.notifications.reports import MOST_COUNTED, count_inbox


def inbox(request: HttpRequest) -> dict[str, Any]:
    """`inbox` for base.html: url, count in words, and whether it is the current page.

    It is looked up where a template shows it.
    """
    return {"inbox": SimpleLazyObject(partial(_inbox, request))}


def _inbox(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    count = count_inbox(user)
    url = reverse("notifications:inbox")
    shown = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
    return {"url": url, "count": shown, "current": request.path == url}
