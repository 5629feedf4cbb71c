"""The programme as HR sees it: who has no mentor and why, every pairing, every seat."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.base.scheduled_jobs.services import ask_for_jobs
from lifow.base.templatetags.display import bounded
from mentoring.choices import HOLDING
from mentoring.matching.reports import (
    MOST_COUNTED,
    ProgrammeNumbers,
    mentors_by_need,
    programme_numbers,
    seat_numbers,
    unmatched,
    unmatched_groups,
    waiting_learners,
)
from mentoring.pairings.access import not_allowed
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports import reason_words

MATCH = "propose pairings"  # its name in the schedule


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: SignedInRequest) -> HttpResponseBase:
    """`?show=` is the tab, `?reason=` one reason of those without a mentor; POST runs the match."""
    if not request.user.has_perm("mentoring.view_programme"):
        return not_allowed(request, _("The programme is for HR admins. An HR admin can give you access."))
    if request.method == "POST":
        return _run_the_match(request)
    now = timezone.now()
    numbers = programme_numbers(as_of=now)
    seats = seat_numbers(numbers, as_of=now)
    tabs = _tabs(numbers, request.GET.get("show", ""))
    show = next(tab["name"] for tab in tabs if tab["current"])
    context = {
        "numbers": numbers,
        "seats": seats,
        "tabs": tabs,
        "show": show,
        "breadcrumbs": _breadcrumbs(),
        **_shown(show, request.GET, now),
    }
    return render(request, "mentoring/matching/programme.html", context)


def _run_the_match(request: SignedInRequest) -> HttpResponseBase:
    ask_for_jobs(names=[MATCH], as_of=timezone.now())
    said = _("Matching starts in a moment. Reload this page in a minute to see what it proposes.")
    messages.success(request, said)
    return redirect("mentoring:programme")


def _breadcrumbs() -> list[tuple[str, str]]:
    return [(_("Organisation"), reverse("portal:organisation"))]


def _tabs(numbers: ProgrammeNumbers, show: str) -> list[dict]:
    labels = (
        ("unmatched", _("Without a match"), numbers.unmatched),
        ("asked", _("Waiting for an answer"), numbers.asked),
        ("running", _("Current"), numbers.running),
        ("reserved", _("Reserved"), numbers.recommended),
        ("proposed", _("Proposed"), numbers.proposed),
        ("over", _("Past"), numbers.over),
        ("mentors", _("Mentors"), numbers.mentors),
    )
    here = reverse("mentoring:programme")
    current = show if show in [name for name, _label, _count in labels] else "unmatched"
    return [
        {
            "name": name,
            "label": label,
            "count": bounded(count, MOST_COUNTED),
            "url": f"{here}?show={name}",
            "current": name == current,
        }
        for name, label, count in labels
    ]


def _shown(show: str, query: QueryDict, now: datetime) -> dict[str, object]:
    if show == "mentors":
        return {"page": page_of(mentors_by_need(as_of=now), query)}
    if show != "unmatched":
        return {"page": page_of(_pairings(show, now), query)}
    code = query.get("reason", "")
    if code:
        page = page_of(unmatched(code), query)
        learners = waiting_learners(page.rows)
        return {"reason": reason_words(code), "act": _acts().get(code), "page": page, "learners": learners}
    return {"groups": unmatched_groups()}


def _acts() -> dict[str, tuple[str, str]]:
    """Where HR can do something about a reason: the words of the link, and its address."""
    mentors = (_("Mentors and their seats"), f"{reverse('mentoring:programme')}?show=mentors")
    excluded = (_("Excluded pairs"), reverse("admin:mentoring_excludedpair_changelist"))
    return {"no_free_seat": mentors, "rules:eligible": mentors, "rules:excluded": excluded}


def _pairings(show: str, now: datetime) -> QuerySet[Pairing]:
    rows = Pairing.objects.select_related("mentee", "mentor", "closed_by")
    if show == "asked":
        return rows.asked().order_by("asked_at", "pk")
    if show == "running":
        return rows.filter(state__in=HOLDING).order_by("closes_on", "pk")
    if show == "reserved":
        return rows.with_a_reserved_seat(now).order_by("recommended_at", "pk")
    if show == "proposed":
        by_name = ("mentee__family_name", "mentee__given_name", "mentee_id")
        return rows.proposed().order_by(*by_name, "-is_recommended", "-score", "pk")
    return rows.over().order_by("-closed_at", "-pk")
