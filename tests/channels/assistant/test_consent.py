"""How a program gets a token: registered, agreed to on our page, exchanged once, renewed, ended."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from django_mcpz.oauth.models import AccessToken, AuthorizationCode, RefreshToken
from django_mcpz.oauth.models import Client as Program

from channels.assistant import services
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.channels.assistant.calling import ALL, ENDPOINT, send, token_for

pytestmark = pytest.mark.django_db
OAUTH = "/assistant/oauth"
BACK = "http://127.0.0.1:33418/callback"
VERIFIER = "a" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@world
def abena() -> Person:
    return company.person("Abena Osei")


@pytest.fixture
def browser_of(abena: Person) -> Client:
    client = Client()
    client.force_login(abena)
    return client


def register(**changes: Any) -> Any:
    told = {"client_name": "Desk assistant", "redirect_uris": ["http://127.0.0.1/callback"], **changes}
    return Client().post(f"{OAUTH}/register", json.dumps(told), content_type="application/json")


def asked(client_id: str, **changes: str) -> dict[str, str]:
    """What a program sends a browser to our page with."""
    told = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": BACK,
        "state": "xyz",
        "scope": " ".join(ALL),
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "resource": f"http://testserver{ENDPOINT}",
    }
    return {name: value for name, value in {**told, **changes}.items() if value}


def agree(browser: Client, told: dict[str, str], *scopes: str, decision: str = "allow") -> dict[str, str]:
    """What the browser carries back to the program."""
    query = "&".join(f"{name}={value}".replace(" ", "%20") for name, value in told.items())
    answer = browser.post(f"{OAUTH}/authorize?{query}", {"decision": decision, "scopes": list(scopes)})
    assert answer.status_code == 302, answer.content
    back = urlsplit(answer.headers["Location"])
    return {"": back._replace(query="").geturl(), **{k: v[0] for k, v in parse_qs(back.query).items()}}


def exchange(client_id: str, code: str, **changes: str) -> Any:
    told = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return Client().post(f"{OAUTH}/token", {**told, **changes})


@pytest.fixture
def client_id() -> str:
    answer = register()
    assert answer.status_code == 201, answer.content
    return answer.json()["client_id"]


def test_a_person_allows_what_they_tick_and_nothing_else(browser_of, client_id):
    page = browser_of.get(f"{OAUTH}/authorize", asked(client_id))
    assert page.status_code == 200
    html = page.content.decode()
    assert "Connect Desk assistant to lifow?" in html
    assert 'value="learning:read" checked' in html
    assert 'value="questions:write">' in html
    assert "ratings:write" not in html, "nobody reports to Abena"
    back = agree(browser_of, asked(client_id), "learning:read", "ratings:write")
    assert (back[""], back["state"]) == (BACK, "xyz")
    given = exchange(client_id, back["code"]).json()
    assert given["scope"] == "learning:read"
    assert send(given["access_token"], "tools/list").status_code == 200


def test_the_form_leads_back_to_the_program_alone(browser_of, client_id):
    page = browser_of.get(f"{OAUTH}/authorize", asked(client_id))
    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:33418" in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy


def test_whoever_disagrees_gives_nothing(browser_of, client_id):
    back = agree(browser_of, asked(client_id), *ALL, decision="deny")
    assert back["error"] == "access_denied"
    assert not AuthorizationCode.objects.exists()


def test_whoever_ticks_nothing_is_asked_again(browser_of, client_id):
    answer = browser_of.post(f"{OAUTH}/authorize?client_id={client_id}", {"decision": "allow"})
    assert answer.headers["Location"].startswith(f"{OAUTH}/authorize")
    assert not AuthorizationCode.objects.exists()


def test_nobody_agrees_without_signing_in(client_id):
    answer = Client().get(f"{OAUTH}/authorize", asked(client_id))
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_form_of_another_site_agrees_to_nothing(abena, client_id):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(abena)
    answer = browser.post(
        f"{OAUTH}/authorize?client_id={client_id}", {"decision": "allow", "scopes": ["learning:read"]}
    )
    assert answer.status_code == 403
    assert not AuthorizationCode.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:33418/other", "http://evil.example/callback", f"{BACK}?x=1", "javascript:alert(1)"],
)
def test_another_address_to_lead_back_to_is_refused_on_our_page(browser_of, client_id, address):
    answer = browser_of.get(f"{OAUTH}/authorize", asked(client_id, redirect_uri=address))
    assert answer.status_code == 400
    assert "This program cannot be connected" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"resource": ""}, "invalid_target"),
        ({"resource": "http://testserver/api/v1/people"}, "invalid_target"),
    ],
)
def test_other_ways_are_refused(browser_of, client_id, changes, error):
    answer = browser_of.get(f"{OAUTH}/authorize", asked(client_id, **changes))
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == [error]


@pytest.mark.parametrize(
    "grant", ["client_credentials", "password", "implicit", "urn:ietf:params:oauth:grant-type:device_code"]
)
def test_no_other_grant_is_served(client_id, grant):
    answer = exchange(client_id, "", grant_type=grant)
    assert answer.json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    "uris",
    [
        ["http://evil.example/"],
        ["javascript:alert(1)"],
        ["https://a.example/#x"],
        [],
        "https://a.example/",
        [7],
    ],
)
def test_a_program_registers_with_addresses_that_are_safe(uris):
    assert register(redirect_uris=uris).status_code == 400


def test_a_code_is_good_once_and_a_replay_ends_what_came_of_it(browser_of, client_id):
    code = agree(browser_of, asked(client_id), "learning:read")["code"]
    token = exchange(client_id, code).json()["access_token"]
    assert send(token, "tools/list").status_code == 200
    assert exchange(client_id, code).json()["error"] == "invalid_grant"
    assert send(token, "tools/list").status_code == 401


def test_a_code_wants_its_verifier_its_program_and_its_address(browser_of, client_id):
    code = agree(browser_of, asked(client_id), "learning:read")["code"]
    other = register().json()["client_id"]
    assert exchange(client_id, code, code_verifier="b" * 43).json()["error"] == "invalid_grant"
    assert exchange(other, code).json()["error"] == "invalid_grant"
    assert (
        exchange(client_id, code, redirect_uri="http://127.0.0.1/callback").json()["error"] == "invalid_grant"
    )
    assert exchange(client_id, code).status_code == 200


def test_a_refresh_token_rotates_and_its_reuse_ends_the_family(browser_of, client_id):
    first = exchange(client_id, agree(browser_of, asked(client_id), "learning:read")["code"]).json()
    renew = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": first["refresh_token"]}
    second = Client().post(f"{OAUTH}/token", renew).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["scope"] == "learning:read"
    assert Client().post(f"{OAUTH}/token", renew).json()["error"] == "invalid_grant"
    assert send(second["access_token"], "tools/list").status_code == 401


def test_a_token_of_assistants_opens_no_api_and_one_of_machines_no_tool(abena):
    from tests.conformance.callers import bearer

    token = token_for(abena)
    assert Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/people").status_code == 401
    assert send(bearer("people:read").removeprefix("Bearer "), "tools/list").status_code == 401
    elsewhere = token_for(abena, resource="http://testserver/elsewhere")
    assert send(elsewhere, "tools/list").status_code == 401


def test_without_a_token_a_program_is_told_where_to_get_one():
    answer = Client().post(ENDPOINT, "{}", content_type="application/json")
    assert answer.status_code == 401
    place = "http://testserver/.well-known/oauth-protected-resource/assistant/mcp"
    assert answer.headers["WWW-Authenticate"] == f'Bearer resource_metadata="{place}"'
    told = Client().get(place).json()
    assert told["resource"] == f"http://testserver{ENDPOINT}"
    [issuer] = told["authorization_servers"]
    server = Client().get("/.well-known/oauth-authorization-server/assistant/oauth").json()
    assert server["issuer"] == issuer == f"http://testserver{OAUTH}"
    assert server["code_challenge_methods_supported"] == ["S256"]
    assert server["response_types_supported"] == ["code"]
    assert server["scopes_supported"] == told["scopes_supported"] == list(ALL)
    assert Client().get("/.well-known/oauth-authorization-server").json()["issuer"] == "http://testserver"


def test_a_leaver_is_out_with_the_next_call_everywhere(browser_of, abena, client_id):
    waiting = agree(browser_of, asked(client_id), "learning:read")["code"]
    held = exchange(client_id, agree(browser_of, asked(client_id), "learning:read")["code"]).json()
    Person.objects.filter(pk=abena.pk).update(is_active=False)
    assert send(held["access_token"], "tools/call", {"name": "my_gaps"}).status_code == 401
    assert send(held["access_token"], "tools/list").status_code == 401
    renew = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": held["refresh_token"]}
    assert Client().post(f"{OAUTH}/token", renew).json()["error"] == "invalid_grant"
    assert exchange(client_id, waiting).json()["error"] == "invalid_grant"
    assert (
        browser_of.get(f"{OAUTH}/authorize", asked(client_id))
        .headers["Location"]
        .startswith("/accounts/login/")
    )
    assert browser_of.get("/settings/connections/").status_code == 302


def test_where_two_steps_are_required_a_token_of_before_waits_for_them(settings):
    helen = company.person("Helen Brandt", is_hr_admin=True)
    token = token_for(helen)
    assert send(token, "tools/list").status_code == 200
    settings.TWO_STEP_REQUIRED = True
    assert send(token, "tools/list").status_code == 403


def test_nothing_of_a_leaver_works_again_when_they_come_back(abena):
    from channels.connections.tasks import end_connections

    token = token_for(abena)
    Person.objects.filter(pk=abena.pk).update(is_active=False)
    assert end_connections() == 3
    assert end_connections() == 0
    Person.objects.filter(pk=abena.pk).update(is_active=True)
    assert send(token, "tools/list").status_code == 401
    assert not AuthorizationCode.objects.exists()


def test_disconnecting_ends_the_program_for_this_person_alone(browser_of, abena):
    other = company.person("Marta Kowalczyk")
    mine, theirs = token_for(abena), token_for(other)
    page = browser_of.get("/settings/connections/").content.decode()
    assert "Desk assistant" in page
    assert "Mark modules as done in your name" in page
    sent = {"integration": "assistant", "connection": "Desk assistant"}
    for _twice in range(2):
        assert browser_of.post("/settings/connections/end/", sent).status_code == 302
    assert send(mine, "tools/list").status_code == 401
    assert send(theirs, "tools/list").status_code == 200
    assert "Desk assistant" not in browser_of.get("/settings/connections/").content.decode()
    assert not RefreshToken.objects.filter(user=abena).exists()


def test_a_token_that_is_given_back_ends(browser_of, client_id):
    held = exchange(client_id, agree(browser_of, asked(client_id), "learning:read")["code"]).json()
    answer = Client().post(f"{OAUTH}/revoke", {"client_id": client_id, "token": held["refresh_token"]})
    assert answer.status_code == 200
    assert send(held["access_token"], "tools/list").status_code == 401


def test_old_tokens_and_programs_that_nobody_connected_are_deleted(abena, client_id):
    token_for(abena)
    past = timezone.now() - timedelta(days=31)
    AccessToken.objects.update(expires_at=past)
    RefreshToken.objects.update(expires_at=past)
    AuthorizationCode.objects.update(expires_at=past)
    Program.objects.filter(client_id=client_id).update(created_at=past)
    services.clear_old_tokens()
    assert [one.name for one in Program.objects.all()] == ["Desk assistant"]
    assert not AccessToken.objects.exists()
    assert not AuthorizationCode.objects.exists()


def test_programs_that_register_and_are_not_connected_are_bounded(monkeypatch, client_id):
    monkeypatch.setattr(services, "MOST_UNUSED", 1)
    answer = register()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_one_address_registers_a_few_times_a_minute():
    answers = [register().status_code for _time in range(21)]
    assert answers[:20] == [201] * 20
    assert answers[20] == 429
