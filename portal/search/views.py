"""One search over everything: the page, the palette of every page, and what is noted of it without names."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from content.activity.models import Activity
from content.catalogue.models import Module
from content.facets.reports import FacetList, facet_list
from content.searches.services import note_abandoned_search, note_failed_search, note_rephrased_search
from lifow.base.passages.generating import Source, generated_answer, is_on
from lifow.base.passages.registry import Opened
from lifow.base.passages.reports import Findings, Result, Search, find, recently_changed, sources_of
from lifow.base.passages.services import note_opening
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from portal.search import calls
from portal.search.filters import filters_of, kind_tabs
from portal.search.wanted import FACET, Wanted, wanted_of

IN_PALETTE, ON_A_PAGE = 8, 20
MOST_SOURCES = 5
MOST_RECENT = 5


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """What answers `q`, the best first; the list alone for the palette, which needs no filters."""
    wanted, facets = wanted_of(request.GET), facet_list()
    pinned = calls.pinned(request, facets)
    is_palette = bool(request.htmx)
    found = _found(wanted, pinned, request.user, is_palette=is_palette)
    context = {
        "q": wanted.text,
        "wanted": wanted,
        "found": found,
        "rows": [(one, _address(one, wanted.text)) for one in found.results],
        "all_url": wanted.url,
        "as_typed_url": Wanted(wanted.text, is_as_typed=True).url,
        "filter_url": wanted.filtering_url,
        "ask_url": f"{reverse('portal-ask')}?{urlencode({'q': wanted.text})}",
        "call": _in_words(pinned, facets),
    }
    if not wanted.text:
        context |= _to_begin_with(request.user)
    if is_palette:
        return render(request, "portal/search/palette.html", context)
    context |= _page(wanted, found, facets)
    return render(request, "portal/search/search.html", {**context, "is_filtering": "filters" in request.GET})


@login_required
@require_POST
def answer(request: SignedInRequest) -> HttpResponse:
    """A short answer that a machine writes from the results, each sentence with the result that it is from.

    The page asks for it once its results are there; without one nothing is shown.
    """
    wanted, pinned = wanted_of(request.POST), calls.pinned(request, facet_list())
    sources = sources_of(_search(wanted, pinned), request.user, most=MOST_SOURCES) if is_on() else []
    told = [Source("".join(piece.text for piece in one.title), text) for one, text in sources]
    rows = [
        (text, _address(sources[at][0], wanted.text), told[at].title)
        for text, at in generated_answer(wanted.text, told)
    ]
    return render(request, "portal/search/answer.html", {"rows": rows})


@login_required
@require_POST
def call(request: SignedInRequest) -> HttpResponseBase:
    """Begin a call, with what is pinned for its searches, or end it."""
    if "end" in request.POST:
        calls.end_call(request)
    else:
        sent = wanted_of(request.POST).facets
        facets = facet_list()
        calls.begin_call(request, {name: one for name, one in sent.items() if facets.value_named(name, one)})
    then = request.POST.get("then", "")
    is_here = then.startswith("/") and url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    return redirect(then if is_here else reverse("portal:search"))


@login_required
@require_POST
def opened(request: SignedInRequest) -> HttpResponse:
    """Count that a result was opened, how long after the first letter, and by which words before."""
    now, text = timezone.now(), _sent(request, "q")
    seconds = request.POST.get("seconds", "")
    if seconds.isascii() and seconds.isdigit() and len(seconds) <= 3:
        note_opening(seconds=int(seconds), day=now.date())
    if before := _sent(request, "before"):
        note_rephrased_search(text=before, later=text, person_id=request.user.pk, as_of=now)
    return HttpResponse(status=204)


@login_required
@require_POST
def left(request: SignedInRequest) -> HttpResponse:
    """Count that a search was left without opening anything."""
    note_abandoned_search(text=_sent(request, "q"), person_id=request.user.pk, as_of=timezone.now())
    return HttpResponse(status=204)


@login_required
@require_POST
def failed(request: SignedInRequest) -> HttpResponse:
    """Count that nothing answers a search; a page tells it once the words stay for a while."""
    text = _sent(request, "q")
    if text and not find(Search(text, is_typing=False), request.user, most=1).is_sure:
        note_failed_search(text=text, person_id=request.user.pk, as_of=timezone.now())
    return HttpResponse(status=204)


def _found(wanted: Wanted, pinned: dict[str, str], user: Person, *, is_palette: bool) -> Findings:
    if not wanted.text:
        return Findings((), 0)
    most = IN_PALETTE if is_palette else ON_A_PAGE
    begin = 0 if is_palette else (wanted.page - 1) * most
    return find(_search(wanted, pinned), user, most=most, begin=begin)


def _search(wanted: Wanted, pinned: dict[str, str]) -> Search:
    return Search(
        wanted.text,
        kinds=frozenset({wanted.kind} if wanted.kind else ()),
        filed_under=wanted.filed_under,
        pinned={FACET + name: value for name, value in pinned.items()},
        is_as_typed=wanted.is_as_typed,
    )


def _page(wanted: Wanted, found: Findings, facets: FacetList) -> dict[str, Any]:
    """What the page has beside the palette: filters, tabs, pages, and the form that begins a call."""
    first = (wanted.page - 1) * ON_A_PAGE
    filters = filters_of(wanted, found, facets)
    return {
        "tabs": kind_tabs(wanted, found),
        "filters": filters,
        "chosen": sum(one.is_chosen for one in filters),
        "facets": facets.listed,
        "first": first + 1,
        "last": first + len(found.results),
        "previous_url": wanted.on(wanted.page - 1).url if wanted.page > 1 else "",
        "next_url": wanted.on(wanted.page + 1).url if found.total > first + ON_A_PAGE else "",
        "unfiltered_url": Wanted(wanted.text).url,
        "is_answered": is_on() and found.is_sure and wanted.page == 1,
    }


def _to_begin_with(user: Person) -> dict[str, Any]:
    """What somebody had open last, and what changed last."""
    last = Activity.objects.for_person(user).order_by("-touched_at").select_related("module")
    viewed = [
        Opened(
            reverse("content:module", args=[one.module.public_id]), one.module.title, one.module.kind_label
        )
        for one in last.filter(module__in=Module.objects.visible_to(user))[:MOST_RECENT]
    ]
    return {"viewed": viewed, "changed": recently_changed(user, kinds=("module",), most=MOST_RECENT)}


def _address(result: Result, text: str) -> str:
    """Where a result opens; a module is told by which words it was found, and marks them."""
    if result.kind != "module":
        return result.url
    address, _hash, anchor = result.url.partition("#")
    sign = "&" if "?" in address else "?"
    return f"{address}{sign}{urlencode({'q': text})}" + (f"#{anchor}" if anchor else "")


def _in_words(pinned: dict[str, str], facets: FacetList) -> list[tuple[str, str]]:
    """What is pinned, by the names of facets and values."""
    pairs = (facets.value_named(name, value) for name, value in pinned.items())
    return [(facet.name, value.name) for facet, value in filter(None, pairs)]


def _sent(request: SignedInRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "")[:200]
