"""The page of outcomes for stakeholders, the same as files, and what an hour of learning costs."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from channels.figures.access import for_hr
from channels.figures.forms import LearningCostForm
from channels.figures.printing import as_csv, as_pdf, days_in_words
from channels.figures.reports import learning_cost
from channels.figures.reports import outcomes as outcomes_of_learning
from channels.figures.services import LearningCostError, set_learning_cost
from lifow.base.requests import SignedInRequest
from portal.organisation.tabs import organisation_tabs


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def outcomes(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """What learning brings, each figure with its base and its measure; POST sets the cost of an hour."""
    form = LearningCostForm(request.POST or None, instance=learning_cost())
    if request.method == "POST" and form.is_valid() and _save(form):
        messages.success(request, _("Saved."))
        return redirect("channels:outcomes")
    told = outcomes_of_learning()
    context = {
        "tabs": organisation_tabs("channels:outcomes"),
        "told": told,
        "days": days_in_words(told) if told else "",
        "form": form,
    }
    return render(request, "channels/outcomes.html", context, status=422 if form.errors else 200)


@for_hr
@require_safe
def outcomes_csv(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """The figures as a table for spreadsheets."""
    told = outcomes_of_learning()
    return redirect("channels:outcomes") if told is None else _file(as_csv(told), "csv", "text/csv")


@for_hr
@require_safe
def outcomes_pdf(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """The figures as a PDF."""
    told = outcomes_of_learning()
    return redirect("channels:outcomes") if told is None else _file(as_pdf(told), "pdf", "application/pdf")


def _save(form: LearningCostForm) -> bool:
    told = form.cleaned_data
    try:
        set_learning_cost(an_hour=told["an_hour"], currency=told["currency"])
    except LearningCostError as error:
        form.add_error(None, str(error))
        return False
    return True


def _file(content: bytes, ending: str, kind: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="learning-outcomes.{ending}"',
        "Cache-Control": "no-store",
    }
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return HttpResponse(content, content_type=f"{kind}{charset}", headers=headers)
