"""Errors as problem details (RFC 9457): what went wrong, where, and the id under which it is in the logs."""

import sys
from collections.abc import Iterator
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from lifow.base.api.exceptions import BODY, UNKNOWN, Held, Merged, MissingScope
from lifow.base.api.outages import outage_of, retry_after
from lifow.base.api.problems import KINDS, ProblemKind, kind_of_status

CONTENT_TYPE = "application/problem+json"
OF_DRF = {
    exceptions.ParseError: "malformed",
    exceptions.NotAuthenticated: "not_authenticated",
    exceptions.AuthenticationFailed: "invalid_token",
    exceptions.ValidationError: "invalid",
    MissingScope: "missing_scope",
    exceptions.PermissionDenied: "forbidden",
}


def problem_response(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The response for an exception that a view raised; None for one that is a fault of ours.

    An outage says when to try again.

    `errors` has one entry a field: where (`pointer` into the body, a fragment by RFC 6901; `parameter`;
    or `header`), `code` for programs, `detail` for people.
    """
    outage = outage_of(exception)
    if outage is not None:
        body = problem(outage, str(outage.advice))
        return Response(body, outage.status, headers=retry_after(outage), content_type=CONTENT_TYPE)
    response = exception_handler(exception, context)
    if response is None:
        return None
    kind = kind_of(exception, response.status_code)
    response.status_code = kind.status
    response.data = problem(kind, detail_of(exception, response.data), **extras_of(exception))
    response.content_type = CONTENT_TYPE
    if isinstance(exception, Merged):
        response["Location"] = exception.address
    if isinstance(exception, MissingScope):
        response["WWW-Authenticate"] = (
            f'Bearer realm="lifow", error="insufficient_scope", scope="{exception.scope}"'
        )
    if isinstance(exception, exceptions.AuthenticationFailed):
        response["WWW-Authenticate"] = 'Bearer realm="lifow", error="invalid_token"'
    return response


def problem(kind: ProblemKind, detail: str, **extras: Any) -> dict[str, Any]:
    """A problem detail; the request's id is the one that the logs carry."""
    return {
        "type": kind.uri,
        "code": kind.code,
        "title": str(kind.title),
        "status": kind.status,
        "detail": detail,
        "request_id": request_id(),
        **extras,
    }


def request_id() -> str:
    """The id of the request that is answered, as in the logs; empty outside of one."""
    return structlog.contextvars.get_contextvars().get("request_id", "")


def kind_of(exception: Exception, status: int) -> ProblemKind:
    code = getattr(exception, "kind", None)
    code = code or next((code for cls, code in OF_DRF.items() if isinstance(exception, cls)), None)
    if isinstance(exception, exceptions.ValidationError) and is_of_references_alone(exception):
        code = "unknown_reference"
    return KINDS[code] if code else kind_of_status(status)


def is_of_references_alone(exception: exceptions.ValidationError) -> bool:
    """Whether all that is wrong is that what is named does not exist, or may not be seen."""
    codes = {error["code"] for error in field_errors(exception.get_full_details(), place=BODY)}
    return codes == {UNKNOWN}


def detail_of(exception: Exception, data: Any) -> str:
    if isinstance(exception, exceptions.ValidationError):
        return _("Nothing was changed. Correct what errors names and send it again.")
    if isinstance(exception, Http404):
        return _("Nothing has this id, or you may not see it.")
    return str(data.get("detail", "")) if isinstance(data, dict) else str(data)


def extras_of(exception: Exception) -> dict[str, Any]:
    if isinstance(exception, exceptions.ValidationError):
        place = getattr(exception, "place", BODY)
        return {"errors": list(field_errors(exception.get_full_details(), place=place))}
    if isinstance(exception, Merged):
        return {"merged_into": exception.into}
    if isinstance(exception, Held):
        return {"limits": exception.limits}
    return {"scope": exception.scope} if isinstance(exception, MissingScope) else {}


def field_errors(details: Any, *, place: str, path: str = "") -> Iterator[dict[str, str]]:
    """One entry a field of DRF's nested details."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        where = f"#{path}" if place == BODY else path.removeprefix("/")
        yield {place: where, "code": details["code"], "detail": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from field_errors(inner, place=place, path=step(path, name))
    else:
        of_one_field = all(set(inner) == {"message", "code"} for inner in details)
        for index, inner in enumerate(details):
            yield from field_errors(inner, place=place, path=path if of_one_field else step(path, index))


def step(path: str, name: str | int) -> str:
    """One token deeper, escaped as RFC 6901 says; what is wrong with the whole has no token of its own."""
    if name == "non_field_errors":
        return path
    return f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}"


def is_of_the_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def problem_page(code: str, detail: str) -> HttpResponse:
    """A problem outside of any API view."""
    kind, headers = KINDS[code], {"X-Request-ID": request_id()}
    return JsonResponse(problem(kind, detail), status=kind.status, content_type=CONTENT_TYPE, headers=headers)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django shows for a request that it refuses: a problem below /api/, a page elsewhere."""
    if is_of_the_api(request):
        code = "body_too_large" if isinstance(exception, RequestDataTooBig) else "malformed"
        return problem_page(code, str(KINDS[code].title))
    return defaults.bad_request(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django shows for an unknown address: a problem below /api/, a page elsewhere."""
    if is_of_the_api(request):
        return problem_page("not_found", _("Nothing is at %(path)s.") % {"path": request.path})
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """What Django shows when a view or a middleware breaks: a problem below /api/, a page elsewhere.

    An outage is no fault of ours. Django calls this while it handles the error.
    """
    outage = outage_of(sys.exc_info()[1])
    if outage is not None:
        return outage_answer(request, outage)
    if is_of_the_api(request):
        return problem_page("internal_error", _("The log has more under the request id."))
    return defaults.server_error(request)


def outage_answer(request: HttpRequest, outage: ProblemKind) -> HttpResponse:
    """What is said meanwhile, with when to try again: a problem below /api/, a page elsewhere."""
    if is_of_the_api(request):
        response = problem_page(outage.code, str(outage.advice))
    else:
        # Without the request: nothing on the page may ask who is signed in.
        page = render_to_string("outage.html", {"code": outage.code})
        response = HttpResponse(page, status=outage.status)
    for name, value in retry_after(outage).items():
        response[name] = value
    return response
