"""How ratings differ: HR reads of everybody and decides; raters read of themselves, and may contest."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.raters.models import RaterSeverity, SeverityContest
from assessments.raters.reports import (
    decided_contests,
    difference_of,
    differences,
    is_taken_off,
    newest_contest,
    newest_estimates,
)
from assessments.raters.services import (
    ContestError,
    ask_for_estimate,
    contest_severity,
    leave_out_rater,
    take_rater_in,
)
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from portal.breadcrumbs import organisation_link
from portal.organisation.tabs import organisation_tabs
from portal.organisation.views import for_hr
from portal.raters.forms import LEAVE_OUT, ContestForm, DecisionForm

CONTESTS_SHOWN = 20


@for_hr
@require_safe
def raters(request: SignedInRequest) -> HttpResponse:
    """What waits to be decided, and by how much ratings differ, the most different first."""
    rows = RaterSeverity.objects.comparable().most_different_first().select_related("rater")
    page = page_of(rows, request.GET)
    asked, done = newest_estimates()
    contests = SeverityContest.objects.select_related("rater", "decided_by")
    decided, decisions = decided_contests(CONTESTS_SHOWN)
    context = {
        "tabs": organisation_tabs("portal:raters"),
        "asked": asked,
        "done": done,
        "is_taken_off": is_taken_off(),
        "contests": contests.open().oldest_first()[:CONTESTS_SHOWN],
        "decided": decided,
        "decisions": decisions,
        "page": page,
        "differences": differences(page.rows),
    }
    return render(request, "portal/raters/raters.html", context)


@for_hr
@require_POST
def estimate_raters(request: SignedInRequest) -> HttpResponseBase:
    """Have a worker estimate it again."""
    ask_for_estimate(by=request.user, as_of=timezone.now())
    messages.success(request, _("The estimate is asked for. It shows here when it is done."))
    return redirect("portal:raters")


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def rater(request: SignedInRequest, person_id: str) -> HttpResponseBase:
    """One rater: the number, what they say to it, and what HR decides."""
    person = get_object_or_404(Person, public_id=person_id)
    contest = newest_contest(person)
    difference = difference_of(person, contest)
    if contest is None and difference is None:
        raise Http404
    may_decide = request.user.has_perm("assessments.decide_about_rater", person)
    if request.method == "POST" and not may_decide:
        raise Http404
    form = DecisionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        _decide(request, person, form)
        return redirect("portal:raters")
    context = {
        "person": person,
        "contest": contest,
        "difference": difference,
        "may_decide": may_decide,
        "form": form,
        "is_taken_off": is_taken_off(),
        "breadcrumbs": [organisation_link(), (_("How ratings differ"), reverse("portal:raters"))],
    }
    return render(request, "portal/raters/rater.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ratings_compared(request: SignedInRequest) -> HttpResponseBase:
    """How one's own ratings compare with others', and a word to HR where that misses something."""
    form = ContestForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            contest_severity(rater=request.user, text=form.cleaned_data["text"], as_of=timezone.now())
        except ContestError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("HR is told. Until it decides, your ratings count as you gave them."))
        return redirect("portal:ratings_compared")
    contest = newest_contest(request.user)
    context: dict[str, Any] = {
        "contest": contest,
        "difference": difference_of(request.user, contest),
        "is_taken_off": is_taken_off(),
        "form": form,
    }
    return render(
        request, "portal/raters/ratings_compared.html", context, status=422 if form.is_bound else 200
    )


def _decide(request: SignedInRequest, person: Person, form: DecisionForm) -> None:
    told = {"rater": person, "by": request.user, "note": form.cleaned_data["note"], "as_of": timezone.now()}
    if form.cleaned_data["decision"] == LEAVE_OUT:
        leave_out_rater(**told)
        text = _("%(name)s is left out: their ratings count as they gave them.")
    else:
        take_rater_in(**told)
        if RaterSeverity.objects.filter(rater=person).exists():
            text = _("%(name)s takes part again.")
        else:
            text = _("%(name)s takes part again from the next estimate on.")
    messages.success(request, text % {"name": person})
