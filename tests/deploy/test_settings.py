"""What settings.py makes of its environment, read in processes of their own."""

import json
import os
from collections.abc import Callable

import pytest

from lifow.notifications.checks import links_lead_to_the_site

WEBHOOK = """
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "lifow.settings"
django.setup()
from django.urls import is_valid_path
print(bool(is_valid_path("/anymail/postmark/tracking/")))
"""
pytestmark = pytest.mark.process
PRINT = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "lifow.settings"
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in os.environ["NAMES"].split()}, default=str))
"""
LOG = """
import django, logging, os
os.environ["DJANGO_SETTINGS_MODULE"] = "lifow.settings"
django.setup()
import structlog
secret = "sesame"
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("ours").exception("broke", person=7)
    logging.getLogger("theirs").exception("broke %s", "too")
"""


@pytest.fixture
def run(fork_server, tmp_path) -> Callable[..., str]:
    """`run(source, LIFOW_LOG_JSON="true")`: what a script prints under these settings and no other ones."""
    script, output = tmp_path / "script.py", tmp_path / "output.log"

    def run_script(source: str, **variables: str) -> str:
        ours = ("LIFOW_", "REDIS_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        script.write_text(source)
        with output.open("wb") as file:
            environment = {**kept, "LIFOW_VAR": str(tmp_path / "var"), **variables}
            process = fork_server.start([str(script)], environment, file)
        assert process.wait() == 0, output.read_text()
        return output.read_text()

    return run_script


@pytest.fixture
def settings_with(run) -> Callable[..., dict]:
    """`settings_with("SITE_URL", LIFOW_SITE_URL=…)`: the settings of these names."""
    return lambda *names, **variables: json.loads(run(PRINT, NAMES=" ".join(names), **variables))


def test_the_url_of_the_database_goes_before_our_options(settings_with):
    url = "postgres://lifow@db/lifow?sslmode=require"
    database = settings_with("DATABASES", DATABASE_URL=url)["DATABASES"]["default"]
    assert (database["OPTIONS"]["sslmode"], database["OPTIONS"]["connect_timeout"]) == ("require", 2)
    assert database["CONN_HEALTH_CHECKS"]


LIMITS = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "lifow.settings"
if os.environ["IS_SITE"]:
    import lifow.wsgi
from django.db import connection
print(json.dumps(connection.settings_dict["OPTIONS"]))
"""
POSTGRESQL = "postgres://lifow@db/lifow?options=-c search_path=lifow"


@pytest.mark.parametrize("seconds", ["15", "0.5", "0"])
def test_the_site_has_limits_that_jobs_have_not(run, seconds):
    variables = {"DATABASE_URL": POSTGRESQL, "LIFOW_WEB_STATEMENT_SECONDS": seconds}
    of_the_site = json.loads(run(LIMITS, IS_SITE="1", **variables))
    of_jobs = json.loads(run(LIMITS, IS_SITE="", **variables))
    assert of_jobs["options"] == "-c jit=off -c search_path=lifow"
    assert "silent_seconds" not in of_jobs
    assert of_jobs["tcp_user_timeout"] == of_the_site["tcp_user_timeout"] == 15_000
    milliseconds = round(float(seconds) * 1000)
    if milliseconds:
        assert (
            of_the_site["options"] == f"-c statement_timeout={milliseconds} -c jit=off -c search_path=lifow"
        )
        assert of_the_site["silent_seconds"] == float(seconds) + 2
    else:
        assert of_the_site == of_jobs


