"""One pairing, and the steps that its two people take."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from mentoring.home.reports import PairingDetail, pairing_detail
from mentoring.home.views.home import mentoring_page
from mentoring.home.views.steps import home_of, step
from mentoring.mentors.reports import seats_of
from mentoring.pairings.access import (
    ANSWER,
    BY_HR,
    BY_THE_LEARNER,
    BY_THE_MENTOR,
    BY_THE_TWO,
    pairing_title,
    visible_pairing,
)
from mentoring.pairings.forms import AskForm, NoteForm, Unsent, unsent
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    PairingError,
    accept_pairing,
    ask_mentor,
    begin_pairing,
    check_asking,
    complete_pairing,
    decline_pairing,
    end_pairing,
    release_seat,
    too_late,
    withdraw_request,
)
from mentoring.sessions.reports import sessions_of

PANELS = ("decline", "complete", "end")


@login_required
@require_safe
def pairing(request: SignedInRequest, pairing_id: str) -> HttpResponse:
    """Where a pairing stands and what can be done; `?panel=` opens a step that asks for confirmation."""
    return _page(request, visible_pairing(request.user, pairing_id), panel=request.GET.get("panel", ""))


@step("mentoring.ask_mentor", BY_THE_LEARNER)
def ask(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Ask a mentor of the shortlist. Where that is not possible any more, the words are kept for another."""
    form = AskForm(request.POST)
    try:
        if not form.is_valid():
            check_asking(pairing=pairing, as_of=timezone.now())
            return _page(request, pairing, form=form)
        ask_mentor(pairing=pairing, message=form.cleaned_data["message"], as_of=timezone.now())
    except PairingError as error:
        if kept := unsent(form, str(error)):
            return mentoring_page(request, unsent=kept, status=422)
        raise
    said = _("You asked %(name)s. Without an answer, the request expires in a week.")
    messages.success(request, said % {"name": pairing.mentor})
    return redirect("mentoring:mentoring")


@step("mentoring.ask_mentor", BY_THE_LEARNER)
def withdraw(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Take a request back."""
    withdraw_request(pairing=pairing, as_of=timezone.now())
    messages.success(request, _("Withdrawn. You can ask somebody else now."))
    return redirect("mentoring:mentoring")


@step(ANSWER, BY_THE_MENTOR)
def accept(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Take a learner."""
    row = accept_pairing(pairing=pairing, as_of=timezone.now())
    said = _("Accepted. Arrange a first half hour with %(name)s.")
    messages.success(request, said % {"name": row.mentee})
    return redirect("mentoring:pairing", pairing_id=row.public_id)


@step(ANSWER, BY_THE_MENTOR)
def decline(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Do not take a learner."""
    if refused := _close(request, pairing, "decline", decline_pairing):
        return refused
    said = _("Declined. %(name)s can ask somebody else now.")
    messages.success(request, said % {"name": pairing.mentee})
    return redirect(home_of(request.user, pairing))


@step("mentoring.begin_pairing", BY_THE_TWO)
def begin(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """The two have met."""
    begin_pairing(pairing=pairing)
    messages.success(request, _("The pairing has started."))
    return redirect("mentoring:pairing", pairing_id=pairing.public_id)


@step("mentoring.complete_pairing", BY_THE_TWO)
def complete(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """What was to be learned is learned."""
    if refused := _close(request, pairing, "complete", complete_pairing):
        return refused
    messages.success(request, _("Completed. The seat is free again."))
    return redirect("mentoring:pairing", pairing_id=pairing.public_id)


@step("mentoring.end_pairing", BY_THE_TWO)
def end(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Stop before it is complete."""
    if refused := _close(request, pairing, "end", end_pairing):
        return refused
    messages.success(request, _("Ended. The seat is free again, and the two are not proposed again."))
    return redirect("mentoring:pairing", pairing_id=pairing.public_id)


@step("mentoring.release_seat", BY_HR)
def release(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Give the seat that is reserved for a proposal free for others."""
    release_seat(pairing=pairing, as_of=timezone.now())
    said = _("Released: others can ask %(mentor)s now. %(mentee)s keeps their place on the waiting list.")
    messages.success(request, said % {"mentor": pairing.mentor, "mentee": pairing.mentee})
    return redirect(f"{reverse('mentoring:programme')}?show=reserved")


def _close(
    request: SignedInRequest, pairing: Pairing, panel: str, close: Callable[..., Pairing]
) -> HttpResponse | None:
    """Close a pairing with the word that was sent; where that cannot be, the page that keeps it."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, pairing, panel=panel, form=form)
    try:
        close(pairing=pairing, as_of=timezone.now(), by=request.user, note=form.cleaned_data["note"])
    except PairingError as error:
        kept = unsent(form, str(error))
        if kept is None:
            raise
        if panel == "decline":
            return mentoring_page(request, as_mentor=True, unsent=kept, status=422)
        return _page(request, visible_pairing(request.user, pairing.public_id), kept=kept)
    return None


def _page(
    request: SignedInRequest,
    pairing: Pairing,
    *,
    panel: str = "",
    form: Form | None = None,
    kept: Unsent | None = None,
) -> HttpResponse:
    """The pairing, with a form that was sent with an error, or with words that could not be sent."""
    detail = pairing_detail(pairing, as_of=timezone.now())
    may = _may(request.user, pairing, detail)
    if isinstance(form, NoteForm) and not may[panel]:
        kept = unsent(form, too_late(pairing))
    context = {
        "detail": detail,
        "sessions": sessions_of(pairing, request.user, as_of=timezone.now()),
        "pairing": pairing,
        "title": pairing_title(pairing, request.user),
        **(reads := _as_read_by(request.user, pairing)),
        "tasks": detail.tasks if reads["reads_request"] else detail.shown_tasks,
        "may": may,
        "seats": seats_of(pairing.mentor),
        "unsent": kept,
        "ask_form": form if isinstance(form, AskForm) else AskForm(),
        "note_forms": {name: _note_form(name, panel, form) for name in PANELS},
        "panel": panel if panel in PANELS and may[panel] else "",
    }
    return render(request, "mentoring/home/pairing.html", context, status=422 if form or kept else 200)


def _may(user: Person, pairing: Pairing, detail: PairingDetail) -> dict[str, bool]:
    """Which steps the user can take now."""
    return {
        "decline": user == pairing.mentor and pairing.state == Pairing.State.ASKED,
        "complete": detail.is_running and user.has_perm("mentoring.complete_pairing", pairing),
        "end": detail.is_running and user.has_perm("mentoring.end_pairing", pairing),
    }


def _as_read_by(user: Person, pairing: Pairing) -> dict[str, object]:
    """Which side the user is on, and what follows for what the page shows."""
    is_mentee, is_mentor = user == pairing.mentee, user == pairing.mentor
    label = _("Mentoring") if is_mentee or is_mentor else _("Mentoring programme")
    return {
        "is_mentee": is_mentee,
        "is_mentor": is_mentor,
        "by_neither": not (is_mentee or is_mentor),
        "reads_request": user.has_perm("mentoring.read_request", pairing),
        "breadcrumbs": [(label, home_of(user, pairing))],
    }


def _note_form(name: str, panel: str, form: Form | None) -> Form:
    """A step's own form; the one that was sent with an error keeps what was typed."""
    return form if form and name == panel else NoteForm(auto_id=f"{name}_%s")
