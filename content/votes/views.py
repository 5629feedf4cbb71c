"""Saying whether a module was helpful."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.catalogue.models import Module
from content.votes.forms import NO, YES, VoteForm
from content.votes.reports import vote_of
from content.votes.services import VoteError, vote_on_module
from lifow.base.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Vote on a module that one has done, or change what one has said of it."""
    module = get_object_or_404(Module.objects.readable_by(request.user), public_id=module_id)
    if request.method != "POST":
        given = vote_of(request.user, module)
        said = {"helpful": YES if given.is_helpful else NO, "words": given.words} if given else {}
        return _show(request, module, VoteForm(initial=said))
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _show(request, module, form, status=422)
    # The two buttons send no words: what was written stays.
    words = form.cleaned_data["words"] if "words" in request.POST else None
    is_helpful = form.cleaned_data["helpful"] == YES
    try:
        vote_on_module(
            person=request.user, module=module, is_helpful=is_helpful, words=words, as_of=timezone.now()
        )
    except VoteError as error:
        form.add_error(None, str(error))
        return _show(request, module, form, status=422)
    messages.success(request, _("Thank you. Authors see how many found it helpful, and no names."))
    if request.POST.get("then") == "home":
        return redirect("portal:home")
    return redirect("content:module", module_id=module.public_id)


def _show(request: SignedInRequest, module: Module, form: VoteForm, status: int = 200) -> HttpResponse:
    context = {
        "module": module,
        "form": form,
        "breadcrumbs": [
            (_("Modules"), reverse("content:modules")),
            (module.title, reverse("content:module", args=[module.public_id])),
        ],
    }
    return render(request, "content/votes/vote.html", context, status=status)
