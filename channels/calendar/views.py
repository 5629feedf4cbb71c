"""The page on which people set their calendar feed up, and the feed as calendar programs read it."""

import hashlib
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from channels.calendar.forms import CalendarForm
from channels.calendar.models import CalendarFeed
from channels.calendar.reports import feed_of
from channels.calendar.services import (
    change_calendar,
    connect_calendar,
    disconnect_calendar,
    hash_of,
    note_use,
)
from lifow.base.api.limits import take
from lifow.base.links import absolute_url
from lifow.base.requests import SignedInRequest
from lifow.notifications.reports import language_of
from lifow.people.persons.choices import EmploymentStatus
from lifow.people.persons.reports import statuses_of

READS_A_MINUTE = 20
LONGEST_SECRET = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedInRequest) -> HttpResponseBase:
    """Make an address (`connect`), choose what it shows, or end it (`end`). The address is shown once."""
    if "connect" in request.POST:
        return _page(request, secret=connect_calendar(person=request.user, as_of=timezone.now()))
    if "end" in request.POST:
        disconnect_calendar(person=request.user)
        messages.success(request, _("Ended. The address shows nothing any more."))
        return redirect("channels:calendar")
    if request.method != "POST":
        return _page(request)
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    if change_calendar(person=request.user, values=form.cleaned_data) is None:
        messages.error(request, _("The calendar was ended in the meantime. Make a new address first."))
    else:
        messages.success(request, _("Saved. Your calendar shows it the next time that it looks."))
    return redirect("channels:calendar")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar feed at a secret address: for calendar programs, which cannot sign in.

    A leaver's feed is not found any more, from the moment of leaving on.
    """
    key = hash_of(secret[:LONGEST_SECRET])
    found = CalendarFeed.objects.select_related("person").filter(secret_hash=key).first()
    allowance = take(f"calendar:{key if found else request.META.get('REMOTE_ADDR')}", READS_A_MINUTE)
    if allowance.is_spent:
        headers = {"Retry-After": str(allowance.seconds), **allowance.headers()}
        return HttpResponse(status=429, content_type="text/plain", headers=headers)
    now = timezone.now()
    if found is None or not _works_here(found, now):
        raise Http404
    note_use(feed=found, as_of=now)
    with translation.override(language_of(found.person)):
        body = feed_of(found, as_of=now)
    return _answer(request, body)


def _works_here(found: CalendarFeed, now: datetime) -> bool:
    person = found.person
    at_work = (EmploymentStatus.ACTIVE, EmploymentStatus.LEAVE)
    return person.is_active and statuses_of([person.pk], now).get(person.pk) in at_work


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
    answer: HttpResponse = HttpResponseNotModified()
    if etag not in known and "*" not in known:
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="lifow.ics"'
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _page(request: SignedInRequest, *, secret: str = "", form: CalendarForm | None = None) -> HttpResponse:
    found = CalendarFeed.objects.filter(person=request.user).first()
    context = {
        "feed": found,
        "address": absolute_url(reverse("channels:calendar_feed", args=[secret])) if secret else "",
        "form": form or CalendarForm(instance=found),
        "breadcrumbs": [(_("Connections"), reverse("channels:connections"))],
    }
    answer = render(request, "channels/calendar.html", context, status=422 if form else 200)
    answer["Cache-Control"] = "no-store"
    return answer
