"""Systems that HR registers: what they may do is ticked, how they get their tokens is not for choice."""

import re
from html import unescape
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as ApiClient
from allauth.idp.oidc.models import Token
from django.test import Client
from django.urls import reverse

from tests.company import person

pytestmark = pytest.mark.django_db
ADD, LIST = (reverse(f"admin:allauth_idp_oidc_client_{page}") for page in ("add", "changelist"))
SAID = {"id": "hris-sync", "name": "HR system", "scopes": ["people:read", "skills:read"]}


@pytest.fixture
def ruth():
    return person("Ruth Amankwah", is_hr_admin=True, is_staff=True)


@pytest.fixture
def hr(ruth, client):
    client.force_login(ruth)
    return client


def change(pk: str) -> str:
    return reverse("admin:allauth_idp_oidc_client_change", args=[pk])


def secret_on(page: Any) -> str:
    shown = re.search(r'type="text" value="([^"]+)"', page.content.decode())
    assert shown is not None
    return unescape(shown[1])


def asked(secret: str, **fields: str) -> Any:
    said = {"grant_type": "client_credentials", "client_id": "hris-sync", "client_secret": secret}
    return Client().post(reverse("idp:oidc:token"), said | fields)


def test_a_system_is_registered_with_ticks_and_gets_its_secret_once(hr):
    page = hr.post(ADD, SAID, follow=True)
    secret = secret_on(page)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
    assert secret not in hr.get(change("hris-sync")).content.decode()
    assert asked(secret).json()["scope"] == "people:read skills:read", (
        "what it may do, where it names nothing"
    )


def test_a_system_can_be_nothing_but_a_machine_with_credentials(hr):
    hr.post(ADD, SAID | {"grant_types": "authorization_code", "skip_consent": "on", "type": "public"})
    kept = ApiClient.objects.get()
    assert (kept.type, kept.grant_types) == ("confidential", "client_credentials")
    assert not any((kept.skip_consent, kept.allow_uri_wildcards, kept.redirect_uris, kept.response_types))


@pytest.mark.parametrize(
    "said",
    [{"scopes": ["people:reed"]}, {"scopes": []}, {"scopes": ["openid"]}, {"id": "hris sync"}, {"id": "a:b"}],
    ids=["misspelled", "none", "for signing in", "space", "colon"],
)
def test_what_no_system_can_have_is_refused(hr, said):
    assert hr.post(ADD, SAID | said).status_code == 200
    assert not ApiClient.objects.exists()


def test_a_change_of_what_it_may_do_keeps_its_secret_and_its_id(hr):
    secret = secret_on(hr.post(ADD, SAID, follow=True))
    hr.post(change("hris-sync"), {"name": "HRIS", "id": "other", "scopes": ["gaps:read"]})
    kept = ApiClient.objects.get()
    assert (kept.pk, kept.name, kept.get_scopes()) == ("hris-sync", "HRIS", ["gaps:read"])
    assert asked(secret).json()["scope"] == "gaps:read"
    assert asked(secret, scope="people:read").status_code == 400


def test_a_new_secret_ends_the_present_one_and_its_tokens(hr):
    former = secret_on(hr.post(ADD, SAID, follow=True))
    token = asked(former).json()["access_token"]
    said = {"action": "give_new_secret", "_selected_action": ["hris-sync"]}
    secret = secret_on(hr.post(LIST, said, follow=True))
    assert not Token.objects.exists()
    bearer = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/people", headers=bearer).status_code == 401
    assert asked(former).status_code == 401
    assert asked(secret).status_code == 200


def test_a_system_stays_when_whoever_registered_it_is_deleted(hr, ruth):
    hr.post(ADD, SAID | {"owner": ruth.pk})
    assert 'name="owner"' not in hr.get(LIST).content.decode().lower()
    ruth.delete()
    assert ApiClient.objects.get().name == "HR system"
