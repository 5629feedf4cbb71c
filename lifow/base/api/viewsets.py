"""What every resource of the API has in common: addresses, parameters, pages, answers that can be kept."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from lifow.base.api.errors import problem_page, request_id
from lifow.base.api.exceptions import Gone, PreconditionFailed
from lifow.base.api.fields import id_pattern
from lifow.base.api.inputs import Input
from lifow.base.api.limits import CallerThrottle
from lifow.base.api.parameters import ListParameters, read_parameters
from lifow.base.api.schema import ResourceSchema
from lifow.base.api.tombstones import DeletedParameters, TombstoneOutput
from lifow.base.models import Tombstone

Filter = Callable[[Any, Any], QuerySet[Any]]


class OnlyJson(BaseContentNegotiation):
    """The API speaks JSON, whatever a browser says that it would rather have."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        media_type = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: Any = None) -> Any:
        [only] = renderers
        return only, only.media_type


def sees_the_company(request: Request) -> bool:
    """Whether an HR admin calls, or a machine, which acts for one."""
    return bool(getattr(request.user, "is_hr_admin", False))


def told_as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """The response, or a problem in the place of Django's own empty one."""
    if response.status_code == 412 and not getattr(response, "content", b""):
        return problem_page("precondition_failed", str(PreconditionFailed().detail))
    return response


def conditional(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answers by ETag: 304 where the caller has the answer, a problem where If-Match says another one."""
    answered = conditional_page(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = answered(request, *args, **kwargs)
        if not getattr(response, "is_rendered", True):
            response.add_post_render_callback(told_as_problem)
            return response
        return told_as_problem(response)

    return answer


@method_decorator(conditional, name="dispatch")
class ResourceViewSet(GenericViewSet):
    """One resource to read: a list with filters, what was deleted of it, and one thing by its public id.

    What else can be done to a thing is an `@action`, explained in `about_acts` by its name; what it takes, if
    anything, is in `act_inputs`.

    prefix           of its public ids
    one, many        what its things are called, for the documentation; `about` explains them
    scopes           `{"read": scope}`, and `"write"` where something can be added
    list_parameters  filters of the list, one field each
    filters          how each narrows the rows: `(rows, value) → rows`
    position         the field by whose whole number the list is in order
    problems         kinds of problem besides those of every resource, by what is done
    keyed            acts that a retry repeats by its Idempotency-Key
    statuses         what is answered to acts instead of 200 or 201
    uploads          acts whose body is a form with a file
    downloads        acts that give a file, with its media type; `shown` has an example of each
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
    keyed: ClassVar[tuple[str, ...]] = ()
    statuses: ClassVar[Mapping[str, int]] = {}
    uploads: ClassVar[tuple[str, ...]] = ()
    downloads: ClassVar[Mapping[str, str]] = {}
    shown: ClassVar[Mapping[str, str]] = {}

    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head"]
    content_negotiation_class = OnlyJson
    filter_backends = ()
    throttle_classes = (CallerThrottle,)
    schema = ResourceSchema()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a form where another body is read, and another body where a form is."""
        super().initial(request, *args, **kwargs)
        is_form = (request.content_type or "").startswith("multipart/form-data")
        reads_body = request.method == "POST" and self.action in ("create", *self.act_inputs)
        if self.uploads and reads_body and is_form != (self.action in self.uploads):
            raise UnsupportedMediaType(request.content_type)

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

    @action(detail=False)
    def deleted(self, request: Request) -> Response:
        """Ids alone: whose the rows were cannot be told any more, so it is for those who see the company."""
        if not sees_the_company(request):
            raise PermissionDenied(_("Only HR admins and systems with a token read what was deleted."))
        self.parameters = read_parameters(DeletedParameters, request)
        self.position = "pk"  # type: ignore[misc]  # of tombstones, whatever the resource's is
        rows = Tombstone.objects.of(self.prefix)
        if "deleted_since" in self.parameters:
            rows = rows.filter(deleted_at__gte=self.parameters["deleted_since"])
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(TombstoneOutput(page, many=True).data)

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """What is written out for the rows of a page, in their order; a fixed number of queries."""
        return rows

    def get_object(self) -> Any:
        found = self.get_queryset().filter(public_id=self.kwargs["id"]).first() if self._is_an_id() else None
        if found is None:
            if sees_the_company(self.request) and self._was_deleted():
                raise Gone
            raise Http404
        return found

    def _was_deleted(self) -> bool:
        return self._is_an_id() and Tombstone.objects.filter(public_id=self.kwargs["id"]).exists()

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
