"""The search in the API: people find what the page shows them, machines what every employee finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from content.catalogue.choices import ModuleKind
from content.facets.reports import facet_list
from lifow.base.api import examples
from lifow.base.api.authentication import person_calling
from lifow.base.api.exceptions import PARAMETER, UNKNOWN, InvalidInput
from lifow.base.api.fields import TextField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.pagination import RankedPagination
from lifow.base.api.parameters import ListParameters, read_parameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.base.passages.registry import findables
from lifow.base.passages.reports import Findings, Result, Search, find, rank, what_is_readable
from lifow.base.search import Piece
from portal.search.wanted import FACET, MOST_CHARACTERS

FACET_PATTERN = r"^[^=\x00-\x1f\x7f]{1,100}=[^\x00-\x1f\x7f]{1,200}$"


@dataclass(frozen=True, slots=True)
class AnyEmployee:
    """Somebody without a role, a team or a unit: of people they find mentors, else what everybody finds."""

    pk: int = 0
    is_authenticated: bool = True
    is_active: bool = True
    is_hr_admin: bool = False
    is_author: bool = False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False


class KindField(serializers.ChoiceField):
    """A kind of what can be found."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([(one.kind, one.label) for one in findables()], **kwargs)


@extend_schema_serializer(
    examples=[
        examples.example(
            {
                "kind": "module",
                "id": examples.MODULE,
                "title": "Refund part of a payment",
                "url": f"https://lifow.example/modules/{examples.MODULE}/#text:~:text=In%20dollars",
                "note": "4 min",
                "place": "In dollars",
                "snippet": "Choose Refund, then Part of it, and type the amount in dollars.",
                "matches": ["Refund", "dollars"],
            }
        )
    ]
)
class ResultOutput(OutputSerializer):
    """Something that was found, with the passage that answers."""

    kind = KindField()
    id = serializers.CharField(
        source="public_id", allow_null=True, help_text=_("Of the thing; null for a page of lifow.")
    )
    title = serializers.CharField()
    url = serializers.CharField(help_text=_("Where it opens, at its passage."))
    note = serializers.CharField(help_text=_("What is known of it in a few words; may be empty."))
    place = serializers.CharField(
        help_text=_("Where in it the passage stands, such as a heading or a moment; may be empty.")
    )
    snippet = serializers.CharField(help_text=_("What the passage says, shortened; may be empty."))
    matches = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("The words of title and snippet that were looked for, as they stand there."),
    )


class SearchParameters(ListParameters):
    q = TextField(
        max_length=MOST_CHARACTERS,
        help_text=_("What is looked for, in somebody’s own words: not all of them have to occur."),
    )
    kind = KindField(required=False, help_text=_("Of this kind alone."))
    type = serializers.ChoiceField(
        ModuleKind.choices, required=False, help_text=_("Modules of this kind alone.")
    )
    facet = serializers.RegexField(
        FACET_PATTERN,
        required=False,
        error_messages={"invalid": _("Write it as facet=value, such as product=Payouts.")},
        help_text=_("Filed under this value alone: facet=value, such as product=Payouts."),
    )
    as_typed = serializers.BooleanField(required=False, help_text=_("true: no word is corrected."))


class SearchPagination(RankedPagination):
    """A page of results, with what is known of the whole search."""

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The page, and what is known of the search."""
        page = super().get_paginated_response_schema(schema)
        word = {"type": "string"}
        pair = {
            "type": "object",
            "required": ["typed", "meant"],
            "properties": {"typed": word, "meant": word},
        }
        told = {
            "total": {"type": "integer", "minimum": 0, "example": 1},
            "is_sure": {
                "type": "boolean",
                "description": gettext(
                    "Whether the first result is likely to answer. Where not: ask somebody."
                ),
                "example": True,
            },
            "corrections": {
                "type": "array",
                "items": pair,
                "description": gettext(
                    "Words that were taken for misspelt, and what was looked for instead."
                ),
                "example": [{"typed": "refnd", "meant": "refund"}],
            },
        }
        required = [*page["required"], *told]
        return {**page, "required": required, "properties": {**page["properties"], **told}}


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as it is written out."""

    kind: str
    public_id: str | None
    title: str
    url: str
    note: str
    place: str
    snippet: str
    matches: Sequence[str]


class SearchViewSet(ResourceViewSet):
    prefix, one, many = "", _("search result"), _("search results")
    about = _(
        "What answers a question or some words, the best first: modules at their passage, questions with "
        "their answers, skills, mentors, pages of lifow. A person finds what the page shows them; a "
        "machine what every employee finds. Searches are counted nowhere. At most 1,000 results."
    )
    scopes = {"read": "search:read"}
    serializer_class = ResultOutput
    list_parameters = SearchParameters
    pagination_class = SearchPagination

    def list(self, request: Request) -> Response:
        self.parameters = read_parameters(SearchParameters, request)
        self.search = _search(self.parameters)
        self.found = Findings((), 0)
        rows = self.paginate_queryset(self._ranking) or []  # type: ignore[arg-type]
        page = self.get_paginated_response(self.get_serializer(self.present(rows), many=True).data)
        page.data |= {
            "total": self.found.total,
            "is_sure": self.found.is_sure,
            "corrections": [{"typed": typed, "meant": meant} for typed, meant in self.found.corrections],
        }
        return page

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        return [_shown(one, self.request) for one in rows]

    def _ranking(self, begin: int, most: int) -> Sequence[Result]:
        user = person_calling(self.request) or AnyEmployee()
        self.found = find(self.search, user, most=most, begin=begin)
        if begin:
            _asked, first = rank(self.search, what_is_readable(user), most=1)
            self.found = replace(self.found, is_sure=first.is_sure)
        return self.found.results


def _search(told: Mapping[str, Any]) -> Search:
    """The search that some parameters ask for. Raises InvalidInput for a facet that there is not."""
    filed: dict[str, list[str]] = {"type": [told["type"]]} if "type" in told else {}
    if "facet" in told:
        name, _sign, value = told["facet"].partition("=")
        known = facet_list().value_named(name, value)
        if known is None:
            message = gettext("No facet has this name and value.")
            raise InvalidInput({"facet": [ErrorDetail(message, UNKNOWN)]}, PARAMETER)
        filed[FACET + known[0].key] = [known[1].key]
    return Search(
        told["q"],
        kinds=frozenset({told["kind"]} if "kind" in told else ()),
        filed_under=filed,
        is_as_typed=told.get("as_typed", False),
        is_typing=False,
    )


def _shown(found: Result, request: Request) -> Shown:
    marked = [one.text for one in (*found.title, *found.snippet) if one.is_marked]
    return Shown(
        kind=found.kind,
        public_id=found.public_id or None,
        title=_text(found.title),
        url=request.build_absolute_uri(found.url),
        note=found.note,
        place=found.place,
        snippet=_text(found.snippet),
        matches=list(dict.fromkeys(marked)),
    )


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(one.text for one in pieces)
