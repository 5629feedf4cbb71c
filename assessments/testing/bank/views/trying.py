"""Trying a question as those meet it who are tested: nothing is written by it, and nothing counts."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.testing.bank.choices import VersionState
from assessments.testing.bank.forms import sent_fields, tried
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import (
    PREVIEW_SEED,
    in_words,
    may_review,
    shown_item,
    summary_of,
    version_problems,
)
from assessments.testing.bank.views.access import for_authors, item_named, version_asked_for
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

MOST_ORDERS = 1_000


@for_authors
@require_safe
def try_question(request: SignedInRequest, item_id: str) -> HttpResponse:
    """Ask a question as a test does; once it is answered (`tried`), tell what a learner is told.

    `?order=` shows its answers in another order, as each learner has one; `?version=` another version.
    """
    version = version_asked_for(item_named(item_id), request.GET)
    problems = [in_words(problem) for problem in version_problems(version)]
    order = _order(request.GET)
    is_tried = "tried" in request.GET and not problems
    trial = tried(version, request.GET, seed=order) if is_tried else None
    context = {
        "version": version,
        "shown": shown_item(version, seed=order),
        "order": order,
        "next_order": order % MOST_ORDERS + 1,
        "problems": problems,
        "trial": trial,
        "given": sent_fields(request.GET),
        "confidence": request.GET.get("confidence", ""),
        "back_url": _back(request.user, version),
        "breadcrumbs": _breadcrumbs(request.user, version),
    }
    status = 422 if trial is not None and trial.problem else 200
    return render(request, "assessments/testing/try.html", context, status=status)


def _order(data: QueryDict) -> int:
    asked = data.get("order", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 5
    return min(max(int(asked), 1), MOST_ORDERS) if is_number else PREVIEW_SEED


def _is_to_review(reader: Person, version: ItemVersion) -> bool:
    return version.state == VersionState.IN_REVIEW and may_review(reader, version)


def _back(reader: Person, version: ItemVersion) -> str:
    """Where a reader goes on: to their review, or to the version that they look at."""
    if _is_to_review(reader, version):
        return reverse("assessments:review", args=[version.public_id])
    return f"{reverse('assessments:question', args=[version.item.public_id])}?version={version.number}"


def _breadcrumbs(reader: Person, version: ItemVersion) -> list[tuple[str, str]]:
    above = summary_of(version, 40)
    if _is_to_review(reader, version):
        above = _("Review: %(question)s") % {"question": above}
    return [(_("Test questions"), reverse("assessments:questions")), (above, _back(reader, version))]
