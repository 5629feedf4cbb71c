"""How often one caller may ask."""

import pytest
from django.test import Client

from lifow.base.api import limits
from tests import company
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/org-units"


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests a minute, and a quarter of this one is over."""
    monkeypatch.setattr(limits, "REQUESTS", 2)
    at(monkeypatch, 600_015)


def at(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr(limits.time, "time", lambda: float(seconds))


def left(client: Client) -> str:
    return client.get(URL).headers["RateLimit-Remaining"]


def test_an_answer_tells_how_much_is_left(monkeypatch):
    response = machine().get(URL)
    told = {name: response.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")}
    assert told == {"Limit": "2", "Remaining": "1", "Reset": "45"}


def test_who_asks_too_often_waits_until_the_next_minute(monkeypatch):
    client = machine()
    assert [left(client), left(client)] == ["1", "0"]
    refused = client.get(URL)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert (refused.headers["Retry-After"], refused.headers["RateLimit-Remaining"]) == ("45", "0")
    at(monkeypatch, 600_060)
    assert left(client) == "1"


def test_one_callers_haste_is_nobody_elses():
    hasty, calm = machine(), machine(name="calm")
    assert [left(hasty), left(hasty), left(hasty)] == ["1", "0", "0"]
    assert left(calm) == "1"
    assert left(signed_in(company.person())) == "1"


def test_strangers_are_turned_away_before_they_are_counted():
    response = Client().get(URL)
    assert response.status_code == 401
    assert "RateLimit-Limit" not in response.headers


def test_a_cache_that_is_away_limits_nobody(monkeypatch):
    monkeypatch.setattr(limits.cache, "incr", lambda key: 0)
    client = machine()
    assert [client.get(URL).status_code for _ in range(4)] == [200] * 4


def test_a_cache_that_is_emptied_meanwhile_is_no_fault_of_ours(monkeypatch):
    add = limits.cache.add
    emptied = limits.cache.clear
    monkeypatch.setattr(limits.cache, "add", lambda *args, **said: add(*args, **said) and emptied())
    assert limits.take("api:somebody", 5).left == 4
