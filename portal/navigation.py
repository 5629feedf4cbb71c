"""The navigation: the few places that this person goes to, and what waits there."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.evidence.reports import count_ratings_to_confirm
from lifow.base.templatetags.display import bounded
from lifow.people.persons.models import Person
from mentoring.home.reports import count_waiting, waiting_in_words


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation` for base.html: label, url, key (after “g”), what waits and how many, and which is current.

    It is looked up where a template shows it, and not for those that do not, as the admin's.
    """
    return {"navigation": SimpleLazyObject(partial(_navigation, request))}


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = list(_items(user))
    current = _current(request.path, [item["url"] for item in items])
    return [{**item, "current": item["url"] == current} for item in items]


def _items(user: Person) -> Iterator[dict[str, Any]]:
    yield _item(_("Home"), "portal:home", "h")
    yield _item(_("My skills"), "portal:skills", "s")
    yield _item(_("Modules"), "content:modules", "l")
    if user.has_perm("people.view_team"):
        ratings = count_ratings_to_confirm(user)
        words = ngettext("%(count)s rating to confirm", "%(count)s ratings to confirm", ratings)
        yield _item(_("Team"), "portal:team", "t", ratings, words % {"count": bounded(ratings)})
    waiting = count_waiting(user)
    yield _item(_("Mentoring"), "mentoring:mentoring", "m", waiting, waiting_in_words(waiting))
    if user.has_perm("content.change_module"):
        yield _item(_("Authoring"), "content:authoring", "a")
    if user.has_perm("people.view_organisation"):
        yield _item(_("Organisation"), "portal:organisation", "o")


def _item(label: str, name: str, key: str, count: int = 0, words: str = "") -> dict[str, Any]:
    """One place; `words` say the count and what it counts."""
    return {"label": label, "url": reverse(name), "key": key, "count": count, "count_words": words}


def _current(path: str, urls: list[str]) -> str:
    """The longest address that the page is at or below; home is only itself."""
    home = reverse("portal:home")
    above = [url for url in urls if path == url or (url != home and path.startswith(url))]
    return max(above, key=len, default="")
