"""Both sides of mentoring on one page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lifow.base.requests import SignedInRequest
from mentoring.help.reports import answered_by
from mentoring.home.reports import count_waiting, learner_side, mentor_side, waiting_in_words
from mentoring.mentors.reports import seats_of
from mentoring.pairings.forms import AskForm, NoteForm, Unsent


@login_required
@require_safe
def mentoring(request: SignedInRequest) -> HttpResponse:
    """The learner's side; `?as=mentor` the mentor's."""
    return mentoring_page(request, as_mentor=request.GET.get("as") == "mentor")


def mentoring_page(
    request: SignedInRequest, *, as_mentor: bool = False, unsent: Unsent | None = None, status: int = 200
) -> HttpResponse:
    """Either side. `unsent` is what was written to somebody who cannot be asked or answered any more."""
    here, waiting = reverse("mentoring:mentoring"), count_waiting(request.user)
    tabs = [
        {"label": _("As a learner"), "url": here, "current": not as_mentor, "count": None},
        {
            "label": _("As a mentor"),
            "url": f"{here}?as=mentor",
            "current": as_mentor,
            "count": waiting or None,
            "count_words": waiting_in_words(waiting),
        },
    ]
    context = _mentor_side(request) if as_mentor else _learner_side(request, unsent)
    template = "mentoring/home/as_mentor.html" if as_mentor else "mentoring/home/as_learner.html"
    return render(request, template, {"tabs": tabs, "unsent": unsent, **context}, status=status)


def _learner_side(request: SignedInRequest, unsent: Unsent | None) -> dict[str, object]:
    side = learner_side(request.user, as_of=timezone.now())
    written = {"message": unsent.texts[0]} if unsent else {}
    asks = [(one, AskForm(auto_id=f"{one.pairing.public_id}_%s", initial=written)) for one in side.shortlist]
    may_ask = side.current is None
    somebody = may_ask and any(one.has_a_free_seat for one in side.shortlist)
    return {"side": side, "asks": asks, "may_ask": may_ask, "somebody_to_ask": somebody}


def _mentor_side(request: SignedInRequest) -> dict[str, object]:
    side = mentor_side(request.user, as_of=timezone.now())
    requests = [(one, NoteForm(auto_id=f"{one.pairing.public_id}_%s")) for one in side.requests]
    first = next((one.pairing for one in side.requests if one.bar is None), None)
    return {
        "side": side,
        "requests": requests,
        "accept_first": first,
        "seats": seats_of(request.user),
        "answered": answered_by(request.user, timezone.now()),
    }
