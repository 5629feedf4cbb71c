"""A token for the credentials of a client: how it is asked for, what it is good for, when it ends."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from tests.conformance.callers import SECRET, oauth_client

pytestmark = pytest.mark.django_db
TOKEN_URL = "/identity/o/api/token"
PEOPLE = "/api/v1/people"


def ask(secret: str = SECRET, **fields: str) -> Any:
    basic = base64.b64encode(f"hr-sync:{secret}".encode()).decode()
    return Client().post(
        TOKEN_URL,
        {"grant_type": "client_credentials", **fields},
        headers={"Authorization": f"Basic {basic}"},
    )


def get(token: str, path: str = PEOPLE) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {token}"})


def test_credentials_give_a_token_that_reads():
    oauth_client("people:read")
    answer = ask(scope="people:read")
    assert answer.status_code == 200, answer.content
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["expires_in"] == 3600
    assert answer.json()["scope"] == "people:read"
    assert get(answer.json()["access_token"]).status_code == 200


def test_a_token_can_have_fewer_scopes_than_its_client():
    oauth_client("people:read", "skills:read")
    token = ask(scope="skills:read").json()["access_token"]
    assert get(token, "/api/v1/skills").status_code == 200
    assert get(token).status_code == 403


def test_a_scope_that_the_client_was_not_given_is_not_to_be_had():
    oauth_client("people:read")
    assert ask(scope="people:read evidence:write").status_code == 400
    assert not Token.objects.exists()


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_a_wrong_secret_gives_nothing(secret):
    oauth_client("people:read")
    assert ask(secret=secret).status_code == 401


def test_a_token_ends():
    oauth_client("people:read")
    token = ask(scope="people:read").json()["access_token"]
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert get(token).status_code == 401


def test_a_token_ends_with_its_client():
    client = oauth_client("people:read")
    token = ask(scope="people:read").json()["access_token"]
    client.delete()
    assert get(token).status_code == 401


def test_a_token_in_the_address_is_none():
    oauth_client("people:read")
    token = ask(scope="people:read").json()["access_token"]
    assert Client().get(PEOPLE, {"access_token": token}).status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "bearer nonsense", "Basic abc", "nonsense"])
def test_what_is_no_token_is_nobody(header):
    assert Client().get(PEOPLE, headers={"Authorization": header}).status_code == 401


def test_the_site_says_where_its_tokens_come_from():
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["token_endpoint"] == f"http://testserver{TOKEN_URL}"
