"""Two-step sign-in that the site requires of HR admins and of those who may use the admin."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from tests.company import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings):
    settings.TWO_STEP_REQUIRED = True


def signed_in(**rights) -> Client:
    client = Client()
    client.force_login(person("Ruth Amankwah", **rights))
    return client


@pytest.mark.parametrize("rights", [{"is_hr_admin": True}, {"is_staff": True}])
@pytest.mark.parametrize("page", ["portal:home", "portal:organisation", "admin:index"])
def test_hr_turns_it_on_before_anything_else_opens(rights, page):
    client = signed_in(**rights)

    assert client.get(reverse(page)).url == reverse("mfa_activate_totp")
    assert client.get("/api/v1/people").status_code == 403
    assert client.get(reverse("account_logout")).status_code == 200


def test_whoever_has_turned_it_on_goes_on():
    client = Client()
    ruth = person("Ruth Amankwah", is_hr_admin=True)
    TOTP.activate(ruth, generate_totp_secret())
    client.force_login(ruth)

    assert client.get(reverse("portal:organisation")).status_code == 200


def test_it_is_not_required_of_others():
    assert signed_in().get(reverse("portal:home")).status_code == 200
    assert signed_in(is_author=True).get(reverse("portal:home")).status_code == 200


def test_nothing_is_required_where_the_site_does_not(settings):
    settings.TWO_STEP_REQUIRED = False
    assert signed_in(is_hr_admin=True).get(reverse("portal:home")).status_code == 200
