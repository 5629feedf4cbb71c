"""One pairing, and the steps that its two people take."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lifow.base.requests import SignedInRequest
from mentoring import services
from mentoring.forms import AskForm, NoteForm
from mentoring.models import Pairing
from mentoring.reports import pairing_detail, seats_of
from mentoring.views.access import ANSWER, home_of, step, visible_pairing
from mentoring.views.desk import desk_page

BY_THE_LEARNER = gettext_lazy("Only the learner can do this.")
BY_THE_MENTOR = gettext_lazy("Only the mentor can do this.")
BY_THE_TWO = gettext_lazy("Only the two people of the pairing can do this.")
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
    if not form.is_valid():
        return _page(request, pairing, form=form)
    message = form.cleaned_data["message"]
    try:
        services.ask_mentor(pairing=pairing, message=message, as_of=timezone.now())
    except services.PairingError as error:
        if not message:
            raise
        messages.error(request, str(error))
        return desk_page(request, unsent=message, status=422)
    said = _("You asked %(name)s. The answer comes within a week.")
    messages.success(request, said % {"name": pairing.mentor})
    return redirect("mentoring:mentoring")


@step("mentoring.ask_mentor", BY_THE_LEARNER)
def withdraw(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Take a request back."""
    services.withdraw_request(pairing=pairing)
    messages.success(request, _("Withdrawn. You can ask somebody else now."))
    return redirect("mentoring:mentoring")


@step(ANSWER, BY_THE_MENTOR)
def accept(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Take a learner."""
    row = services.accept_pairing(pairing=pairing, as_of=timezone.now())
    said = _("Accepted. Agree with %(name)s on a first half hour.")
    messages.success(request, said % {"name": row.mentee})
    return redirect("mentoring:pairing", pairing_id=row.public_id)


@step(ANSWER, BY_THE_MENTOR)
def decline(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Do not take a learner."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, pairing, panel="decline", form=form)
    services.decline_pairing(pairing=pairing, as_of=timezone.now(), note=form.cleaned_data["note"])
    said = _("Declined. %(name)s can ask somebody else now.")
    messages.success(request, said % {"name": pairing.mentee})
    return redirect(home_of(request.user, pairing))


@step("mentoring.begin_pairing", BY_THE_TWO)
def begin(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """The two have met."""
    services.begin_pairing(pairing=pairing)
    messages.success(request, _("Noted: you have met."))
    return redirect("mentoring:pairing", pairing_id=pairing.public_id)


@step("mentoring.complete_pairing", BY_THE_TWO)
def complete(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """What was to be learned is learned."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, pairing, panel="complete", form=form)
    services.complete_pairing(pairing=pairing, as_of=timezone.now(), note=form.cleaned_data["note"])
    messages.success(request, _("Completed. The seat is free again."))
    return redirect("mentoring:pairing", pairing_id=pairing.public_id)


@step("mentoring.end_pairing", BY_THE_TWO)
def end(request: SignedInRequest, pairing: Pairing) -> HttpResponseBase:
    """Stop before it is complete."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, pairing, panel="end", form=form)
    services.end_pairing(pairing=pairing, as_of=timezone.now(), note=form.cleaned_data["note"])
    messages.success(request, _("Ended. The seat is free again, and the two are not proposed again."))
    return redirect("mentoring:pairing", pairing_id=pairing.public_id)


def _page(
    request: SignedInRequest, pairing: Pairing, *, panel: str = "", form: Form | None = None
) -> HttpResponse:
    user, detail = request.user, pairing_detail(pairing)
    is_mentor = user == pairing.mentor
    may = {
        "decline": is_mentor and pairing.state == Pairing.State.ASKED,
        "begin": user.has_perm("mentoring.begin_pairing", pairing),
        "complete": detail.is_running and user.has_perm("mentoring.complete_pairing", pairing),
        "end": detail.is_running and user.has_perm("mentoring.end_pairing", pairing),
    }
    context = {
        "detail": detail,
        "pairing": pairing,
        "is_mentee": user == pairing.mentee,
        "is_mentor": is_mentor,
        "reads_request": user.has_perm("mentoring.read_request", pairing),
        "may": may,
        "seats": seats_of(pairing.mentor),
        "ask_form": form if isinstance(form, AskForm) else AskForm(),
        "note_forms": {name: _note_form(name, panel, form) for name in PANELS},
        "panel": panel if panel in PANELS and may[panel] else "",
        "trail": [(_("Mentoring") if may["begin"] else _("Mentoring programme"), home_of(user, pairing))],
    }
    return render(request, "mentoring/pairing.html", context, status=422 if form else 200)


def _note_form(name: str, panel: str, form: Form | None) -> Form:
    """A step's own form; the one that was sent with an error keeps what was typed."""
    return form if form and name == panel else NoteForm(auto_id=f"{name}_%s")
