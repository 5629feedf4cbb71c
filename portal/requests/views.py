"""Asking many people for ratings at once, and seeing who has answered."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.requests.choices import RequestSource, SkipReason
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.reports import Ask, Counts, counts_of, on_leave_among, requests_of
from assessments.requests.services import Asked, ask_many, withdraw_requests
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from portal.breadcrumbs import Breadcrumbs, organisation_link
from portal.navigation import waiting_of
from portal.requests.candidates import NAMED, Scope, asked_scope, candidates_of, team_scope
from portal.requests.forms import AskForm
from portal.requests.words import skipped_words

Source = RequestSource


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponseBase:
    """Whom and what will be asked, and who is asked already; then asking."""
    scope, source = _scope(request), _source(request)
    if scope is None:
        return redirect("portal:organisation_map")
    candidates = candidates_of(scope, source, timezone.now())
    # An observer is yet to be named: who has said what is known when it is asked.
    on_leave = [one for one in candidates if one.planned.skip == SkipReason.LEAVE]
    able = [
        one
        for one in candidates
        if one.planned.skip is None or (source == Source.OBSERVED and one not in on_leave)
    ]
    form = AskForm(request.POST or None, candidates=candidates, source=source)
    if form.is_bound and form.is_valid():
        said = _asked(form, request.user)
        _tell(request, said)
        return (
            redirect("portal:asked_batch", said.batch.public_id) if said.batch else redirect(_here(request))
        )
    context = {
        "scope": scope,
        "source": source,
        "form": form,
        "able": able,
        "ticked": sum(one.value in form.chosen for one in able),
        "unable": [one for one in candidates if one not in able and one not in on_leave],
        "on_leave": on_leave,
        "tabs": _tabs(request, source, is_one_person=not scope.names_people),
    }
    return render(request, "portal/requests/ask.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def asked(request: SignedInRequest) -> HttpResponse:
    """What one has asked for, the newest first; for HR admins what anybody has."""
    batches = RequestBatch.objects.asked_by_or_for(request.user).counted().newest_first()
    page = page_of(batches.select_related("asked_by"), request.GET)
    breadcrumbs = [organisation_link()] if request.user.is_hr_admin else [(_("Team"), reverse("portal:team"))]
    return render(request, "portal/requests/asked.html", {"page": page, "breadcrumbs": breadcrumbs})


@login_required
@require_safe
def batch(request: SignedInRequest, batch_id: str) -> HttpResponse:
    """What was asked at once, and who has answered."""
    found = _visible_batch(request.user, batch_id)
    page = page_of(requests_of(found, request.user), request.GET)
    counts = counts_of(found, request.user)
    context = {
        "on_leave": on_leave_among(page.rows, timezone.now()),
        "batch": found,
        "counts": counts,
        "page": page,
        "title": _title(counts, page.rows),
        "skipped": skipped_words(found.skipped),
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "portal/requests/batch.html", context)


@login_required
@require_POST
def withdraw(request: SignedInRequest, batch_id: str) -> HttpResponseBase:
    """Take back what is open of a batch, or the one of its requests that is named."""
    found = _visible_batch(request.user, batch_id)
    if not request.user.has_perm("assessments.withdraw_requests", found):
        raise Http404
    rows = found.requests.visible_to(request.user)
    if named := request.POST.get("request"):
        rows = rows.filter(public_id=named)
    count = withdraw_requests(requests=rows, as_of=timezone.now(), by=request.user)
    words = ngettext("%(count)s request is withdrawn.", "%(count)s requests are withdrawn.", count)
    messages.success(request, words % {"count": count} if count else _("No request is waiting any more."))
    return redirect("portal:asked_batch", found.public_id)


def _scope(request: SignedInRequest) -> Scope | None:
    """What the address names, else the manager's own team; HR begins at the map of units and skills: None."""
    if any(request.GET.get(name) for name in NAMED):
        return asked_scope(request.user, request.GET)
    if waiting_of(request, request.user).has_reports:
        return team_scope(request.user, request.user)
    if request.user.has_perm("people.view_organisation"):
        return None
    raise Http404


def _asked(form: AskForm, asker: Person) -> Asked:
    chosen = set(form.cleaned_data["about"])
    observer = form.cleaned_data["observer"]
    asks = [
        Ask(one.person.pk, one.skill.pk, form.source, observer.pk if observer else None)
        for one in form.candidates
        if one.value in chosen
    ]
    key = f"asking:{asker.pk}:{form.cleaned_data['idempotency_key']}"
    return ask_many(asks=asks, as_of=timezone.now(), asked_by=asker, idempotency_key=key)


def _tell(request: SignedInRequest, said: Asked) -> None:
    words = ngettext("%(count)s rating is asked for.", "%(count)s ratings are asked for.", said.asked)
    text = words % {"count": said.asked} if said.asked else _("No new rating is asked for.")
    messages.success(request, " ".join(part for part in (text, skipped_words(said.skipped)) if part))


def _source(request: SignedInRequest) -> str:
    asked = request.GET.get("source", "")
    return Source(asked) if asked in Source.values else Source.SELF


def _here(request: SignedInRequest) -> str:
    return f"{reverse('portal:ask_ratings')}?{request.GET.urlencode()}"


def _tabs(request: SignedInRequest, current: str, *, is_one_person: bool) -> list[dict[str, Any]]:
    """Who is asked, each with its address. Of observed work one person is asked about one person."""
    labels = {
        Source.SELF: _("Each person themselves"),
        Source.TEST: _("Each person, by questions"),
        Source.MANAGER: _("Their manager"),
    }
    if is_one_person:
        labels[Source.OBSERVED] = _("Somebody who has seen the work")
    tabs = []
    for source, label in labels.items():
        query = request.GET.copy()
        query["source"] = source.value
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "current": source == current})
    return tabs


def _visible_batch(user: Person, batch_id: str) -> RequestBatch:
    found = get_object_or_404(RequestBatch.objects.select_related("asked_by"), public_id=batch_id)
    if not user.has_perm("assessments.view_batch", found):
        raise Http404
    return found


def _title(counts: Counts, rows: Sequence[RatingRequest]) -> str:
    """What was asked, by what all of it has in common."""
    if not rows:
        return _("Ratings asked")
    if counts.skills == 1:
        return _("Ratings asked in %(skill)s") % {"skill": rows[0].skill}
    if counts.people == 1:
        return _("Ratings asked about %(person)s") % {"person": rows[0].person}
    told = {"people": counts.people, "skills": counts.skills}
    return _("Ratings asked about %(people)s people in %(skills)s skills") % told


def _breadcrumbs() -> Breadcrumbs:
    return [(_("Ratings asked"), reverse("portal:asked_ratings"))]
