"""PostgreSQL keeps its connections and answers nothing: pages and health checks give up within seconds."""

import time
from collections.abc import Callable

import pytest

from tests.company import person
from tests.resilience.proxies import NO_REDIS
from tests.resilience.sites import Answer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    began = time.monotonic()
    return ask(), time.monotonic() - began


def test_nobody_waits_for_a_server_that_is_silent(database_proxy, site):
    proxy, url = database_proxy
    abena = person("Abena Osei")
    served = site(DATABASE_URL=url, REDIS_URL=NO_REDIS, LIFOW_HTTPS="false")
    served.sign_in(abena)
    assert served.get("/").status == 200
    proxy.silence()
    for path in ("/healthz", "/", "/healthz", "/api/v1/skills", "/healthz"):
        answer, seconds = timed(lambda path=path: served.get(path))
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5"), path
        assert seconds < 3, path
    proxy.resume()
    began = time.monotonic()
    while {served.get(path).status for path in ("/", "/healthz")} != {200}:
        assert time.monotonic() - began < 2


def test_a_statement_of_the_site_ends_in_time_and_one_of_a_command_does_not(site, start, tmp_path):
    """What the server itself ends is told as busy."""
    served = site(REDIS_URL=NO_REDIS, LIFOW_HTTPS="false", LIFOW_WEB_STATEMENT_SECONDS="0.05")
    script = tmp_path / "slow.py"
    script.write_text(SLOW)
    slow = start(str(script), LIFOW_WEB_STATEMENT_SECONDS="0.05")
    assert slow.wait() == 0, slow.output()
    assert "slept" in slow.output()
    of_the_site = start(str(script), "site", LIFOW_WEB_STATEMENT_SECONDS="0.05")
    assert of_the_site.wait() == 1
    assert "canceling statement due to statement timeout" in of_the_site.output()
    assert served.get("/healthz").status == 200


SLOW = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "lifow.settings"
if "site" in sys.argv:
    import lifow.wsgi
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_sleep(0.2)")
print("slept")
"""
