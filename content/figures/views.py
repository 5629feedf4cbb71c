"""The figures of a module: how it is used, where readers stop, and what it changes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content.catalogue.models import Module
from content.figures.reports import figures_of
from lifow.base.access import needs_permission
from lifow.base.requests import SignedInRequest

for_authors = needs_permission(
    "content.change_module",
    who=gettext_lazy("Only content authors see how modules are used. An HR admin can give you access."),
)


@for_authors
@require_safe
def figures(request: SignedInRequest, module_id: str) -> HttpResponse:
    """How a module is used and what it changes, of people together."""
    module = get_object_or_404(Module, public_id=module_id)
    context = {
        "module": module,
        "figures": figures_of(module),
        "breadcrumbs": [
            (_("Authoring"), reverse("content:authoring")),
            (module.title, reverse("content:module", args=[module.public_id])),
        ],
    }
    return render(request, "content/figures/figures.html", context)
