"""Which skill a question measures, and in which language it is: changed where results do not stand on it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.testing.bank.forms import ChangeForm
from assessments.testing.bank.reports import skills_in_place, summary_of
from assessments.testing.bank.services import ItemError, change_item
from assessments.testing.bank.views.access import for_authors, item_named, versions_of_item
from lifow.base.requests import SignedInRequest


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, item_id: str) -> HttpResponse | HttpResponseBase:
    """Say what a question is about: another skill, or another language."""
    item = item_named(item_id)
    form = ChangeForm(request.POST if request.method == "POST" else None, item=item)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            change_item(item=item, skill=said.get("skill", item.skill), language=said["language"])
        except ItemError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("assessments:question", item_id=item.public_id)
    page = reverse("assessments:question", args=[item.public_id])
    context = {
        "item": item,
        "form": form,
        "places": skills_in_place(item),
        "breadcrumbs": [
            (_("Test questions"), reverse("assessments:questions")),
            (summary_of(versions_of_item(item)[0], 40), page),
        ],
        "cancel_url": page,
    }
    return render(request, "assessments/testing/change.html", context, status=422 if form.errors else 200)
