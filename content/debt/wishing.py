"""Pages of everybody: topics that people ask for, and searches that found nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.catalogue.models import Module
from content.debt.choices import LONGEST_WISH
from content.debt.forms import WishForm
from content.debt.models import Wish
from content.debt.reports import wishes_for
from content.debt.services import WishError, ask_for_topic, join_wish, leave_wish
from content.searches.services import note_failed_search
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """What people ask for; `?about=` fills in the form."""
    about = request.GET.get("about", "").replace("\0", "").strip()[:LONGEST_WISH]
    form = WishForm(request.POST or None, initial={"text": about})
    if request.method == "POST" and form.is_valid():
        try:
            wish = ask_for_topic(person=request.user, text=form.cleaned_data["text"], as_of=timezone.now())
        except WishError as error:
            form.add_error("text", str(error))
        else:
            messages.success(
                request, _("You ask for “%(topic)s”. You are told when there is a module.") % {"topic": wish}
            )
            return redirect("content:wishes")
    page = page_of(wishes_for(request.user), request.GET)
    context = {"form": form, "page": page, "is_focused": bool(about)}
    return render(request, "content/debt/wishes.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def join(request: SignedInRequest, wish_id: str) -> HttpResponseBase:
    """Ask for a topic too, or no more."""
    wish = get_object_or_404(Wish.objects.open(), public_id=wish_id)
    change = leave_wish if "leave" in request.POST else join_wish
    change(wish=wish, person=request.user, as_of=timezone.now())
    return redirect("content:wishes")


@login_required
@require_POST
def nothing_found(request: SignedInRequest) -> HttpResponse:
    """Count that a search for modules had no result; the page tells it once the words stay for a while."""
    text = request.POST.get("q", "").replace("\0", "")
    if text and not Module.objects.published().best_matches(text, 1):
        note_failed_search(text=text, person_id=request.user.pk, as_of=timezone.now())
    return HttpResponse(status=204)
