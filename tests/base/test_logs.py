"""What is written to the logs: one line an answer, and nothing that leads to a person."""

import io
import json
import logging
from collections.abc import Callable, Iterator

import psycopg
import pytest
import structlog
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lifow.logs import without_secrets

SECRET_PARTS = ("token", "key", "secret", "code")


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """What was written since, as production writes it."""
    formatter = settings.LOGGING["formatters"]["lines"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    processor = structlog.processors.JSONRenderer()
    handler.setFormatter(
        formatter["()"](processor=processor, foreign_pre_chain=formatter["foreign_pre_chain"])
    )
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream.getvalue
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("GET /search/?q=refund+for+Anna", "GET /search/?…"),
        ("GET /people/per_1/?tab=2 HTTP/1.1", "GET /people/per_1/?… HTTP/1.1"),
        ("Key (email)=(abena.osei@larkfield.example) exists", "Key (email)=(…@…) exists"),
        ("<Ruth <ruth@larkfield.example>>", "<Ruth <…@…>>"),
        ("GET /unsubscribe/MTI:1x/", "GET /unsubscribe/…/"),
        ("/accounts/password/reset/key/1-set-password-of/", "/accounts/password/reset/key/…/"),
        ("is it so? yes", "is it so? yes"),
        ("postgres://lifow@/tmp/x/lifow", "postgres://lifow@/tmp/x/lifow"),
        ("up to 3 @ 5", "up to 3 @ 5"),
    ],
)
def test_a_line_has_nothing_that_leads_to_a_person(said, written):
    assert without_secrets(None, "info", {"event": said})["event"] == written


def test_values_of_a_line_are_looked_at_as_its_words_are():
    event = without_secrets(
        None, "info", {"event": "a", "error": "no mail to a@b.example", "code": 500, "x": None}
    )
    assert event == {"event": "a", "error": "no mail to …@…", "code": 500, "x": None}


@pytest.mark.django_db
def test_an_answer_is_one_line_without_what_was_searched(written):
    Client(REMOTE_ADDR="203.0.113.9").get("/healthz?email=abena.osei@larkfield.example&token=abc")
    lines = written().splitlines()
    assert len(lines) == 1
    assert "203.0.113.9" not in lines[0]
    assert '"request": "GET /healthz?\\u2026"' in lines[0]
    assert "larkfield" not in lines[0]
    assert "abc" not in lines[0]


@pytest.mark.django_db
def test_an_error_is_one_line_with_its_traceback_and_without_the_address(written, monkeypatch):
    def fail(*_args):
        raise ValueError("abena.osei@larkfield.example is there twice")

    client = Client(raise_request_exception=False)
    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", fail)
    assert client.get("/healthz").status_code == 500
    lines = written().splitlines()
    assert len(lines) == 1
    assert "Traceback" in lines[0]
    assert "is there twice" in lines[0]
    assert "larkfield" not in lines[0]


def addresses(found: list, before: str = "") -> Iterator[str]:
    for one in found:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern) and set(one.pattern.converters) & set(SECRET_PARTS):
            yield path


def test_each_address_with_a_key_in_it_is_known_to_the_log():
    found = [path for path in addresses(get_resolver().url_patterns) if not path.startswith("admin/")]
    assert found
    for path in found:
        before = path.partition("<")[0]
        said = without_secrets(None, "info", {"event": f"GET /{before}MTI:1x/"})["event"]
        assert "MTI" not in said, path


def test_an_outage_is_one_short_line_of_the_log(written):
    try:
        raise OperationalError("lost") from psycopg.OperationalError(
            "server closed the connection\nunexpectedly"
        )
    except OperationalError:
        structlog.get_logger("lifow").exception("went wrong")
        logging.getLogger("celery.beat").exception("Message Error")
    first, second = written().splitlines()
    assert "Traceback" not in first + second
    assert json.loads(first)["error"] == "django.db.utils.OperationalError: lost"
    assert len(first) < 300


def test_what_is_said_again_of_an_answer_is_printed_nowhere(capfd):
    """Python prints what a logger without any handler is told, in lines of its own."""
    assert logging.getLogger("django.request").hasHandlers()
    logging.getLogger("django.request").error("Service Unavailable: /", exc_info=ValueError("once more"))
    assert capfd.readouterr() == ("", "")
    assert not settings.CELERY_WORKER_REDIRECT_STDOUTS, "a traceback came as a line of the log a character"
