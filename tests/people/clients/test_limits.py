"""How often tokens are to be had, and that nobody can lock a client out by trying in its name."""

from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client

from tests.conformance.callers import SECRET, oauth_client

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.1", "192.0.2.2"
ENDS = ("/identity/o/api/token", "/identity/o/api/revoke")


@pytest.fixture(autouse=True)
def _same_minute(monkeypatch):
    """The minute does not end while a test counts."""
    monkeypatch.setattr("lifow.base.api.limits.time.time", lambda: 1_800_000_030)


@pytest.fixture
def few(monkeypatch):
    for name, most in (("ASKED_BY_ADDRESS", 9), ("REFUSED_BY_ADDRESS", 3), ("TOKENS_OF_CLIENT", 5)):
        monkeypatch.setattr(f"lifow.people.clients.views.{name}", most)


def ask(secret: str = SECRET, *, address: str = HERE, end: str = ENDS[0], **fields: str) -> Any:
    said = {"grant_type": "client_credentials", "client_id": "hr-sync", "client_secret": secret}
    return Client().post(end, said | fields, REMOTE_ADDR=address)


def statuses(many: int, *args: Any, **said: Any) -> list[int]:
    return [ask(*args, **said).status_code for _ in range(many)]


@pytest.mark.parametrize("end", ENDS)
def test_an_address_is_refused_a_few_times_a_minute_and_then_waits(few, end):
    oauth_client("people:read")
    assert statuses(4, "wrong", end=end, token="x") == [401, 401, 401, 429]
    answer = ask("wrong", end=end, token="x")
    assert answer["Retry-After"] == "30"
    assert answer["RateLimit-Remaining"] == "0"
    assert answer.json()["error"] == "too_many_requests"


def test_nobody_locks_a_client_out(few):
    oauth_client("people:read")
    assert statuses(5, "wrong", address=THERE)[-1] == 429
    assert ask().status_code == 200


def test_an_address_may_ask_only_so_often_whatever_for(few):
    oauth_client("people:read", name="a")
    for number in range(3):
        oauth_client("people:read", name=f"client-{number}")
        assert statuses(3, client_id=f"client-{number}") == [200] * 3
    assert ask(client_id="a").status_code == 429
    assert ask(client_id="a", address=THERE).status_code == 200


def test_a_client_gets_only_so_many_tokens_a_minute_wherever_it_asks(few):
    oauth_client("people:read")
    assert statuses(3) + statuses(3, address=THERE) == [200] * 5 + [429]
    assert Token.objects.count() == 5


def test_an_unknown_client_is_told_no_more_than_a_known_one(few):
    oauth_client("people:read")
    known, unknown = ask("wrong"), ask("wrong", client_id="nobody")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


@pytest.mark.parametrize(
    "grant",
    ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "password"],
)
def test_no_other_grant_is_served(grant):
    client = oauth_client("people:read")
    type(client).objects.update(grant_types=grant)
    answer = ask(grant_type=grant, code="x", refresh_token="x", device_code="x", username="x", password="x")
    assert answer.status_code == 400
    assert answer.json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    "path",
    ["authorize", "device", "logout", "api/device/code", "api/userinfo", "api/introspect", "api/clients"],
)
def test_where_people_would_give_their_rights_away_there_is_nothing(path):
    for method in ("get", "post"):
        assert getattr(Client(), method)(f"/identity/o/{path}").status_code == 404


def test_the_site_says_that_it_serves_credentials_alone():
    for name in ("oauth-authorization-server", "openid-configuration"):
        told = Client().get(f"/.well-known/{name}").json()
        assert told["grant_types_supported"] == ["client_credentials"]
        assert told["response_types_supported"] == []
        assert "people:read" in told["scopes_supported"]
        assert "openid" not in told["scopes_supported"]


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic Zm9v", "Basic \x00", "Bearer x"])
def test_credentials_that_cannot_be_read_are_refused(header):
    said = {"grant_type": "client_credentials"}
    answer = Client().post(ENDS[0], said, headers={"Authorization": header})
    assert answer.status_code == 401


def test_an_id_that_no_client_can_have_is_refused():
    assert ask(client_id="x" * 5000).status_code == 401
    assert ask(client_id="a\x00b").status_code == 401
