"""Call mode: what somebody pins for the searches of a call, until it ends. It is kept in their session
alone.
"""

from collections.abc import Mapping

from content.facets.reports import FacetList
from lifow.base.requests import SignedInRequest

SESSION_KEY = "search_call"


def pinned(request: SignedInRequest, facets: FacetList) -> dict[str, str]:
    """The values that are pinned, by facet, as far as the company still has them."""
    kept = request.session.get(SESSION_KEY)
    known = kept if isinstance(kept, dict) else {}
    return {
        str(facet): str(value)
        for facet, value in known.items()
        if facets.value_named(str(facet), str(value)) is not None
    }


def begin_call(request: SignedInRequest, values: Mapping[str, str]) -> None:
    """Pin values from now on; none ends the call."""
    request.session[SESSION_KEY] = dict(values)


def end_call(request: SignedInRequest) -> None:
    """Pin nothing any more. Twice is once."""
    request.session.pop(SESSION_KEY, None)
