"""Errors as problem details (RFC 9457): what went wrong, where, and the id under which it is in the logs."""

from typing import Any

import structlog
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"


def problem_response(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The response for an exception that a view raised; None for one that is a fault of ours.

    `errors` has one entry a field: `pointer` (RFC 6901, into the request's body), `code`, `detail`.
    """
    response = exception_handler(exception, context)
    if response is None:
        return None
    problem = {
        "type": "about:blank",
        "title": title_of(response.status_code),
        "status": response.status_code,
        "detail": "Some fields need a change." if is_invalid(exception) else detail_of(response.data),
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
    }
    if is_invalid(exception):
        problem["errors"] = list(field_errors(exception.get_full_details(), pointer=""))
    response.data = problem
    response.content_type = CONTENT_TYPE
    return response


def is_invalid(exception: Exception) -> bool:
    return isinstance(exception, exceptions.ValidationError)


def title_of(status_code: int) -> str:
    names = {value: name for name, value in vars(status).items() if name.startswith("HTTP_")}
    return " ".join(names[status_code].split("_")[2:]).capitalize()


def detail_of(data: Any) -> str:
    return str(data.get("detail", "")) if isinstance(data, dict) else str(data)


def field_errors(details: Any, *, pointer: str):
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield {"pointer": pointer, "code": details["code"], "detail": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from field_errors(
                inner, pointer=pointer if name == "non_field_errors" else f"{pointer}/{name}"
            )
    else:
        is_of_one_field = all(set(inner) == {"message", "code"} for inner in details)
        for index, inner in enumerate(details):
            yield from field_errors(inner, pointer=pointer if is_of_one_field else f"{pointer}/{index}")
