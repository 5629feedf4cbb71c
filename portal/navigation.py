"""The navigation: the few places that this person goes to, and what waits there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.requests.reports import counted_confirmations, counted_requests
from content.assignments.models import AssignedPerson, StretchTask
from content.assignments.reports import counted_stretch
from content.kinds.checklist.reports import counted_sign_offs
from content.refreshers.models import RefresherCard
from lifow.base.database.prepared import prepared
from lifow.base.querysets import CountOf
from lifow.base.templatetags.constant import address
from lifow.base.templatetags.display import bounded
from lifow.notifications.reports import counted_messages
from lifow.people.persons.models import Person
from mentoring.home.reports import counted_waiting, waiting_in_words
from mentoring.pairings.reports import shown_at_home

WAITING = "_waiting"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A place that somebody goes to; `key` leads there after “g”, `count_words` say how much waits there."""

    label: str | Promise
    url: str
    key: str
    count: int = 0
    count_words: str | Promise = ""
    current: bool = False


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For base.html `navigation`, its items, and `inbox`: url, count in words, whether it is the page shown.

    They are looked up where a template shows them, and not for those that do not, as the admin's.
    """
    return {
        "navigation": SimpleLazyObject(partial(_navigation, request)),
        "inbox": SimpleLazyObject(partial(_inbox, request)),
    }


def _navigation(request: HttpRequest) -> tuple[NavigationItem, ...]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    items = list(_items(request, user))
    current = _current(request.path, [item.url for item in items])
    return tuple(replace(item, current=True) if item.url == current else item for item in items)


def _inbox(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    count, url = waiting_of(request, user).messages, address("notifications:inbox")
    return {"url": url, "count": bounded(count) if count else "", "current": request.path == url}


@dataclass(frozen=True, slots=True)
class AtHome:
    """Of which sections of home somebody has anything: most people have nothing of most, and what is not
    there is not asked for."""

    assigned: bool
    stretch: bool
    refreshers: bool
    mentoring: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody, and whether anybody reports to them.

    own_ratings   ratings of themselves that they are asked for; `ratings` are those of others
    sign_offs     checklists that wait for them as a manager or a mentor
    stretch       stretch tasks of people who report to them, to confirm
    at_home       what home has of them, where that was asked for
    """

    has_reports: bool
    own_ratings: int
    ratings: int
    messages: int
    requests: int
    tasks: int
    sign_offs: int
    stretch: int = 0
    at_home: "AtHome | None" = None

    @property
    def mentoring(self) -> int:
        """What waits for a mentor."""
        return self.requests + self.tasks


def waiting_of(request: HttpRequest, user: Person, *, home_on: date | None = None) -> Waiting:
    """What waits for the user of a request; one query a request, whoever asks.

    Home, which asks first, says on which day it is, and has `at_home` by the same query.
    """
    found: Waiting | None = vars(request).get(WAITING)
    if found is None or (home_on is not None and found.at_home is None):
        found = vars(request)[WAITING] = waiting_for(user, home_on)
    return found


def waiting_for(user: Person, home_on: date | None = None) -> Waiting:
    """What waits for somebody, whether they look at a page or not; two queries at most."""
    # Most people manage nobody, and the database plans the ratings for longer than all the rest together.
    has_reports = _has_reports(user)
    if home_on is None:
        [counts] = _counts_of_manager(user) if has_reports else _counts(user)
    else:
        [counts] = (_home_of_manager if has_reports else _home)(user, home_on)
    messages, requests, tasks, sign_offs, own_ratings, ratings, *more = counts
    confirmations, stretch = (more.pop(0), more.pop(0)) if has_reports else (0, 0)
    ratings += confirmations
    at_home = AtHome(*map(bool, more)) if more else None
    return Waiting(has_reports, own_ratings, ratings, messages, requests, tasks, sign_offs, stretch, at_home)


