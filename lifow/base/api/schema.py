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
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from lifow.base.api.batches import BatchOutput, described_batch
from lifow.base.api.fields import id_pattern
from lifow.base.api.headers import (
    EXTERNAL_ID,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NEW,
    IF_NONE_MATCH,
    LOCATION_OF_NEW,
    replayed,
)
from lifow.base.api.inputs import Input
from lifow.base.api.pagination import CURSOR_EXAMPLE
from lifow.base.api.problems import KINDS
from lifow.base.api.responses import (
    any_problem,
    header_component,
    headers_of,
    not_modified,
    problem_component,
    problem_response,
)
from lifow.base.api.tombstones import DeletedParameters, TombstoneOutput

OF_EVERY_OPERATION = (
    "not_authenticated",
    "invalid_token",
    "missing_scope",
    "forbidden",
    "uri_too_long",
    "too_many_requests",
    "headers_too_large",
    "unavailable",
    "busy",
)
OF_EVERY_BODY = ("malformed", "body_too_large", "unsupported_media_type", "storage_full")
OF_ACTION = {
    "list": ("invalid", "unknown_reference", "precondition_failed"),
    "deleted": ("invalid", "precondition_failed"),
    "retrieve": ("not_found", "gone", "precondition_failed"),
    "create": (*OF_EVERY_BODY, "invalid", "unknown_reference", "idempotency_key_reused"),
    "withdraw": ("not_found", "gone"),
    "restore": ("not_found", "gone"),
    "submit": ("not_found", "gone", "invalid"),
    "answer": ("not_found", "gone", "invalid"),
    "end": ("not_found", "gone"),
    "change": (*OF_EVERY_BODY, "not_found", "gone", "invalid", "unknown_reference", "conflict"),
    "waive": (*OF_EVERY_BODY, "not_found", "gone", "invalid", "conflict"),
    "by_external_id": ("not_found", "precondition_failed"),
    "put_by_external_id": (*OF_EVERY_BODY, "precondition_failed", "invalid", "unknown_reference"),
    "batch": (*OF_EVERY_BODY, "invalid", "idempotency_key_reused"),
    "apply": (*OF_EVERY_BODY, "not_found", "gone", "invalid"),
    "cancel": ("not_found", "gone"),
    "roll_back": ("not_found", "gone"),
    "whole_plan": ("not_found", "gone", "precondition_failed"),
    "rejects": ("not_found", "gone", "precondition_failed"),
    "picture": ("not_found", "gone", "precondition_failed"),
    "set_picture": (*OF_EVERY_BODY, "not_found", "gone", "invalid", "conflict"),
}
VERBS = {
    "list": "list",
    "deleted": "deleted",
    "retrieve": "get",
    "create": "add",
    "withdraw": "withdraw",
    "restore": "restore",
    "submit": "submit",
    "answer": "answer",
    "end": "end",
    "change": "change",
    "waive": "waive",
    "by_external_id": "get_by_external_id",
    "put_by_external_id": "put_by_external_id",
    "batch": "write_many",
    "apply": "apply",
    "cancel": "cancel",
    "roll_back": "roll_back",
    "whole_plan": "plan",
    "rejects": "rejects",
    "picture": "picture",
    "set_picture": "set_picture",
}
DESCRIPTIONS = {
    "list": _("One page."),
    "deleted": _("One page."),
    "retrieve": _("The resource."),
    "create": _("What was added."),
    "withdraw": _("The resource as it is then."),
    "restore": _("The resource as it is then."),
    "submit": _("The resource as it is then."),
    "answer": _("The resource as it is then."),
    "end": _("The resource as it is then."),
    "change": _("The resource as it is then."),
    "waive": _("The resource as it is then."),
    "by_external_id": _("The resource."),
    "put_by_external_id": _("The resource as it is then: 201 where it is new."),
    "batch": _("What came of each row, in their order."),
    "apply": _("It is to be applied: read it until its state is applied."),
    "cancel": _("The resource as it is then."),
    "roll_back": _("The new import, which is to be planned."),
    "whole_plan": _("The plan."),
    "rejects": _("The bad lines."),
    "picture": _("The file."),
    "set_picture": _("The resource as it is then."),
}
SUMMARIES = {
    "list": _("List {many}"),
    "deleted": _("List deleted {many}"),
    "retrieve": _("Get one {one}"),
    "create": _("Add {many}"),
    "withdraw": _("Withdraw one {one}"),
    "restore": _("Restore one {one}"),
    "submit": _("Send one {one} for review"),
    "answer": _("Answer a question of one {one}"),
    "end": _("End one {one}"),
    "change": _("Change one {one}"),
    "waive": _("Waive one {one}"),
    "by_external_id": _("Get one {one} by its id in another system"),
    "put_by_external_id": _("Write one {one} by its id in another system"),
    "batch": _("Write many {many}"),
    "apply": _("Apply one {one}"),
    "cancel": _("Cancel one {one}"),
    "roll_back": _("Roll one {one} back"),
    "whole_plan": _("Get the whole plan of one {one}"),
    "rejects": _("Get the bad lines of one {one}"),
    "picture": _("Get the picture of one {one}"),
    "set_picture": _("Give one {one} a picture"),
}
READING = ("list", "deleted", "retrieve", "by_external_id", "whole_plan", "rejects", "picture")
FILE = "multipart/form-data"
ABOUT_BATCH = _(
    "Write up to 1,000 rows of one system, each with the fields that it would have by itself and its "
    "external_id. Each row is answered: a bad one stops no other. Rows may name each other in any order. "
    "Send an Idempotency-Key, so that a retry repeats the answer."
)
ABOUT_DELETED = _(
    "What was deleted, by id and moment, in the order in which it was: so that a copy elsewhere forgets it "
    "too. For HR admins and clients."
)


