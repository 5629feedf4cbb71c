"""The page behind a link of a digest, and one's own digest: whether, when, and what it would say."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.frameworks.models import Skill
from channels.digest.choices import WEEK_DIGEST, Act
from channels.digest.forms import DigestForm
from channels.digest.notifications import EMAIL
from channels.digest.reports import DigestLink, asked_question, contents_of, read_link, weekdays_of
from channels.digest.services import LinkError, choose_digest, use_link
from content.catalogue.models import Module
from content.planning.reports import next_monday
from lifow.base.requests import SignedInRequest
from lifow.notifications.registry import known_kind
from lifow.notifications.reports import choices_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest_act(request: SignedInRequest, digest_token: str) -> HttpResponseBase:
    """What a link of a digest will do, with the one button that does it.

    Whoever opens it signs in first: a mail that was forwarded tells nobody anything, and programs that follow
    links see the page of signing in. To look changes nothing.
    """
    link = read_link(digest_token)
    if link is None:
        return _nothing(request, _("This link is not one of ours, or is no longer kept."), status=404)
    if not link.is_for(request.user):
        return _nothing(request, _("This link was made for somebody else."), status=403)
    if request.method == "POST":
        return _use(request, link)
    if link.is_used():
        return _nothing(request, _("That is done already."))
    if link.is_over(timezone.now()):
        return _nothing(request, _("This link works no longer. Your newest digest has others."), status=410)
    return render(request, "channels/digest/act.html", _shown(request, link))


def _use(request: SignedInRequest, link: DigestLink) -> HttpResponseBase:
    try:
        acted = use_link(person=request.user, link=link, as_of=timezone.now())
    except LinkError as error:
        return _nothing(request, str(error), error.url, status=409)
    if not acted.is_new:
        return _nothing(request, acted.words)
    messages.success(request, acted.words)
    return redirect(acted.url)


def _shown(request: SignedInRequest, link: DigestLink) -> dict[str, Any]:
    """What the page says of a link: what it is about, and of a question the answer that was chosen."""
    if link.act is Act.ANSWER:
        version = link.digest.question
        asked = asked_question(version, link.digest.pk) if version else None
        return {"link": link, "asked": asked, "chosen": asked.options.get(link.place) if asked else None}
    named = Module.objects.filter(public_id=link.target).first()
    return {
        "link": link,
        "step": named or Skill.objects.filter(public_id=link.target).first(),
        "until": next_monday(request.user, timezone.now()),
    }


def _nothing(request: SignedInRequest, words: str, url: str = "", *, status: int = 200) -> HttpResponse:
    context = {"words": words, "url": url}
    return render(request, "channels/digest/no_act.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: SignedInRequest) -> HttpResponseBase:
    """Whether one wants the digest of the week, on which day, and what it would say now."""
    person = request.user
    is_on = choices_of([person.pk])[person.pk].is_chosen(known_kind(WEEK_DIGEST), EMAIL)
    weekday = weekdays_of([person.pk]).get(person.pk)
    initial = {"is_on": is_on, "weekday": "" if weekday is None else str(weekday)}
    form = DigestForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        choose_digest(person=person, **form.values, as_of=timezone.now())
        messages.success(request, _("Your digest is saved."))
        return redirect("channels:digest")
    context = {
        "form": form,
        "contents": contents_of(person, timezone.now()),
        "breadcrumbs": [(_("Hours and notifications"), reverse("notifications:settings"))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "channels/digest/digest.html", context, status=status)
