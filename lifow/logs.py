"""Logs: one line an event, as JSON in production, for eyes elsewhere; each with the request id.

An error has its traceback, but for an outage, which is nobody's fault and comes in thousands.

What leads to a person is left out, wherever it comes from: email addresses, and of an address of the site all
that stands behind its question mark or opens a page without signing in.
"""

import re
import sys
from typing import Any

import structlog

_EMAIL = re.compile(r"[^\s@<>()\[\]{}'\"/:;,=]+@[^\s@<>()\[\]{}'\"/:;,=]+")
_QUERY = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]+")
# A link of a mail that opens something for whoever has it.
_KEY = re.compile(r"(/(?:unsubscribe|password/reset/key|confirm-email|ask/link|calendar)/)[^/\s'\"]+")


def without_secrets(
    _logger: Any, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A line of the log without addresses of people, query strings and keys of links."""
    for name, value in event.items():
        if isinstance(value, str) and ("@" in value or "/" in value):
            event[name] = _KEY.sub(r"\1…", _QUERY.sub(r"\1?…", _EMAIL.sub("…@…", value)))
    return event


def in_a_line(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An outage by its reason alone: a second of it is a hundred times the same traceback."""
    told = event.get("exc_info")
    if not told:
        return event
    from lifow.base.outages import is_outage, reason_of  # the settings are read before Django is there

    if isinstance(told, tuple):
        error = told[1]
    else:
        error = told if isinstance(told, BaseException) else sys.exc_info()[1]
    if error is not None and is_outage(error):
        del event["exc_info"]
        event["error"] = " ".join(reason_of(error).split())
    return event


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    in_a_line,
    # As text, in both forms: without the values of variables, which may be secrets.
    structlog.processors.format_exc_info,
    without_secrets,
]


def logging(*, as_json: bool, level: str) -> dict[str, Any]:
    """Set structlog up; gives the settings of Python's logging that write what it makes."""
    structlog.configure(
        processors=[
            # What the level leaves out is dropped before anything is made of it.
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    lines = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processor": structlog.processors.JSONRenderer() if as_json else plain,
        "foreign_pre_chain": _SHARED,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": lines},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "lines"},
            # Python prints what has no handler at all, tracebacks in full.
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": level},
        # It says again of each answer, and of each error, what the line of the request says.
        "loggers": {"django.request": {"handlers": ["nowhere"], "propagate": False}},
    }