def _has_reports(user: Person) -> bool:
    """Whether anybody reports to the user, which is known of those who are signed in."""
    known: bool | None = getattr(user, "has_reports", None)
    return Person.objects.reporting_to(user).exists() if known is None else known


@prepared
def _counts(user: Person) -> QuerySet[Any, tuple[int, ...]]:
    """How many messages, requests to a mentor, tasks, and ratings of oneself and others wait for the user."""
    return _counted(user, *_of_everybody(user))


@prepared
def _counts_of_manager(user: Person) -> QuerySet[Any, tuple[int, ...]]:
    """And how many self-ratings and stretch tasks to confirm."""
    return _counted(user, *_of_everybody(user), *_of_managers(user))


@prepared
def _home(user: Person, day: date) -> QuerySet[Any, tuple[int, ...]]:
    """The same for whoever is at home."""
    return _counted(user, *_of_everybody(user), *_at_home(user, day))


@prepared
def _home_of_manager(user: Person, day: date) -> QuerySet[Any, tuple[int, ...]]:
    return _counted(user, *_of_everybody(user), *_of_managers(user), *_at_home(user, day))


def _at_home(user: Person, day: date) -> Iterator[QuerySet[Any]]:
    """One row of each section of home that has any, in the order of `AtHome`."""
    rows: tuple[QuerySet[Any], ...] = (
        AssignedPerson.objects.for_person(user).open(),
        StretchTask.objects.for_person(user).going_on(),
        RefresherCard.objects.for_person(user).due(day),
        shown_at_home(user),
    )
    return (one.order_by().values("pk")[:1] for one in rows)


def _of_managers(user: Person) -> tuple[QuerySet[Any], ...]:
    return counted_confirmations(user), counted_stretch(user)


def _of_everybody(user: Person) -> tuple[QuerySet[Any], ...]:
    ratings = (counted_requests(user, of_oneself=of_oneself) for of_oneself in (True, False))
    return (counted_messages(user), *counted_waiting(user), counted_sign_offs(user), *ratings)


def _counted(user: Person, *rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, ...]]:
    counts: QuerySet[Any, tuple[int, ...]] = Person.objects.filter(pk=user.pk).values_list(
        *map(CountOf, rows)
    )
    return counts


def _items(request: HttpRequest, user: Person) -> Iterator[NavigationItem]:
    waiting = waiting_of(request, user)
    yield _item(_("Home"), "portal:home", "h")
    has_team = waiting.has_reports or user.has_perm("people.view_organisation")
    own = waiting.own_ratings if has_team else waiting.own_ratings + waiting.ratings
    yield _item(_("My skills"), "portal:skills", "s", own, ratings_in_words(own))
    yield _item(_("Modules"), "content:modules", "l")
    if has_team:
        yield _item(_("Team"), "portal:team", "t", waiting.ratings, ratings_in_words(waiting.ratings))
    mentoring = waiting.mentoring
    yield _item(_("Mentoring"), "mentoring:mentoring", "m", mentoring, waiting_in_words(mentoring))
    if user.has_perm("content.change_module"):
        yield _item(_("Authoring"), "content:authoring", "a")
    if user.has_perm("assessments.author_questions"):
        yield _item(_("Test questions"), "assessments:questions", "q")
    if user.has_perm("people.view_organisation"):
        yield _item(_("Organisation"), "portal:organisation", "o")


def ratings_in_words(count: int) -> str:
    """A number of ratings that wait for somebody's word: "3 ratings to give"."""
    words = ngettext("%(count)s rating to give", "%(count)s ratings to give", count)
    return words % {"count": bounded(count)}


def _item(label: str, name: str, key: str, count: int = 0, words: str = "") -> NavigationItem:
    return NavigationItem(label, address(name), key, count, words)


def _current(path: str, urls: list[str]) -> str:
    """The longest address that the page is at or below; home is only itself."""
    home = address("portal:home")
    above = [url for url in urls if path == url or (url != home and path.startswith(url))]
    return max(above, key=len, default="")
