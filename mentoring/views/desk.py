"""Both sides of mentoring on one page, and the offer to mentor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lifow.base.requests import SignedInRequest
from mentoring.forms import AskForm, NoteForm, OfferForm, Unsent
from mentoring.reports import count_waiting, desk_of, learner_side, seats_of, strengths_of
from mentoring.services import offer_mentoring, stop_mentoring


@login_required
@require_safe
def mentoring(request: SignedInRequest) -> HttpResponse:
    """The learner's side; `?as=mentor` the mentor's."""
    return desk_page(request, as_mentor=request.GET.get("as") == "mentor")


def desk_page(
    request: SignedInRequest, *, as_mentor: bool = False, unsent: Unsent | None = None, status: int = 200
) -> HttpResponse:
    """Either side. `unsent` is what was written to somebody who cannot be asked or answered any more."""
    here = reverse("mentoring:mentoring")
    tabs = [
        {"label": _("As a learner"), "url": here, "current": not as_mentor, "count": None},
        {
            "label": _("As a mentor"),
            "url": f"{here}?as=mentor",
            "current": as_mentor,
            "count": count_waiting(request.user) or None,
        },
    ]
    context = _mentor_side(request) if as_mentor else _learner_side(request, unsent)
    template = "mentoring/as_mentor.html" if as_mentor else "mentoring/as_learner.html"
    return render(request, template, {"tabs": tabs, "unsent": unsent, **context}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest) -> HttpResponseBase:
    """Offer seats, change how many, or with `stop` take no new learners."""
    seats = seats_of(request.user)
    if request.method == "POST" and "stop" in request.POST:
        if seats is not None:
            stop_mentoring(mentor=seats.mentor, as_of=timezone.now())
        messages.success(request, _("You take no new learners. Pairings that run go on."))
        return _to_the_desk()
    form = OfferForm(request.POST) if request.method == "POST" else OfferForm(initial=_offered(seats))
    if form.is_valid():
        offer_mentoring(person=request.user, as_of=timezone.now(), **form.cleaned_data)
        count = form.cleaned_data["capacity"]
        said = ngettext("You offer %(count)s seat.", "You offer %(count)s seats.", count)
        messages.success(request, said % {"count": count})
        return _to_the_desk()
    context = {"form": form, "seats": seats, "strengths": strengths_of(request.user), "trail": _trail()}
    return render(request, "mentoring/offer.html", context, status=422 if form.is_bound else 200)


def _learner_side(request: SignedInRequest, unsent: Unsent | None) -> dict[str, object]:
    side, written = learner_side(request.user), {"message": unsent.texts[0]} if unsent else {}
    asks = [(one, AskForm(auto_id=f"{one.pairing.public_id}_%s", initial=written)) for one in side.shortlist]
    may_ask = side.current is None
    somebody = may_ask and any(one.has_a_free_seat for one in side.shortlist)
    return {"side": side, "asks": asks, "may_ask": may_ask, "somebody_to_ask": somebody}


def _mentor_side(request: SignedInRequest) -> dict[str, object]:
    desk = desk_of(request.user)
    requests = [(one, NoteForm(auto_id=f"{one.pairing.public_id}_%s")) for one in desk.requests]
    first = next((one.pairing for one in desk.requests if one.bar is None), None)
    return {"desk": desk, "requests": requests, "accept_first": first, "seats": seats_of(request.user)}


def _offered(seats) -> dict[str, object]:
    if seats is None:
        return {"capacity": 1}
    return {"capacity": max(1, seats.offered), "about": seats.mentor.about}


def _trail() -> list[tuple[str, str]]:
    return [(_("Mentoring"), f"{reverse('mentoring:mentoring')}?as=mentor")]


def _to_the_desk() -> HttpResponseBase:
    return redirect(f"{reverse('mentoring:mentoring')}?as=mentor")
