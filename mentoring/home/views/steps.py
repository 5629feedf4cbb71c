"""A step of a pairing: who may take it, and what is said where it comes too late."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from mentoring.home.views.home import mentoring_page
from mentoring.pairings.access import ANSWER, not_allowed, visible_pairing
from mentoring.pairings.forms import NoteForm, unsent
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import PairingError

Step = Callable[[SignedInRequest, Pairing], HttpResponseBase]


def _was_withdrawn(user: Person, pairing_id: str) -> bool:
    return Pairing.objects.not_asked_of(user).filter(public_id=pairing_id).exists()


def home_of(user: Person, pairing: Pairing) -> str:
    """The page on which the user finds this pairing among others."""
    if user == pairing.mentee:
        return reverse("mentoring:mentoring")
    if user == pairing.mentor:
        return f"{reverse('mentoring:mentoring')}?as=mentor"
    return reverse("mentoring:programme")


def _withdrawn(request: SignedInRequest) -> HttpResponseBase:
    """The page of mentoring, with the note that was written to the learner who has withdrawn the request."""
    why = _("The request was withdrawn.")
    if kept := unsent(NoteForm(request.POST), why):
        return mentoring_page(request, as_mentor=True, unsent=kept, status=422)
    messages.error(request, why)
    return redirect(f"{reverse('mentoring:mentoring')}?as=mentor")


def step(permission: str, who: str | Promise) -> Callable[[Step], Callable[..., HttpResponseBase]]:
    """A step of a pairing: POST by who has the permission; a step that is too late says so.

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
