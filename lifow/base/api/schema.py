"""How the resources describe themselves in OpenAPI 3.1: parameters, scopes, problems."""

from typing import Any

from allauth.idp.oidc.adapter import get_adapter
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import EndpointEnumerator, SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import OpenApiParameter

from lifow.base.api.errors import CONTENT_TYPE
from lifow.base.api.fields import id_pattern
from lifow.base.api.inputs import Input
from lifow.base.api.pagination import CURSOR_EXAMPLE
from lifow.base.api.problems import KINDS, ProblemKind

REQUEST_ID = "3f1f0a52-8f0f-4f0e-9d0e-0d4c1f6f6b1a"
OF_EVERY_OPERATION = ("not_authenticated", "missing_scope", "too_many_requests")
OF_ACTION = {
    "list": ("invalid", "not_found"),
    "retrieve": ("not_found",),
    "create": ("invalid", "unsupported_media_type", "idempotency_key_reused"),
    "withdraw": ("not_found",),
    "restore": ("not_found",),
}
VERBS = {"list": "list", "retrieve": "get", "create": "add", "withdraw": "withdraw", "restore": "restore"}
DESCRIPTIONS = {
    "list": _("One page."),
    "retrieve": _("The resource."),
    "create": _("What was added."),
    "withdraw": _("The resource as it is then."),
    "restore": _("The resource as it is then."),
}
SUMMARIES = {
    "list": _("List {many}"),
    "retrieve": _("Get one {one}"),
    "create": _("Add {many}"),
    "withdraw": _("Withdraw one {one}"),
    "restore": _("Restore one {one}"),
}
READING = ("list", "retrieve")


class ResourceSchema(AutoSchema):
    """Reads what a `ResourceViewSet` says of itself."""

    view: Any

    def get_operation_id(self) -> str:
        return f"{self.view.basename.replace('-', '_')}_{VERBS[self.view.action]}"

    def get_summary(self) -> str:
        return str(format_lazy(SUMMARIES[self.view.action], one=self.view.one, many=self.view.many))

    def get_description(self) -> str:  # type: ignore[override]
        if self.view.action in READING:
            return str(self.view.about)
        return str(
            self.view.about_adding if self.view.action == "create" else self.view.about_acts[self.view.action]
        )

    def get_tags(self) -> list[str]:
        return [str(self.view.many)]

    def get_request_serializer(self) -> Any:
        acts = {"create": getattr(self.view, "input_class", None), **self.view.act_inputs}
        return acts.get(self.view.action)

    def get_override_parameters(self) -> list[Any]:
        return {"list": self._of_list, "create": self._of_adding}.get(self.view.action, self._of_one)()

    def _of_list(self) -> list[Any]:
        return [self.view.list_parameters]

    def _of_one(self) -> list[Any]:
        return [
            OpenApiParameter(
                "id",
                {"type": "string", "pattern": id_pattern(self.view.prefix)},
                OpenApiParameter.PATH,
                description=format_lazy(_("The id of the {one}."), one=self.view.one),
            )
        ]

    def _of_adding(self) -> list[Any]:
        return [
            OpenApiParameter(
                "Idempotency-Key",
                {"type": "string", "minLength": 1, "maxLength": 255, "example": "hr-review-2026-03-E1042"},
                OpenApiParameter.HEADER,
                description=_(
                    "A key of your own for this request, kept for a day. Sent again with the same body, "
                    "it gives the same response and writes nothing."
                ),
            ),
            OpenApiParameter(
                "Idempotent-Replayed",
                {"type": "string", "const": "true"},
                OpenApiParameter.HEADER,
                response=[201],
                description=_(
                    "Present when the response repeats that of an earlier request with the same key."
                ),
            ),
            OpenApiParameter(
                "Location",
                {"type": "string", "format": "uri"},
                OpenApiParameter.HEADER,
                response=[201],
                description=_("The address of the new resource."),
            ),
        ]

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:
        name = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.replace("InputRequest", "ToAdd").removesuffix("Output")

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)
        return {**schema, "additionalProperties": False} if isinstance(serializer, Input) else schema

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for body in bodies.values():
            body["description"] = str(DESCRIPTIONS[self.view.action])
            for example in body["content"]["application/json"]["examples"].values():
                if "next" in example["value"]:
                    example["value"]["next"] = f"https://lifow.example{self.path}?cursor={CURSOR_EXAMPLE}"
        of_view = getattr(self.view, "problems", {}).get(self.view.action, ())
        for code in (*OF_ACTION[self.view.action], *of_view, *OF_EVERY_OPERATION):
            bodies[str(KINDS[code].status)] = self._registered(problem_response(KINDS[code])).ref
        self._registered(problem_component())
        bodies["default"] = self._registered(any_problem()).ref
        return bodies

    def _registered(self, component: ResolvedComponent) -> ResolvedComponent:
        self.registry.register_on_missing(component)
        return component


