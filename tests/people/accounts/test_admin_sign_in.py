"""The admin has no page of its own to sign in: one does it where everybody does."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib import auth
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import person

pytestmark = pytest.mark.django_db
PASSWORD = "a-quiet-morning"
INDEX, ADMIN_LOGIN, LOGIN = "/admin/", "/admin/login/", "/accounts/login/"


@world
def ruth() -> Person:
    made = person("Ruth Amankwah", email="ruth@larkfield.example", is_hr_admin=True, is_staff=True)
    made.set_password(PASSWORD)
    made.save()
    return made


@world
def secret(ruth) -> str:
    """Ruth's second step, turned on."""
    made = totp.generate_totp_secret()
    totp.TOTP.activate(ruth, made)
    RecoveryCodes.activate(ruth)
    return made


def give_password(client: Client, ruth: Person, password: str = PASSWORD):
    return client.post(f"{LOGIN}?next={INDEX}", {"login": ruth.email, "password": password})


def who(client: Client) -> Person | None:
    found = auth.get_user(client)
    return found if found.is_authenticated else None


def test_the_admin_asks_to_sign_in_where_everybody_does(client, ruth):
    page = client.get(INDEX, follow=True)
    assert page.redirect_chain[-1] == (f"{LOGIN}?next=%2Fadmin%2F", 302)
    assert give_password(client, ruth).url == INDEX
    assert client.get(INDEX).status_code == 200


def test_a_password_given_to_the_admin_itself_opens_nothing(client, ruth, secret):
    said = {"username": ruth.email, "password": PASSWORD, "next": INDEX}
    assert client.post(ADMIN_LOGIN, said).url.startswith(LOGIN)
    assert who(client) is None


def test_the_second_step_is_asked_for_on_the_way_to_the_admin(client, ruth, secret):
    step = give_password(client, ruth)
    assert who(client) is None
    assert client.get(INDEX).status_code == 302
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert client.post(step.url, {"code": code}).url == INDEX
    assert who(client) == ruth


def test_who_is_inside_cannot_go_on_as_somebody_else_by_a_password_alone(client, ruth, secret):
    root = Person.objects.create_superuser("root@larkfield.example", PASSWORD, given_name="Root")
    client.force_login(ruth)
    assert client.post(ADMIN_LOGIN, {"username": root.email, "password": PASSWORD}).url == INDEX
    assert who(client) == ruth


def test_tries_on_the_way_to_the_admin_are_limited(client, ruth):
    for _ in range(6):
        give_password(client, ruth, "wrong")
    assert "Too many" in give_password(client, ruth).content.decode()
    assert who(client) is None


def test_who_may_not_use_the_admin_is_told_so(client):
    client.force_login(person("Abena Osei"))
    refused = client.get(INDEX, follow=True)
    assert refused.status_code == 403
    assert "You do not have access to this page" in refused.content.decode()


def test_a_wrong_password_is_hashed_once(client, ruth, monkeypatch):
    hashed = []
    check = Person.check_password
    monkeypatch.setattr(Person, "check_password", lambda one, raw: hashed.append(raw) or check(one, raw))
    client.post(reverse("account_login"), {"login": ruth.email, "password": "wrong"})
    assert hashed == ["wrong"]


def test_groups_still_give_permissions(ruth):
    auditors = Group.objects.create(name="Auditors")
    auditors.permissions.add(
        Permission.objects.get(codename="view_logentry", content_type__app_label="auditlog")
    )
    ruth.groups.add(auditors)
    assert ruth.has_perm("auditlog.view_logentry")
    assert not ruth.has_perm("auditlog.change_logentry")
