"""Proposing times for a session, picking one, and what else the two do with it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lifow.base.days import zone_of
from lifow.base.requests import SignedInRequest
from mentoring.pairings.access import BY_THE_TWO, not_allowed, pairing_title, visible_pairing
from mentoring.pairings.models import Pairing
from mentoring.sessions.choices import MINUTES, MOST_SLOTS, Side
from mentoring.sessions.forms import TimesForm, read_moment
from mentoring.sessions.models import Session
from mentoring.sessions.reports import sessions_of, times_to_propose
from mentoring.sessions.services import (
    SessionError,
    cancel_session,
    keep_time,
    pick_time,
    propose_times,
    say_whether_held,
)

Act = Callable[[SignedInRequest, Session], None]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, pairing_id: str) -> HttpResponseBase:
    """Propose times to the other one; `later` shows the days after and keeps what was ticked."""
    pairing = visible_pairing(request.user, pairing_id)
    if not request.user.has_perm("mentoring.propose_session", pairing):
        return not_allowed(request, BY_THE_TWO)
    form = TimesForm.read(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST" or "first" in request.POST:
        return _propose_page(request, pairing, form)
    try:
        if not form.is_readable:
            raise SessionError(_("This time could not be read. Choose from the times on the page."))
        session = propose_times(
            pairing=pairing,
            by=request.user,
            starts=form.starts,
            minutes=form.minutes,
            as_of=timezone.now(),
        )
    except SessionError as refused:
        return _propose_page(request, pairing, form, error=str(refused))
    other = session.person_on(Side(session.proposed_by).other)
    messages.success(request, _("Proposed. %(name)s picks one of the times.") % {"name": other})
    return _to_pairing(pairing)


def _propose_page(
    request: SignedInRequest, pairing: Pairing, form: TimesForm, *, error: str = ""
) -> HttpResponse:
    now = timezone.now()
    current = sessions_of(pairing, request.user, as_of=now).current
    moving = current.session if current and current.is_booked else None
    days, more_from = times_to_propose(
        pairing, request.user, form.minutes, as_of=now, first_day=form.first_day, moving=moving
    )
    on_page = {one.starts_at for day in days for one in day.times}
    other = pairing.mentor if request.user == pairing.mentee else pairing.mentee
    context = {
        "pairing": pairing,
        "other": other,
        "other_zone": _zone_if_other(request, other.timezone),
        "moving": moving,
        "minutes": form.minutes,
        "lengths": MINUTES,
        "days": days,
        "more_from": more_from,
        "is_later": form.first_day is not None,
        "ticked": set(form.starts),
        "kept": sorted(set(form.starts) - on_page),
        "most": MOST_SLOTS,
        "error": error,
        "breadcrumbs": [
            (pairing_title(pairing, request.user), reverse("mentoring:pairing", args=[pairing.public_id]))
        ],
    }
    return render(request, "mentoring/sessions/propose.html", context, status=422 if error else 200)


def act(view: Act) -> Callable[..., HttpResponseBase]:
    """An act upon a session, by one of the two: POST; one that is too late says so. Back to the pairing."""

    @login_required
    @require_POST
    @wraps(view)
    def checked(request: SignedInRequest, session_id: str) -> HttpResponseBase:
        rows = Session.objects.visible_to(request.user).select_related("pairing__mentee", "pairing__mentor")
        session = get_object_or_404(rows, public_id=session_id)
        try:
            view(request, session)
        except SessionError as error:
            messages.error(request, str(error))
        return _to_pairing(session.pairing)

    return checked


@act
def pick(request: SignedInRequest, session: Session) -> None:
    """Book one of the proposed times."""
    starts_at = read_moment(request.POST.get("starts_at", ""))
    if starts_at is None:
        raise SessionError(_("Choose one of the times."))
    row = pick_time(session=session, by=request.user, starts_at=starts_at, as_of=timezone.now())
    local = timezone.localtime(row.starts_at)
    said = _("Booked: %(when)s. Both of you get it by email for your calendars.")
    messages.success(request, said % {"when": date_format(local, "l j F, H:i")})


@act
def cancel(request: SignedInRequest, session: Session) -> None:
    """Cancel a session, or take proposed times back."""
    had_a_time = session.starts_at is not None
    cancel_session(session=session, by=request.user, as_of=timezone.now())
    said = _("Cancelled. Both of you are told.") if had_a_time else _("The times are no longer proposed.")
    messages.success(request, said)


@act
def keep(request: SignedInRequest, session: Session) -> None:
    """Leave a session at its time."""
    keep_time(session=session, by=request.user, as_of=timezone.now())
    messages.success(request, _("The session stays at its time."))


@act
def held(request: SignedInRequest, session: Session) -> None:
    """Say whether a session took place."""
    was_held = request.POST.get("held") == "yes"
    say_whether_held(session=session, by=request.user, was_held=was_held, as_of=timezone.now())
    messages.success(request, _("Saved."))


def _zone_if_other(request: SignedInRequest, zone: str) -> str:
    """The other one's zone, where the clock shows another time there now."""
    now = timezone.now()
    here, there = (now.astimezone(zone_of(one)).utcoffset() for one in (request.user.timezone, zone))
    return zone if here != there else ""


def _to_pairing(pairing: Pairing) -> HttpResponseBase:
    return redirect(reverse("mentoring:pairing", args=[pairing.public_id]) + "#sessions")
