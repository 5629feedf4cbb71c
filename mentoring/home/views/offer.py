"""The offer to mentor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lifow.base.requests import SignedInRequest
from mentoring.mentors.forms import OfferForm
from mentoring.mentors.reports import seats_of, strengths_of
from mentoring.pairings.services import offer_mentoring, stop_mentoring


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest) -> HttpResponseBase:
    """Offer seats, change how many, or with `stop` take no new learners."""
    seats = seats_of(request.user)
    if request.method == "POST" and "stop" in request.POST:
        if seats is not None:
            stop_mentoring(mentor=seats.mentor, as_of=timezone.now())
        messages.success(request, _("You take no new learners. Your current pairings continue."))
        return _to_mentoring()
    form = OfferForm(request.POST) if request.method == "POST" else OfferForm(initial=_offered(seats))
    if form.is_valid():
        offer_mentoring(person=request.user, as_of=timezone.now(), **form.cleaned_data)
        count = form.cleaned_data["capacity"]
        said = ngettext("You offer %(count)s seat.", "You offer %(count)s seats.", count)
        messages.success(request, said % {"count": count})
        return _to_mentoring()
    context = {
        "form": form,
        "seats": seats,
        "strengths": strengths_of(request.user),
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "mentoring/mentors/offer.html", context, status=422 if form.is_bound else 200)


def _offered(seats) -> dict[str, object]:
    if seats is None:
        return {"capacity": 1}
    return {"capacity": max(1, seats.offered), "about": seats.mentor.about}


def _breadcrumbs() -> list[tuple[str, str]]:
    return [(_("Mentoring"), f"{reverse('mentoring:mentoring')}?as=mentor")]


def _to_mentoring() -> HttpResponseBase:
    return redirect(f"{reverse('mentoring:mentoring')}?as=mentor")