class ResourceSchema(AutoSchema):
    """Reads what a `ResourceViewSet` says of itself."""

    view: Any

    def get_operation_id(self) -> str:
        return f"{self.view.basename.replace('-', '_')}_{VERBS[self.view.action]}"

    def get_summary(self) -> str:
        return str(format_lazy(SUMMARIES[self.view.action], one=self.view.one, many=self.view.many))

    def get_description(self) -> str:  # type: ignore[override]
        if self.view.action == "deleted":
            return str(ABOUT_DELETED)
        if self.view.action in self.view.about_acts:
            return str(self.view.about_acts[self.view.action])
        if self.view.action in READING:
            return str(self.view.about)
        if self.view.action in ("put_by_external_id", "batch"):
            return str(ABOUT_BATCH if self.view.action == "batch" else self.view.about_writing)
        return str(self.view.about_adding)

    def get_tags(self) -> list[str]:
        return [str(self.view.many)]

    def get_request_serializer(self) -> Any:
        if self.view.action == "batch":
            return described_batch(self.view.row_input, self.view.batch_input)
        usual = {
            "create": getattr(self.view, "input_class", None),
            "put_by_external_id": getattr(self.view, "row_input", None),
        }
        return {**usual, **self.view.act_inputs}.get(self.view.action)

    def map_parsers(self) -> list[Any]:
        kind = FILE if self.view.action in self.view.uploads else "application/json"
        return [kind]

    def get_override_parameters(self) -> list[Any]:
        ways = {
            "list": self._of_list,
            "deleted": self._of_deleted,
            "create": self._of_adding,
            "by_external_id": self._of_external_id,
            "put_by_external_id": self._of_external_id,
            "batch": self._of_batch,
        }
        return ways.get(self.view.action, self._of_one)()

    def _of_list(self) -> list[Any]:
        return [self.view.list_parameters, IF_NONE_MATCH]

    def _of_deleted(self) -> list[Any]:
        return [DeletedParameters, IF_NONE_MATCH]

    def get_response_serializers(self) -> Any:
        if self.view.action == "deleted":
            return TombstoneOutput(many=True)
        if self.view.action == "batch":
            return BatchOutput
        if self.view.action == "put_by_external_id":
            return dict.fromkeys((200, 201), self.view.get_serializer_class())
        if self.view.action in self.view.downloads:
            kind = self.view.downloads[self.view.action]
            is_text = kind.startswith("text/")
            return {(200, kind): OpenApiTypes.STR if is_text else OpenApiTypes.BINARY}
        if self.view.action in self.view.statuses:
            return {self.view.statuses[self.view.action]: self.view.get_serializer_class()}
        return super().get_response_serializers()

    def _of_one(self) -> list[Any]:
        return [
            OpenApiParameter(
                "id",
                {"type": "string", "pattern": id_pattern(self.view.prefix), "example": self._example_id()},
                OpenApiParameter.PATH,
                description=format_lazy(_("The id of the {one}."), one=self.view.one),
            ),
            *([IF_NONE_MATCH] if self.view.action in READING else []),
            *([IDEMPOTENCY_KEY, replayed(200)] if self.view.action in self.view.keyed else []),
        ]

    def _example_id(self) -> str:
        [example] = self.view.serializer_class._spectacular_annotation["examples"]
        return str(example.value["id"])

    def _of_external_id(self) -> list[Any]:
        is_reading = self.view.action in READING
        return [*EXTERNAL_ID, *([IF_NONE_MATCH] if is_reading else [IF_MATCH, IF_NEW])]

    def _of_batch(self) -> list[Any]:
        return [IDEMPOTENCY_KEY, replayed(200)]

    def _of_adding(self) -> list[Any]:
        by_key = [] if self.view.action in self.view.uploads else [IDEMPOTENCY_KEY, replayed(201)]
        return [*by_key, LOCATION_OF_NEW]

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:
        name = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.replace("InputRequest", "ToAdd").removesuffix("Output")

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)
        return {**schema, "additionalProperties": False} if isinstance(serializer, Input) else schema

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for status, body in bodies.items():
            body["headers"] = {**self._headers(status), **body.get("headers", {})}
            body["description"] = str(DESCRIPTIONS[self.view.action])
            self._show(body["content"])
        of_view = getattr(self.view, "problems", {}).get(self.view.action, ())
        by_key = ("invalid", "idempotency_key_reused") if self.view.action in self.view.keyed else ()
        codes = dict.fromkeys((*OF_ACTION[self.view.action], *of_view, *by_key, *OF_EVERY_OPERATION))
        kinds = [KINDS[code] for code in codes]
        for number in sorted({kind.status for kind in kinds}):
            self._headers(str(number))
            alike = [kind for kind in kinds if kind.status == number]
            bodies[str(number)] = self._registered(problem_response(alike)).ref
        if self.view.action in READING:
            bodies["304"] = self._registered(not_modified()).ref
        self._registered(problem_component())
        bodies["default"] = self._registered(any_problem()).ref
        return bodies

    def _show(self, content: dict[str, Any]) -> None:
        """Have the examples of a body be of this address."""
        for kind, told in content.items():
            if kind != "application/json":
                told["examples"] = {"example": {"value": self.view.shown[self.view.action]}}
            for example in told["examples"].values():
                if "next" in example["value"]:
                    example["value"]["next"] = f"https://lifow.example{self.path}?cursor={CURSOR_EXAMPLE}"

    def _headers(self, status: str) -> dict[str, Any]:
        """The headers of a response, each told once for all."""
        found = headers_of(status, is_kept=self.view.action in READING)
        return {name: self._registered(header_component(name)).ref for name in found}

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
        described["tags"] = _tags(described["paths"])
        return described


def _tags(paths: dict[str, Any]) -> list[dict[str, str]]:
    """The resources in the order of their addresses, each with what is said of one thing of it."""
    found: dict[str, str] = {}
    for path, operations in paths.items():
        for told in operations.values():
            about = told["description"] if path.endswith("/{id}") else ""
            found[told["tags"][0]] = found.get(told["tags"][0]) or about
    return [{"name": name, "description": about} for name, about in found.items()]
