"""What answers look like in the OpenAPI document besides their bodies: problems, and headers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.plumbing import ResolvedComponent

from lifow.base.api import examples
from lifow.base.api.errors import CONTENT_TYPE
from lifow.base.api.exceptions import UNKNOWN
from lifow.base.api.problems import KINDS, ProblemKind

REQUEST_ID = "3f1f0a52-8f0f-4f0e-9d0e-0d4c1f6f6b1a"
NUMBER = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}
HEADERS = {
    "X-Request-ID": (TEXT, _("The name of the request in the logs.")),
    "ETag": (TEXT, _("What tells this answer from any other: for If-None-Match, and for If-Match.")),
    "RateLimit-Limit": (NUMBER, _("How many requests a caller has in a minute.")),
    "RateLimit-Remaining": (NUMBER, _("How many are left of them.")),
    "RateLimit-Reset": (NUMBER, _("In how many seconds the next minute begins.")),
    "Retry-After": (NUMBER, _("How many seconds to wait.")),
    "WWW-Authenticate": (TEXT, _("How to sign in, and the scope that is missing.")),
    "Location": ({"type": "string", "format": "uri"}, _("The address of what stands in its place.")),
}
OF_STATUS = {
    "304": ("ETag",),
    "307": ("Location",),
    "401": ("WWW-Authenticate",),
    "403": ("WWW-Authenticate",),
    "429": ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"),
    "503": ("Retry-After",),
    "507": ("Retry-After",),
}


def problem_response(kinds: Sequence[ProblemKind]) -> ResolvedComponent:
    """What kinds of problem with one status look like as a response, with an example each."""
    name = "Or".join("".join(word.capitalize() for word in kind.code.split("_")) for kind in kinds)
    return ResolvedComponent(
        name=name,
        type=ResolvedComponent.RESPONSE,
        object=name,
        schema=_described(" ".join(f"{kind.title}. {kind.advice}" for kind in kinds), kinds),
    )


def not_modified() -> ResolvedComponent:
    """The answer to If-None-Match where the caller has it already."""
    headers = {name: header_component(name).ref for name in headers_of("304", is_kept=True)}
    told = {"description": str(_("It is as you have it.")), "headers": headers}
    return ResolvedComponent("NotModified", ResolvedComponent.RESPONSE, told, "NotModified")


def any_problem() -> ResolvedComponent:
    described = _described(str(_("Any other problem.")), [KINDS["internal_error"]])
    return ResolvedComponent("AnyProblem", ResolvedComponent.RESPONSE, described, "AnyProblem")


def _described(description: str, kinds: Sequence[ProblemKind]) -> dict[str, Any]:
    examples = {kind.code: {"summary": str(kind.title), "value": example_of(kind)} for kind in kinds}
    body = {"schema": problem_component().ref, "examples": examples}
    headers = {name: header_component(name).ref for name in headers_of(str(kinds[0].status))}
    return {"description": description, "headers": headers, "content": {CONTENT_TYPE: body}}


def headers_of(status: str, *, is_kept: bool = False) -> list[str]:
    """The headers that a response has; one that `is_kept` can be asked for again by its ETag."""
    found = ["X-Request-ID", *OF_STATUS.get(status, ())]
    if status.startswith("2"):
        found += ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", *(["ETag"] if is_kept else [])]
    return found


def header_component(name: str) -> ResolvedComponent:
    schema = {"schema": HEADERS[name][0], "description": str(HEADERS[name][1])}
    return ResolvedComponent(name, "headers", schema, name)


def example_of(kind: ProblemKind) -> dict[str, Any]:
    """A problem of that kind as a caller would get it."""
    extras: dict[str, Any] = {}
    if kind.code == "missing_scope":
        extras = {"scope": "evidence:write"}
    elif kind.code == "invalid":
        said = str(_("Level 9.00 is off the scale of Refund policy. Use a level from 0 to 5."))
        extras = {"errors": [{"pointer": "#/level", "code": "invalid", "detail": said}]}
    elif kind.code == "unknown_reference":
        said = str(_("Nothing has this id, or you may not see it."))
        extras = {"errors": [{"pointer": "#/person", "code": UNKNOWN, "detail": said}]}
    elif kind.code == "held":
        counted = str(_("300 of 2000 people would leave; at most 200 may."))
        extras = {
            "limits": [{"kind": "leavers", "count": 300, "of": 2000, "allowed": 200, "detail": counted}]
        }
    elif kind.code == "merged":
        extras = {"merged_into": examples.PERSON}
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
        "merged_into": {
            "type": "string",
            "description": str(_("The id of the record that stands for both.")),
        },
        "scope": {"type": "string", "description": str(_("The scope that is missing."))},
        "errors": {"type": "array", "items": _field_error()},
        "limits": {"type": "array", "items": _passed_limit()},
    }
    required = ["type", "code", "title", "status", "detail", "request_id"]
    schema = {
        "type": "object",
        "description": str(_("A problem detail (RFC 9457).")),
        "required": required,
        "properties": properties,
    }
    return ResolvedComponent("Problem", ResolvedComponent.SCHEMA, schema, "Problem")


def _field_error() -> dict[str, Any]:
    text = {"type": "string"}
    return {
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


def _passed_limit() -> dict[str, Any]:
    text, number = {"type": "string"}, {"type": "integer"}
    return {
        "type": "object",
        "description": str(_("A limit that is passed: of which kind, how many, of how many, how many may.")),
        "required": ["kind", "count", "of", "allowed", "detail"],
        "properties": {"kind": text, "count": number, "of": number, "allowed": number, "detail": text},
    }
