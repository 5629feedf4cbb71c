"""What answers say of questions, for those who write them: health, one question, and calibrations."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import skills_with_items, summary_of
from assessments.testing.calibration.choices import HealthReason
from assessments.testing.calibration.forms import KEEP, LookForm
from assessments.testing.calibration.models import Calibration
from assessments.testing.calibration.reports import (
    ALL,
    HELD,
    REMARKS,
    calibrated_skills,
    health_counts,
    health_rows,
    is_far_from_levels,
    item_report,
    moved,
    moved_versions,
    newest_calibrations,
)
from assessments.testing.calibration.services import (
    CalibrationError,
    HealthError,
    ask_for_calibration,
    keep_item,
    retire_unhealthy_item,
)
from lifow.base.access import needs_permission
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest

for_authors = needs_permission(
    "assessments.view_item_health",
    who=gettext_lazy(
        "Only content authors see what answers say of questions. An HR admin can give you access."
    ),
)


@for_authors
@require_safe
def question_health(request: SignedInRequest) -> HttpResponse:
    """The questions in use by what their answers say, what many are sure of and wrong first."""
    skill = Skill.objects.filter(public_id=request.GET.get("skill", "")).first()
    counts = health_counts(skill=skill)
    asked = request.GET.get("show")
    show = asked if asked in (HELD, REMARKS, ALL) else REMARKS
    page = page_of(health_rows(show=show, skill=skill), request.GET)
    labels = dict(HealthReason.choices)
    context = {
        "tabs": _health_tabs(counts, show, skill),
        "show": show,
        "counts": counts,
        "skill": skill,
        "skills": skills_with_items(),
        "page": page,
        "rows": [
            (row, summary_of(row.version), [labels[one] for one in row.reasons if one in labels])
            for row in page.rows
        ],
    }
    return render(request, "assessments/testing/calibration/question_health.html", context)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def item_health(request: SignedInRequest, question_id: str) -> HttpResponseBase:
    """One question: who chose what, at which levels it tells most, and what becomes of it if it is held."""
    version = _version(question_id, request.GET.get("version", ""))
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _look(request, version, form)
        except HealthError as error:
            form.add_error("note", str(error))
        else:
            return redirect("assessments:question_health")
    labels = dict(HealthReason.choices)
    report = item_report(version=version)
    reasons = report.health.reasons if report.health else []
    context = {
        "report": report,
        "version": version,
        "title": summary_of(version),
        "reasons": [labels[one] for one in reasons if one in labels],
        "others": version.item.versions.exclude(published_at=None).exclude(pk=version.pk).order_by("-number"),
        "form": form,
        "breadcrumbs": [*_authoring(), (_("Question health"), reverse("assessments:question_health"))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/testing/calibration/item_health.html", context, status=status)


@for_authors
@require_safe
def calibrations(request: SignedInRequest) -> HttpResponse:
    """Which skills are calibrated, and the calibrations, the newest first."""
    page = page_of(newest_calibrations(), request.GET)
    context = {
        "skills": calibrated_skills(),
        "page": page,
        "breadcrumbs": _authoring(),
    }
    return render(request, "assessments/testing/calibration/calibrations.html", context)


@for_authors
@require_safe
def calibration(request: SignedInRequest, calibration_id: str) -> HttpResponse:
    """One calibration: what moved, and over what it is linked with the one before."""
    rows = Calibration.objects.select_related("skill", "asked_by")
    found = get_object_or_404(rows, public_id=calibration_id)
    page = page_of(moved_versions(found), request.GET)
    context = {
        "calibration": found,
        "report": found.report,
        "is_far": is_far_from_levels(found),
        "page": page,
        "rows": [(one, summary_of(one.version)) for one in map(moved, page.rows)],
        "breadcrumbs": [*_authoring(), (_("Calibrations"), reverse("assessments:calibrations"))],
    }
    return render(request, "assessments/testing/calibration/calibration.html", context)


@for_authors
@require_POST
def calibrate(request: SignedInRequest, skill_id: str) -> HttpResponseBase:
    """Have a worker calibrate a skill; `starts_anew` takes its levels from authors and other evidence."""
    skill = get_object_or_404(Skill.objects.active(), public_id=skill_id)
    try:
        ask_for_calibration(
            skill=skill,
            by=request.user,
            as_of=timezone.now(),
            starts_anew=request.POST.get("starts_anew") == "1",
        )
    except CalibrationError as error:
        messages.error(request, str(error))
    else:
        text = _("The calibration of %(skill)s is asked for. It shows here when it is done.")
        messages.success(request, text % {"skill": skill})
    return redirect("assessments:calibrations")


def _version(question_id: str, number: str) -> ItemVersion:
    """The version of a question that is asked for by its number, else the newest that was published."""
    rows = ItemVersion.objects.select_related("item__skill").filter(
        item__public_id=question_id, published_at__isnull=False
    )
    if number.isascii() and number.isdigit() and len(number) < 5:
        rows = rows.filter(number=int(number))
    version = rows.order_by("-number").first()
    if version is None:
        raise Http404
    return version


def _look(request: SignedInRequest, version: ItemVersion, form: LookForm) -> None:
    told = {
        "version": version,
        "by": request.user,
        "note": form.cleaned_data["note"],
        "as_of": timezone.now(),
    }
    if form.cleaned_data["decision"] == KEEP:
        keep_item(**told)
        messages.success(request, _("The question counts. It is not held again for the same reasons."))
    else:
        retire_unhealthy_item(**told)
        messages.success(request, _("The question is retired. What was answered stays counted."))


def _health_tabs(counts: Any, show: str, skill: Skill | None) -> list[dict[str, Any]]:
    of_skill = f"&skill={skill.public_id}" if skill else ""
    page = reverse("assessments:question_health")
    lists = (
        (REMARKS, _("With something wrong"), counts.remarks),
        (HELD, _("Not counted"), counts.held),
        (ALL, _("All"), counts.all),
    )
    return [
        {"label": label, "url": f"{page}?show={name}{of_skill}", "count": count, "current": name == show}
        for name, label, count in lists
    ]


def _authoring() -> list[tuple[str, str]]:
    return [(_("Test questions"), reverse("assessments:questions"))]
