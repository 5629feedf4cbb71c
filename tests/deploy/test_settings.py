"""What settings.py makes of its environment, read in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

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
ROOT = Path(__file__).resolve().parent.parent.parent
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


def run(source: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIFOW_", "REDIS_"))}
    return subprocess.run(
        [sys.executable, "-c", source],
        cwd=ROOT,
        env={**kept, "LIFOW_VAR": str(folder), **variables},
        capture_output=True,
        text=True,
        check=True,
    )


def settings_with(folder: Path, *names: str, **variables: str) -> dict:
    """The settings of these names under an environment."""
    return json.loads(run(PRINT, folder, NAMES=" ".join(names), **variables).stdout)


def test_the_url_of_the_database_goes_before_our_options(tmp_path):
    url = "postgres://lifow@db/lifow?sslmode=require"
    database = settings_with(tmp_path, "DATABASES", DATABASE_URL=url)["DATABASES"]["default"]
    assert database["OPTIONS"] == {"sslmode": "require", "connect_timeout": 3}
    assert database["CONN_HEALTH_CHECKS"]


def test_production_waits_for_nothing_without_end(tmp_path):
    found = settings_with(
        tmp_path,
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
def test_behind_tls_cookies_are_secure_and_a_proxy_is_believed(tmp_path, variables, https, proxies):
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "ALLAUTH_TRUSTED_PROXY_COUNT",
    )
    assert list(settings_with(tmp_path, *names, **variables).values()) == [https, https, https, proxies]


def test_links_in_mails_lead_to_the_site_as_it_was_named(tmp_path):
    named = settings_with(tmp_path, "SITE_URL", LIFOW_SITE_URL="https://lifow.example.org/")
    assert named == {"SITE_URL": "https://lifow.example.org"}


def test_a_mail_provider_takes_the_place_of_smtp_and_may_say_what_came_back(tmp_path):
    provider = {
        "LIFOW_MAIL_PROVIDER": "postmark",
        "LIFOW_MAIL_PROVIDER_SETTINGS": '{"POSTMARK_SERVER_TOKEN": "t", "WEBHOOK_SECRET": "name:password"}',
        "EMAIL_URL": "smtp://mail.example.org",
    }
    found = settings_with(tmp_path, "EMAIL_BACKEND", "ANYMAIL", "INSTALLED_APPS", **provider)
    assert found["EMAIL_BACKEND"] == "anymail.backends.postmark.EmailBackend"
    assert found["ANYMAIL"]["POSTMARK_SERVER_TOKEN"] == "t"
    assert found["INSTALLED_APPS"][-1] == "anymail"


@pytest.mark.parametrize(
    ("secret", "is_open"), [('{"WEBHOOK_SECRET": "name:password"}', True), ("{}", False)]
)
def test_a_webhook_is_open_only_where_it_has_a_secret(tmp_path, secret, is_open):
    provider = {"LIFOW_MAIL_PROVIDER": "postmark", "LIFOW_MAIL_PROVIDER_SETTINGS": secret}
    assert run(WEBHOOK, tmp_path, **provider).stdout.strip() == str(is_open)


def test_production_is_warned_of_links_that_lead_to_its_own_machine(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    (warning,) = links_lead_to_the_site()
    assert "LIFOW_SITE_URL" in warning.hint
    settings.SITE_URL = "https://lifow.example.org"
    assert links_lead_to_the_site() == []


def test_tries_at_signing_in_are_limited_as_the_environment_says(tmp_path):
    said = {"LIFOW_LOGIN_RATE_LIMITS": '{"login_failed": "3/m/ip"}'}
    assert settings_with(tmp_path, "ACCOUNT_RATE_LIMITS", **said) == {
        "ACCOUNT_RATE_LIMITS": {"login_failed": "3/m/ip"}
    }


def test_json_logs_are_one_object_a_line_with_the_traceback(tmp_path):
    lines = run(LOG, tmp_path, LIFOW_LOG_JSON="true").stderr.splitlines()
    ours, theirs = map(json.loads, lines)
    assert (ours["event"], ours["person"], theirs["event"]) == ("broke", 7, "broke too")
    for line in (ours, theirs):
        assert line["exception"].endswith("ZeroDivisionError: division by zero")


def test_logs_for_eyes_show_no_values_of_variables(tmp_path):
    said = run(LOG, tmp_path, LIFOW_LOG_JSON="false").stderr
    assert said.count("ZeroDivisionError: division by zero") == 2
    assert "sesame" not in said
