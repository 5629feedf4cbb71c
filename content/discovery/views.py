"""The catalogue: every module there is, found by words and by filters, what is of use to the reader first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url

from assessments.gaps.reports import gaps_of
from content.catalogue.kinds import Hit, hits_in
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.reports import FACET, Wanted, address_of, find_modules
from content.discovery.reports import OwnModules, own_modules, reader_of
from lifow.base.requests import SignedInRequest

ON_A_PAGE = 50
MOST_HITS = 10
"""Of the first modules of a page it is said where in them the words stand: captions are long to read."""
LONGEST_MINUTES = 4
"""Digits: no module takes longer."""


@dataclass(frozen=True, slots=True)
class Row:
    """A module in the list: what the reader did of it, how many colleagues it helped, where it was hit."""

    module: Module
    is_done: bool
    is_started: bool
    is_saved: bool
    helped: int
    hits: Sequence[Hit]


@login_required
@require_safe
def modules(request: SignedInRequest) -> HttpResponse:
    """Search and filter the modules; each state of the filters has an address."""
    wanted, own = wanted_of(request.GET), own_modules(request.user, timezone.now())
    # What matches a text is in the order of that, whoever reads it.
    reader = reader_of(None if wanted.text else gaps_of(request.user), own)
    found = find_modules(wanted, reader, with_drafts=request.user.has_perm("content.change_module"))
    page = Paginator(found.ids, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "filters": [
            (_("Skill"), "skill", found.skills),
            (_("Kind"), "kind", found.kinds),
            (_("At most"), "minutes", found.minutes),
            *((one.label, FACET + one.name, one) for one in found.facets),
        ],
        "chosen": wanted.chosen,
        "is_filtering": bool(request.htmx) and request.htmx.trigger_name != "q",
        "rows": _rows(page, own, wanted.text),
        "saved": len(own.saved),
        "saved_url": address_of(Wanted(saved=True)),
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
    minutes = asked.get("minutes", "")
    is_number = minutes.isascii() and minutes.isdigit() and len(minutes) <= LONGEST_MINUTES
    return Wanted(
        text=asked.get("q", "").strip(),
        kind=asked.get("kind", ""),
        skill=asked.get("skill", ""),
        minutes=int(minutes) if is_number else 0,
        saved=asked.get("saved", "") == "1",
        facets={name: value for name, value in facets.items() if name and value},
    )


def _rows(page: Page, own: OwnModules, text: str) -> list[Row]:
    """The modules of a page in its order; two queries, one more where a text was searched."""
    ids: Sequence[int] = list(page.object_list)
    effects = Prefetch("effects", ModuleEffect.objects.select_related("skill").order_by("pk"))
    light = Module.objects.defer("body", "parts", "parts_text").prefetch_related(effects)
    shown, hits = light.in_bulk(ids), _hits(ids[:MOST_HITS], text) if text else {}
    return [
        Row(
            module=shown[pk],
            is_done=pk in own.done,
            is_started=pk in own.started,
            is_saved=pk in own.saved,
            helped=own.helped.get(pk, 0),
            hits=hits.get(pk, ()),
        )
        for pk in ids
        if pk in shown
    ]


def _hits(ids: Sequence[int], text: str) -> dict[int, Sequence[Hit]]:
    """Where in these modules the words of a search are; one query, two more where there are documents."""
    return hits_in(list(Module.objects.filter(pk__in=ids).only("kind", "parts")), text)