def test_production_waits_for_nothing_without_end(settings_with):
    found = settings_with(
        "CELERY_BROKER_URL",
        "CELERY_BROKER_TRANSPORT_OPTIONS",
        "CELERY_TASK_TIME_LIMIT",
        "CELERY_REDBEAT_LOCK_TIMEOUT",
        "CELERY_BEAT_MAX_LOOP_INTERVAL",
        "CACHES",
        REDIS_URL="unix:///run/redis.sock?db=2",
    )
    transport = found["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert found["CELERY_BROKER_URL"] == "redis+socket:///run/redis.sock?virtual_host=2"
    assert transport["socket_timeout"] > 1, "a worker's BRPOP waits for a second"
    assert found["CELERY_TASK_TIME_LIMIT"] < transport["visibility_timeout"]
    assert found["CELERY_BEAT_MAX_LOOP_INTERVAL"] < found["CELERY_REDBEAT_LOCK_TIMEOUT"]
    assert found["CACHES"]["default"]["OPTIONS"]["socket_timeout"] == 1


@pytest.mark.parametrize(
    ("variables", "https", "proxies"),
    [
        ({}, False, 0),
        ({"REDIS_URL": "redis://redis"}, True, 1),
        ({"REDIS_URL": "redis://redis", "LIFOW_HTTPS": "false"}, False, 0),
        ({"REDIS_URL": "redis://redis", "LIFOW_PROXIES": "2"}, True, 2),
    ],
)
def test_behind_tls_cookies_are_secure_and_a_proxy_is_believed(settings_with, variables, https, proxies):
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "ALLAUTH_TRUSTED_PROXY_COUNT",
    )
    assert list(settings_with(*names, **variables).values()) == [https, https, https, proxies]


def test_links_in_mails_lead_to_the_site_as_it_was_named(settings_with):
    named = settings_with("SITE_URL", LIFOW_SITE_URL="https://lifow.example.org/")
    assert named == {"SITE_URL": "https://lifow.example.org"}


def test_a_mail_provider_takes_the_place_of_smtp_and_may_say_what_came_back(settings_with):
    provider = {
        "LIFOW_MAIL_PROVIDER": "postmark",
        "LIFOW_MAIL_PROVIDER_SETTINGS": '{"POSTMARK_SERVER_TOKEN": "t", "WEBHOOK_SECRET": "name:password"}',
        "EMAIL_URL": "smtp://mail.example.org",
    }
    found = settings_with("EMAIL_BACKEND", "ANYMAIL", "INSTALLED_APPS", **provider)
    assert found["EMAIL_BACKEND"] == "anymail.backends.postmark.EmailBackend"
    assert found["ANYMAIL"]["POSTMARK_SERVER_TOKEN"] == "t"
    assert found["INSTALLED_APPS"][-1] == "anymail"


@pytest.mark.parametrize(
    ("secret", "is_open"), [('{"WEBHOOK_SECRET": "name:password"}', True), ("{}", False)]
)
def test_a_webhook_is_open_only_where_it_has_a_secret(run, secret, is_open):
    provider = {"LIFOW_MAIL_PROVIDER": "postmark", "LIFOW_MAIL_PROVIDER_SETTINGS": secret}
    assert run(WEBHOOK, **provider).strip() == str(is_open)


def test_production_is_warned_of_links_that_lead_to_its_own_machine(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    (warning,) = links_lead_to_the_site()
    assert "LIFOW_SITE_URL" in warning.hint
    settings.SITE_URL = "https://lifow.example.org"
    assert links_lead_to_the_site() == []


def test_tries_at_signing_in_are_limited_as_the_environment_says(settings_with):
    said = {"LIFOW_LOGIN_RATE_LIMITS": '{"login_failed": "3/m/ip"}'}
    assert settings_with("ACCOUNT_RATE_LIMITS", **said) == {"ACCOUNT_RATE_LIMITS": {"login_failed": "3/m/ip"}}


def test_json_logs_are_one_object_a_line_with_the_traceback(run):
    lines = run(LOG, LIFOW_LOG_JSON="true").splitlines()
    ours, theirs = map(json.loads, lines)
    assert (ours["event"], ours["person"], theirs["event"]) == ("broke", 7, "broke too")
    for line in (ours, theirs):
        assert line["exception"].endswith("ZeroDivisionError: division by zero")


def test_logs_for_eyes_show_no_values_of_variables(run):
    said = run(LOG, LIFOW_LOG_JSON="false")
    assert said.count("ZeroDivisionError: division by zero") == 2
    assert "sesame" not in said