class ClientCredentialsScheme(OpenApiAuthenticationExtension):
    """How machines sign in, with the scope that each operation needs."""

    target_class = "lifow.base.api.authentication.ClientTokenAuthentication"
    name = "clientCredentials"

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        reading = auto_schema.view.action in READING
        return {self.name: [auto_schema.view.scopes["read" if reading else "write"]]}

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {name: str(words) for name, words in get_adapter().scope_display.items() if ":" in name}
        flow = {"tokenUrl": reverse("idp:oidc:token"), "scopes": scopes}
        return {
            "type": "oauth2",
            "description": str(_("For systems: a token for the credentials of a client.")),
            "flows": {"clientCredentials": flow},
        }


class _Addresses(EndpointEnumerator):
    def get_api_endpoints(self, patterns: Any = None, prefix: str = "") -> list[Any]:
        """In the order in which they are registered: people come first."""
        with patched_settings({"SORT_OPERATIONS": False}):
            endpoints = super().get_api_endpoints(patterns, prefix)
        # DRF gives the methods of an address in the order of a set, another one in each process.
        places: dict[str, int] = {}
        for address, *_rest in endpoints:
            places.setdefault(address, len(places))
        return sorted(endpoints, key=lambda one: (places[one[0]], one[2] != "GET", one[2]))

    def get_path_from_regex(self, path_regex: str) -> str:
        """Without the slash at the end, which an address may have or not."""
        return super().get_path_from_regex(path_regex).rstrip("/")


class ApiGenerator(SchemaGenerator):
    """The whole description: what the resources say, where the site is, what the tags mean."""

    endpoint_inspector_cls = _Addresses

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        described = super().get_schema(request=request, public=public)
        described["servers"] = [{"url": "/", "description": str(_("This site"))}]
        return described


def problem_response(kind: ProblemKind) -> ResolvedComponent:
    """What a kind of problem looks like as a response, with an example."""
    name = "".join(word.capitalize() for word in kind.code.split("_"))
    return ResolvedComponent(
        name=name,
        type=ResolvedComponent.RESPONSE,
        object=name,
        schema=_described(f"{kind.title}. {kind.advice}", example_of(kind)),
    )


def any_problem() -> ResolvedComponent:
    described = _described(str(_("Any other problem.")), example_of(KINDS["internal_error"]))
    return ResolvedComponent("AnyProblem", ResolvedComponent.RESPONSE, described, "AnyProblem")


def _described(description: str, example: dict[str, Any]) -> dict[str, Any]:
    body = {"schema": problem_component().ref, "example": example}
    return {"description": description, "content": {CONTENT_TYPE: body}}


def example_of(kind: ProblemKind) -> dict[str, Any]:
    """A problem of that kind as a caller would get it."""
    extras: dict[str, Any] = {}
    if kind.code == "missing_scope":
        extras = {"scope": "evidence:write"}
    elif kind.code == "invalid":
        said = str(_("Level 9.00 is off the scale of Refund policy. Use a level from 0 to 5."))
        extras = {"errors": [{"pointer": "#/level", "code": "invalid", "detail": said}]}
    return {
        "type": kind.uri,
        "code": kind.code,
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(kind.advice),
        "request_id": REQUEST_ID,
        **extras,
    }


def problem_component() -> ResolvedComponent:
    """The schema of every problem."""
    text = {"type": "string"}
    place = {
        "type": "object",
        "description": str(_("One field: its place, a code for programs, and words for people.")),
        "required": ["code", "detail"],
        "properties": {
            "pointer": {**text, "description": str(_("A JSON pointer into the body (RFC 6901)."))},
            "parameter": {**text, "description": str(_("The parameter of the query."))},
            "header": text,
            "code": text,
            "detail": text,
        },
    }
    properties = {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": str(_("Where this kind is explained.")),
        },
        "code": {"type": "string", "description": str(_("The kind of problem; it does not change."))},
        "title": text,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": str(_("What happened this time."))},
        "request_id": {
            "type": "string",
            "description": str(_("The name of the request in the logs.")),
        },
        "scope": {"type": "string", "description": str(_("The scope that is missing."))},
        "errors": {"type": "array", "items": place},
    }
    required = ["type", "code", "title", "status", "detail", "request_id"]
    schema = {
        "type": "object",
        "description": str(_("A problem detail (RFC 9457).")),
        "required": required,
        "properties": properties,
    }
    return ResolvedComponent("Problem", ResolvedComponent.SCHEMA, schema, "Problem")
