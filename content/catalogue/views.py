"""The catalogue: every module there is, found by words and by filters."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url

from content.catalogue.models import Module
from content.catalogue.reports import (
    FACET,
    CatalogueFilter,
    Found,
    Wanted,
    address_of,
    find_modules,
    in_words,
    reader_of,
)
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

ON_A_PAGE = 50


@login_required
@require_safe
def modules(request: SignedInRequest) -> HttpResponse:
    """Search and filter the modules; each state of the filters has an address."""
    wanted = wanted_of(request.GET)
    reader = reader_of(request.user, _done_by(request.user)) if not wanted.text else None
    found = find_modules(Module.objects.visible_to(request.user).current(), wanted, reader)
    page = Paginator(found.ids, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "kinds": _kind_tabs(wanted, found),
        "filters": [(_("Skill"), "skill", found.skills)]
        + [(in_words(one.name), FACET + one.name, one) for one in found.facets],
        "rows": _rows(page, request.user),
        "total": len(found.ids),
        "has_more": found.has_more,
        "page": page,
        "previous_url": page.has_previous() and address_of(wanted, page.previous_page_number()),
        "next_url": page.has_next() and address_of(wanted, page.next_page_number()),
        "all_url": address_of(Wanted(text=wanted.text)),
    }
    if not request.htmx:
        return render(request, "content/catalogue/modules.html", context)
    response = render(request, "content/catalogue/modules_partial.html", context)
    show_url = replace_url if request.htmx.trigger_name == "q" else push_url
    return show_url(response, address_of(wanted))


def wanted_of(data: QueryDict) -> Wanted:
    """What an address asks for; facets are `facet.<name>=<value>`. No database has texts with a zero byte."""
    asked = {name.replace("\0", ""): str(value).replace("\0", "") for name, value in data.items()}
    facets = {name.removeprefix(FACET): value for name, value in asked.items() if name.startswith(FACET)}
    return Wanted(
        text=asked.get("q", "").strip(),
        kind=asked.get("kind", ""),
        skill=asked.get("skill", ""),
        facets={name: value for name, value in facets.items() if name and value},
    )


def _kind_tabs(wanted: Wanted, found: Found) -> list[dict[str, Any]]:
    kinds: CatalogueFilter = found.kinds
    tabs = [("", _("All"), kinds.total)] + [(one.value, one.label, one.count) for one in kinds.choices]
    return [
        {
            "label": label,
            "url": address_of(Wanted(wanted.text, value, wanted.skill, wanted.facets)),
            "count": count,
            "current": value == wanted.kind,
        }
        for value, label, count in tabs
    ]


def _done_by(person: Person) -> set[int]:
    """Ids of the modules that somebody has done."""
    return set(person.activities.filter(completed_at__isnull=False).values_list("module_id", flat=True))


def _rows(page: Page, person: Person) -> list[tuple[Module, Any]]:
    """The modules of a page in its order, each with what the person did of it; four queries."""
    shown = Module.objects.prefetch_related("effects__skill").in_bulk(list(page.object_list))
    activities = person.activities.filter(module__in=shown)
    done = {activity.module_id: activity for activity in activities}
    return [(shown[pk], done.get(pk)) for pk in page.object_list]
