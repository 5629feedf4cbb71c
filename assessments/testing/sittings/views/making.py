"""Making tests: the list, the editor, publishing, and what came of a test in numbers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.testing.sittings.choices import FormState
from assessments.testing.sittings.forms import TestForms
from assessments.testing.sittings.models import TestForm
from assessments.testing.sittings.reports import figures_of, form_problems
from assessments.testing.sittings.services import (
    FormChangedError,
    FormError,
    create_form,
    discard_form,
    publish_form,
    retire_form,
    update_form,
)
from lifow.base.access import needs_permission
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

for_makers = needs_permission(
    "assessments.make_tests",
    who=gettext_lazy("Only content authors and HR make tests. An HR admin can give you access."),
)


@for_makers
@require_safe
def tests(request: SignedInRequest) -> HttpResponse:
    """All tests by state."""
    asked = request.GET.get("state", "")
    state = asked if asked in FormState.values else FormState.PUBLISHED
    page = page_of(TestForm.objects.filter(state=state).order_by("title", "pk"), request.GET)
    context = {"tabs": _tabs(state), "state": state, "page": page, "breadcrumbs": _breadcrumbs()[:1]}
    return render(request, "assessments/testing/sittings/tests.html", context)


@for_makers
@require_http_methods(["GET", "HEAD", "POST"])
def new_test(request: SignedInRequest) -> HttpResponseBase:
    """Write a new test."""
    return _editor(request, None)


@for_makers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_test(request: SignedInRequest, form_id: str) -> HttpResponseBase:
    """Change a test; sittings that have begun keep what it said then."""
    return _editor(request, get_object_or_404(TestForm, public_id=form_id))


@for_makers
@require_POST
def publish_test(request: SignedInRequest, form_id: str) -> HttpResponseBase:
    """Have people take a test."""
    form = get_object_or_404(TestForm, public_id=form_id)
    try:
        publish_form(form=form, by=request.user, as_of=timezone.now())
    except FormError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(test)s” is published. People find it under Tests.") % {"test": form})
    return redirect("assessments:edit_test", form_id=form.public_id)


@for_makers
@require_POST
def retire_test(request: SignedInRequest, form_id: str) -> HttpResponseBase:
    """Have nobody begin a test any more."""
    form = get_object_or_404(TestForm, public_id=form_id)
    try:
        retire_form(form=form, by=request.user, as_of=timezone.now())
    except FormError as error:
        messages.error(request, str(error))
    else:
        text = _("“%(test)s” is retired. Results stay, and people who are taking it now can finish.")
        messages.success(request, text % {"test": form})
    return redirect("assessments:edit_test", form_id=form.public_id)


@for_makers
@require_POST
def delete_test(request: SignedInRequest, form_id: str) -> HttpResponseBase:
    """Delete a draft."""
    form = get_object_or_404(TestForm, public_id=form_id)
    try:
        discard_form(form=form)
    except FormError as error:
        messages.error(request, str(error))
        return redirect("assessments:edit_test", form_id=form.public_id)
    messages.success(request, _("“%(test)s” is deleted.") % {"test": form})
    return redirect("assessments:tests")


@for_makers
@require_safe
def test_results(request: SignedInRequest, form_id: str) -> HttpResponse:
    """What came of a test, in numbers of at least five people."""
    form = get_object_or_404(TestForm, public_id=form_id)
    context = {
        "form": form,
        "figures": figures_of(form),
        "breadcrumbs": [
            *_breadcrumbs(),
            (form.title, reverse("assessments:edit_test", args=[form.public_id])),
        ],
    }
    return render(request, "assessments/testing/sittings/results.html", context)


def _editor(request: SignedInRequest, form: TestForm | None) -> HttpResponseBase:
    if request.method != "POST":
        return _show(request, form, TestForms(form=form))
    filled = TestForms(request.POST, form=form)
    saved = _save(request.user, form, filled)
    if saved is None:
        return _show(request, form, filled, status=422)
    messages.success(request, _("Saved."))
    return redirect("assessments:edit_test", form_id=saved.public_id)


def _save(by: Person, form: TestForm | None, filled: TestForms) -> TestForm | None:
    """The test as it was written; None where the forms say what is wrong."""
    if not filled.is_valid():
        return None
    said = filled.form.cleaned_data
    try:
        if form is not None:
            return update_form(form=form, contents=filled.contents, by=by, based_on=said["revision"])
        key = said["idempotency_key"]
        return create_form(contents=filled.contents, by=by, idempotency_key=f"{by.pk}:{key}" if key else None)
    except FormError as error:
        filled.add_error(error.field, str(error))
        if isinstance(error, FormChangedError):
            # What was typed stays, and can be sent once more.
            filled.form.data = {**dict(filled.form.data.items()), "revision": error.form.revision}
        return None


def _show(
    request: SignedInRequest, form: TestForm | None, filled: TestForms, *, status: int = 200
) -> HttpResponse:
    context = {
        "test": form,
        "form": filled.form,
        "sections": filled.sections,
        "problems": form_problems(form) if form is not None and form.state == FormState.DRAFT else (),
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "assessments/testing/sittings/edit.html", context, status=status)


def _breadcrumbs() -> list[tuple[str, str]]:
    return [
        (_("Test questions"), reverse("assessments:questions")),
        (_("Tests"), reverse("assessments:tests")),
    ]


def _tabs(current: str) -> list[dict[str, Any]]:
    labels = (
        (FormState.PUBLISHED, _("Published")),
        (FormState.DRAFT, _("Drafts")),
        (FormState.RETIRED, _("Retired")),
    )
    return [
        {"label": label, "url": f"?state={state.value}", "current": state == current}
        for state, label in labels
    ]
