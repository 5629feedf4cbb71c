"""What a person may open: what is not theirs does not exist for them, what they may not do says who may."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lifow.base.requests import SignedInRequest
from lifow.people.models import Person
from mentoring.forms import NoteForm, unsent
from mentoring.models import Pairing, Task
from mentoring.services import PairingError
from mentoring.views.desk import desk_page

ANSWER = "mentoring.answer_request"
Step = Callable[[SignedInRequest, Pairing], HttpResponseBase]


def visible_pairing(user: Person, pairing_id: str) -> Pairing:
    """A pairing that the user may see; otherwise it is as if it did not exist."""
    rows = Pairing.objects.visible_to(user).select_related("mentee", "mentor__mentor", "closed_by")
    return get_object_or_404(rows, public_id=pairing_id)


def visible_task(user: Person, task_id: str) -> Task:
    """A task of a pairing that the user may see."""
    rows = Task.objects.visible_to(user).select_related(
        "skill__framework", "pairing__mentee", "pairing__mentor", "feedback__evidence"
    )
    return get_object_or_404(rows, public_id=task_id)


def _was_withdrawn(user: Person, pairing_id: str) -> bool:
    return Pairing.objects.not_asked_of(user).filter(public_id=pairing_id).exists()


def home_of(user: Person, pairing: Pairing) -> str:
    """The page on which the user finds this pairing among others."""
    if user == pairing.mentee:
        return reverse("mentoring:mentoring")
    if user == pairing.mentor:
        return f"{reverse('mentoring:mentoring')}?as=mentor"
    return reverse("mentoring:programme")


def not_allowed(request: HttpRequest, who: str | Promise) -> HttpResponse:
    """A page that says who can do it instead."""
    instead = {"instead": _("Go to mentoring"), "instead_url": reverse("mentoring:mentoring")}
    return render(request, "no_permission.html", {"who": who, **instead}, status=403)


def _withdrawn(request: SignedInRequest) -> HttpResponseBase:
    """The mentor's desk, with the word that was written to whoever has withdrawn the request."""
    why = _("The request was withdrawn.")
    if kept := unsent(NoteForm(request.POST), why):
        return desk_page(request, as_mentor=True, unsent=kept, status=422)
    messages.error(request, why)
    return redirect(f"{reverse('mentoring:mentoring')}?as=mentor")


def step(permission: str, who: str | Promise) -> Callable[[Step], Callable[..., HttpResponseBase]]:
    """A step of a pairing: POST by whoever has the permission; a step that is too late says so.

    So does an answer to a request that was withdrawn, which the mentor does not see any more. A view whose
    form has words keeps them itself.
    """

    def decorate(view: Step) -> Callable[..., HttpResponseBase]:
        @login_required
        @require_POST
        @wraps(view)
        def checked(request: SignedInRequest, pairing_id: str) -> HttpResponseBase:
            if permission == ANSWER and _was_withdrawn(request.user, pairing_id):
                return _withdrawn(request)
            pairing = visible_pairing(request.user, pairing_id)
            if not request.user.has_perm(permission, pairing):
                return not_allowed(request, who)
            try:
                return view(request, pairing)
            except PairingError as error:
                messages.error(request, str(error))
                return redirect(home_of(request.user, pairing))

        return checked

    return decorate
