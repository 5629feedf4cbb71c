"""Requests for help: what waits for somebody, and a conversation that both see as it is written."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from mentoring.help.choices import HelpKind
from mentoring.help.forms import MessageForm
from mentoring.help.models import HelpRequest
from mentoring.help.reports import asked_of, messages_of, own_requests, progress_of
from mentoring.help.services import (
    HelpError,
    claim_help,
    give_back,
    note_presence,
    pass_on,
    withdraw_help,
    write_message,
)


@login_required
@require_safe
def requests(request: SignedInRequest) -> HttpResponse:
    """Help that is wanted of the reader, and what they asked for themselves."""
    waiting = list(asked_of(request.user).filter(kind=HelpKind.NOW)[:50])
    page = page_of(own_requests(request.user), request.GET)
    context = {
        "waiting": waiting,
        "page": page,
        "breadcrumbs": [(_("Mentoring"), reverse("mentoring:mentoring"))],
    }
    return render(request, "mentoring/help/requests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def help_page(request: SignedInRequest, help_id: str) -> HttpResponse | HttpResponseBase:
    """A request with its conversation; here the two write to each other."""
    found = _readable(request, help_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        told = {"text": form.cleaned_data["text"], "idempotency_key": f"{found.pk}:{key}" if key else None}
        try:
            write_message(request=found, author=request.user, as_of=timezone.now(), **told)
        except HelpError as error:
            form.add_error(None, str(error))
        else:
            return redirect("mentoring:help", help_id=found.public_id)
    context = {**_context(request, found), "form": form, "key": secrets.token_urlsafe(16)}
    context["breadcrumbs"] = [(_("Help"), reverse("mentoring:help_requests"))]
    status = 422 if form.errors else 200
    return render(request, "mentoring/help/help.html", context, status=status)


@login_required
@require_safe
def conversation(request: SignedInRequest, help_id: str) -> HttpResponse:
    """The part of the page that is asked for every few seconds; that the helper's page is there is noted."""
    found = _readable(request, help_id)
    note_presence(request=found, person=request.user, as_of=timezone.now())
    return render(request, "mentoring/help/conversation.html", _context(request, found))


@login_required
@require_POST
def act(request: SignedInRequest, help_id: str) -> HttpResponseBase:
    """Take a request, give it back, pass it on, or withdraw it."""
    rows = HelpRequest.objects.select_related("claimed_by", "person")
    found = get_object_or_404(rows, public_id=help_id)
    was_asked = found.steps.filter(person=request.user.pk).exists()
    if not was_asked and found.person_id != request.user.pk:
        raise Http404
    now = timezone.now()
    acts: dict[str, Callable[[], Any]] = {
        "claim": lambda: claim_help(request=found, by=request.user, as_of=now),
        "give_back": lambda: give_back(request=found, by=request.user, as_of=now),
        "pass_on": lambda: pass_on(request=found, by=request.user, as_of=now),
    }
    if request.user.has_perm("mentoring.withdraw_help", found):
        acts["withdraw"] = lambda: withdraw_help(request=found, as_of=now)
    asked = request.POST.get("act", "")
    try:
        acts.get(asked, lambda: None)()
    except HelpError as error:
        messages.error(request, str(error))
    back = request.POST.get("question", "")
    if found.kind == HelpKind.QUESTION:
        return redirect("portal:question", asked_id=back) if back else redirect("portal:questions")
    if asked in ("pass_on", "give_back"):
        messages.success(request, _("Somebody else is asked."))
        return redirect("mentoring:help_requests")
    return redirect("mentoring:help", help_id=found.public_id)


def _readable(request: SignedInRequest, help_id: str) -> HelpRequest:
    rows = HelpRequest.objects.now().select_related("person", "claimed_by", "answered_by", "skill")
    found: HelpRequest = get_object_or_404(rows.readable_by(request.user), public_id=help_id)
    return found


def _context(request: SignedInRequest, found: HelpRequest) -> dict[str, Any]:
    user = request.user
    return {
        "help": found,
        "progress": progress_of(found, user),
        "lines": messages_of(found),
        "is_asker": found.person_id == user.pk,
        "is_helper": found.claimed_by_id == user.pk,
        "may_write": found.is_open and user.has_perm("mentoring.write_in_help", found),
    }
