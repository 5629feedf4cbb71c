"""Signing in and out, and passwords, on pages in the site's own words."""

import re
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import person

pytestmark = pytest.mark.django_db
OLD, NEW = "a-quiet-morning", "a-loud-evening"


@world
def abena() -> Person:
    made = person(email="abena.osei@larkfield.example")
    made.set_password(OLD)
    made.save()
    return made


@pytest.fixture
def signed_in(abena) -> Client:
    client = Client()
    client.force_login(abena)
    return client


def words(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Sign in"),
        ("account_reset_password", "Reset password"),
        ("account_reset_password_done", "Check your email"),
        ("account_reset_password_from_key_done", "Your password has changed"),
        ("account_signup", "You cannot sign up here"),
        ("account_inactive", "This account is closed"),
    ],
)
def test_pages_for_those_outside_are_ours(client, name, title):
    assert f"<h1>{title}</h1>" in words(client.get(reverse(name)))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_logout", "Sign out"),
        ("account_change_password", "Change password"),
    ],
)
def test_pages_for_those_inside_are_ours(signed_in, name, title):
    assert f"<h1>{title}</h1>" in words(signed_in.get(reverse(name)))


def test_nobody_signs_up(client):
    client.post(
        reverse("account_signup"), {"email": "new@larkfield.example", "password1": NEW, "password2": NEW}
    )
    assert not Person.objects.exists()


def test_signing_in_needs_the_right_password(client, abena):
    wrong = client.post(reverse("account_login"), {"login": abena.email, "password": NEW})
    assert "You are not signed in yet" in words(wrong)
    right = client.post(reverse("account_login"), {"login": abena.email, "password": OLD})
    assert right.status_code == 302


def test_signing_out_is_posted(signed_in):
    signed_in.get(reverse("account_logout"))
    assert signed_in.get(reverse("portal:home")).status_code == 200
    signed_in.post(reverse("account_logout"))
    assert signed_in.get(reverse("portal:home")).status_code == 302


def test_a_password_is_changed(signed_in, abena):
    said = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert signed_in.post(reverse("account_change_password"), said).status_code == 302
    abena.refresh_from_db()
    assert abena.check_password(NEW)


def test_a_password_that_does_not_do_is_explained(signed_in):
    said = {"oldpassword": "wrong", "password1": "123", "password2": "456"}
    page = words(signed_in.post(reverse("account_change_password"), said))
    assert "Your password is unchanged: please check" in page
    assert 'id="id_oldpassword_error"' in page


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client, abena):
    assert client.post(reverse("account_reset_password"), {"email": abena.email}).status_code == 302
    link = re.search(r"https?://\S+?(/accounts/\S+)", mail.outbox[0].body)
    assert link is not None
    form = client.get(link[1], follow=True)
    assert "<h1>Choose a new password</h1>" in words(form)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    abena.refresh_from_db()
    assert abena.check_password(NEW)
    again = Client().get(link[1], follow=True)
    assert "<h1>This link no longer works</h1>" in words(again)


def test_the_mail_for_a_new_password_is_ours_and_leads_to_the_site_whatever_host_was_asked(
    client, abena, settings
):
    settings.SITE_URL = "https://lifow.larkfield.example"
    client.post(reverse("account_reset_password"), {"email": abena.email}, headers={"host": "127.0.0.1:8112"})
    (sent,) = mail.outbox
    (html,) = sent.alternatives
    assert sent.subject == "Choose a new password for lifow"
    for text in (sent.body, html.content):
        assert "https://lifow.larkfield.example/accounts/password/reset/key/" in text
        assert "Abena, somebody asked for a new password" in text
        assert not re.search(r"8112|Hello from|Thank you for using", text)


def test_an_address_that_nobody_has_is_not_given_away(client):
    response = client.post(reverse("account_reset_password"), {"email": "nobody@larkfield.example"})
    assert response.url == reverse("account_reset_password_done")


def test_signing_in_begins_in_the_field_for_the_email(client):
    page = words(client.get(reverse("account_login")))
    (field,) = re.findall(r"<input[^>]* autofocus[^>]*>", page)
    assert 'name="login"' in field
    assert ">Email</label>" in page
    assert "E-mail" not in page


MAILS = [
    f"{app}/email/{file.name}"
    for app in ("account", "mfa")
    for file in sorted((Path(allauth.__file__).parent / "templates" / app / "email").glob("*_message.txt"))
    # Nobody confirms an address: addresses are HR's, and nobody signs up.
    if not file.name.startswith("email_confirmation")
]


@pytest.mark.parametrize("template", MAILS)
def test_no_mail_greets_from_an_address(abena, rf, template):
    """allauth's own say “Hello from” the host that was asked, and “Thank you for using” it."""
    request = rf.get("/", headers={"host": "127.0.0.1:8112"})
    site = {"name": "127.0.0.1:8112", "domain": "127.0.0.1:8112"}
    said = render_to_string(
        template, {"user": abena, "current_site": site, "site_name": site["name"]}, request
    )
    for foreign in ("Hello from", "Thank you for using", "127.0.0.1:8112"):
        assert foreign not in said
