"""Secrets of machines: fast to check, kept as a keyed hash, and renewed where they are from before."""

import pytest
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from lifow.people.clients.services import bind_client, set_secret, speed_up_secret

FAST = "hmac_sha256$"


def test_a_secret_is_known_again_and_no_other_one_is():
    client = Client(id="hr-sync", name="hr-sync")
    set_secret(client, "one")
    assert client.secret.startswith(FAST)
    assert "one" not in client.secret
    assert client.check_secret("one")
    assert not client.check_secret("two")
    assert not client.check_secret("")


def test_two_of_the_same_secret_are_kept_differently():
    first, second = Client(id="a"), Client(id="b")
    set_secret(first, "one")
    set_secret(second, "one")
    assert first.secret != second.secret


def test_the_key_is_the_sites_own(monkeypatch):
    client = Client(id="hr-sync")
    set_secret(client, "one")
    former = settings.SECRET_KEY
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert not client.check_secret("one")
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [former])
    assert client.check_secret("one")


def test_what_people_choose_is_never_kept_by_the_fast_hash():
    assert not make_password("larkfield").startswith(FAST)
    assert settings.PASSWORD_HASHERS[-1].endswith("SecretHasher")


@pytest.fixture
def slow(db) -> Client:
    client = Client(id="hr-sync", name="hr-sync", secret=make_password("one", hasher="pbkdf2_sha256"))
    bind_client(client, ["people:read"])
    client.save()
    return client


def test_a_secret_from_before_is_kept_by_the_fast_hash_once_it_is_said(slow):
    speed_up_secret("hr-sync", "two")
    slow.refresh_from_db()
    assert slow.secret.startswith("pbkdf2_sha256$"), "only who knows it can have it changed"
    speed_up_secret("hr-sync", "one")
    slow.refresh_from_db()
    assert slow.secret.startswith(FAST)
    assert check_password("one", slow.secret)


def test_a_secret_that_is_fast_already_costs_one_query(slow, django_assert_num_queries):
    speed_up_secret("hr-sync", "one")
    with django_assert_num_queries(1):
        speed_up_secret("hr-sync", "one")


def test_a_scope_that_there_is_none_of_is_refused():
    with pytest.raises(ValueError, match="people:reed"):
        bind_client(Client(id="a"), ["people:reed"])
