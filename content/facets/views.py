"""The company's list of facets: what waits for a decision, the facets, and the values of each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.facets import services
from content.facets.choices import FacetState
from content.facets.forms import MergeForm, NameForm
from content.facets.models import Facet, FacetValue
from content.facets.reports import facet_rows, values_of, waiting_values
from content.facets.services import FacetError
from lifow.base.access import needs_permission
from lifow.base.requests import SignedInRequest

UP, DOWN, LIST, RETIRE, RENAME, MERGE, ADD = "up", "down", "list", "retire", "rename", "merge", "add"
IN_LIST = gettext_lazy("“%(name)s” is in the list.")
IS_RETIRED = gettext_lazy("“%(name)s” is retired: it is no filter any more. Modules keep what they say.")
IS_RENAMED = gettext_lazy("Renamed to “%(name)s”, for every module.")
for_hr = needs_permission(
    "content.keep_facets", who=gettext_lazy("HR admins keep the list of facets. Ask one of them.")
)


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def facets(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """What waits for HR, and all facets; a facet is added here."""
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = services.add_facet(name=form.cleaned_data["name"])
        except FacetError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("“%(facet)s” is in the list. Add its values.") % {"facet": made})
            return redirect("content:facet", facet_id=made.public_id)
    waiting, count = waiting_values()
    rows = facet_rows()
    context = {
        "form": form,
        "waiting": waiting,
        "more_waiting": count - len(waiting),
        "rows": [one for one in rows if one.facet.state != FacetState.RETIRED],
        "retired": [one for one in rows if one.facet.state == FacetState.RETIRED],
        "breadcrumbs": _breadcrumbs(),
    }
    return render(request, "content/facets/facets.html", context, status=422 if form.errors else 200)


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def facet(request: SignedInRequest, facet_id: str) -> HttpResponse | HttpResponseBase:
    """A facet: its name, its values, and what it is to stand for where it is another one misspelt."""
    found = get_object_or_404(Facet, public_id=facet_id)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms = {
        RENAME: NameForm(
            request.POST if act == RENAME else None, initial={"name": found.name}, auto_id="id_new_%s"
        ),
        ADD: NameForm(request.POST if act == ADD else None),
        MERGE: MergeForm(request.POST if act == MERGE else None, row=found),
    }
    if request.method == "POST":
        done = _done(request, act, forms, _acts_on_facet(found, forms))
        if done:
            return (
                redirect("content:facets")
                if act in (MERGE, UP, DOWN)
                else redirect("content:facet", found.public_id)
            )
    context = {
        "facet": found,
        "values": values_of(found),
        "rename": forms[RENAME],
        "add": forms[ADD],
        "merge": forms[MERGE],
        "breadcrumbs": [*_breadcrumbs(), (_("Facets"), reverse("content:facets"))],
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "content/facets/facet.html", context, status=status)


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def value(request: SignedInRequest, facet_id: str, value_id: str) -> HttpResponse | HttpResponseBase:
    """A value of a facet: rename it, merge it into another one, take it into the list or out of it."""
    rows = FacetValue.objects.select_related("facet", "merged_into", "proposed_by")
    found = get_object_or_404(rows, public_id=value_id, facet__public_id=facet_id)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms = {
        RENAME: NameForm(request.POST if act == RENAME else None, initial={"name": found.name}),
        MERGE: MergeForm(request.POST if act == MERGE else None, row=found),
    }
    if request.method == "POST" and _done(request, act, forms, _acts_on_value(found, forms)):
        if request.POST.get("then") == "facets":
            return redirect("content:facets")
        return redirect("content:facet", facet_id=found.facet.public_id)
    context = {
        "value": found,
        "facet": found.facet,
        "rename": forms[RENAME],
        "merge": forms[MERGE],
        "breadcrumbs": [
            *_breadcrumbs(),
            (_("Facets"), reverse("content:facets")),
            (found.facet.name, reverse("content:facet", args=[found.facet.public_id])),
        ],
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "content/facets/value.html", context, status=status)


Act = Callable[[], str]


def _acts_on_facet(found: Facet, forms: dict[str, Any]) -> dict[str, Act]:
    """What each button does, and what is said then."""
    return {
        **_changes_of(found, forms, rename=services.rename_facet, merge=services.merge_facet),
        ADD: lambda: _said_of(services.add_value(facet=found, name=_name(forms[ADD])), IN_LIST),
        LIST: lambda: _said_of(services.list_facet(facet=found), IN_LIST),
        RETIRE: lambda: _said_of(services.retire_facet(facet=found), IS_RETIRED),
        UP: _move(partial(services.move_facet, facet=found, places=-1)),
        DOWN: _move(partial(services.move_facet, facet=found, places=1)),
    }


def _acts_on_value(found: FacetValue, forms: dict[str, Any]) -> dict[str, Act]:
    """What each button does, and what is said then."""
    return {
        **_changes_of(found, forms, rename=services.rename_value, merge=services.merge_value),
        LIST: lambda: _said_of(services.list_value(value=found), IN_LIST),
        RETIRE: lambda: _said_of(services.retire_value(value=found), IS_RETIRED),
        UP: _move(partial(services.move_value, value=found, places=-1)),
        DOWN: _move(partial(services.move_value, value=found, places=1)),
    }


def _changes_of(
    found: Facet | FacetValue, forms: dict[str, Any], *, rename: Callable[..., Any], merge: Callable[..., Any]
) -> dict[str, Act]:
    """Renaming and merging, which facets and values have in common."""
    row = {"facet" if isinstance(found, Facet) else "value": found}

    def merged() -> str:
        into = merge(**row, into=forms[MERGE].cleaned_data["into"])
        said = {"name": found, "into": into}
        return _("“%(name)s” stands for “%(into)s” from now on, in every module.") % said

    return {
        RENAME: lambda: _said_of(rename(**row, name=_name(forms[RENAME])), IS_RENAMED),
        MERGE: merged,
    }


def _name(form: NameForm) -> str:
    name: str = form.cleaned_data["name"]
    return name


def _said_of(row: Facet | FacetValue, message: str | Promise) -> str:
    return str(message) % {"name": row}


def _move(move: Callable[[], None]) -> Act:
    """Nothing is said of a row that moved: it is seen where it is."""

    def moved() -> str:
        move()
        return ""

    return moved


def _done(request: SignedInRequest, act: str, forms: dict[str, Any], acts: dict[str, Act]) -> bool:
    """Whether what a button asks for is done; else its form says why not."""
    form = forms.get(act)
    if act not in acts or (form is not None and not form.is_valid()):
        if act not in acts:
            messages.error(request, _("Choose what to do."))
        return act not in acts
    try:
        words = acts[act]()
    except FacetError as error:
        if form is None:
            messages.error(request, str(error))
            return True
        form.add_error("into" if act == MERGE else "name", str(error))
        return False
    if words:
        messages.success(request, words)
    return True


def _breadcrumbs() -> list[tuple[str, str]]:
    return [(_("Authoring"), reverse("content:authoring"))]
