"""What every resource of the API has in common: addresses, parameters, pages, answers that can be kept."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.views.decorators.http import conditional_page
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from lifow.base.api.errors import request_id
from lifow.base.api.fields import id_pattern
from lifow.base.api.inputs import Input
from lifow.base.api.limits import CallerThrottle
from lifow.base.api.parameters import ListParameters, read_parameters
from lifow.base.api.schema import ResourceSchema

Filter = Callable[[Any, Any], QuerySet[Any]]


class OnlyJson(BaseContentNegotiation):
    """The API speaks JSON, whatever a browser says that it would rather have."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        media_type = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: Any = None) -> Any:
        [only] = renderers
        return only, only.media_type


@method_decorator(conditional_page, name="dispatch")
class ResourceViewSet(GenericViewSet):
    """One resource to read: a list with filters, and one thing by its public id.

    What else can be done to a thing is an `@action`, explained in `about_acts` by its name; what it takes, if
    anything, is in `act_inputs`.

    prefix           of its public ids
    one, many        what its things are called, for the documentation; `about` explains them
    scopes           `{"read": scope}`, and `"write"` where something can be added
    list_parameters  filters of the list, one field each
    filters          how each narrows the rows: `(rows, value) → rows`
    position         the field by whose whole number the list is in order
    problems         kinds of problem besides those of every resource, by what is done
    """

    prefix: ClassVar[str]
    one: ClassVar[str | Promise]
    many: ClassVar[str | Promise]
    about: ClassVar[str | Promise]
    about_acts: ClassVar[Mapping[str, str | Promise]] = {}
    act_inputs: ClassVar[Mapping[str, type[Input]]] = {}
    scopes: ClassVar[Mapping[str, str]]
    list_parameters: ClassVar[type[ListParameters]] = ListParameters
    filters: ClassVar[Mapping[str, Filter]] = {}
    position: ClassVar[str] = "pk"
    problems: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head"]
    content_negotiation_class = OnlyJson
    filter_backends = ()
    throttle_classes = (CallerThrottle,)
    schema = ResourceSchema()

    def list(self, request: Request) -> Response:
        self.parameters = read_parameters(self.list_parameters, request)
        rows = self.get_queryset()
        for name, narrow in self.filters.items():
            if name in self.parameters:
                rows = narrow(rows, self.parameters[name])
        page = self.present(self.paginate_queryset(rows) or [])
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, id: str) -> Response:
        return Response(self.get_serializer(self.present([self.get_object()])[0]).data)

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """What is written out for the rows of a page, in their order; a fixed number of queries."""
        return rows

    def get_object(self) -> Any:
        found = self.get_queryset().filter(public_id=self.kwargs["id"]).first() if self._is_an_id() else None
        if found is None:
            raise Http404
        return found

    def _is_an_id(self) -> bool:
        """Whether the address can name a thing: what cannot is not asked of the database."""
        return re.match(id_pattern(self.prefix), self.kwargs["id"]) is not None

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Personal data stay out of shared caches; each answer says its request's id and what is left."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization"])
        allowance = getattr(request, "api_allowance", None)
        told = {**(allowance.headers() if allowance else {}), "X-Request-ID": request_id()}
        for name, value in told.items():
            response[name] = value
        return response
