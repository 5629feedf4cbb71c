"""An email address is that of one person, now: whoever had it before neither signs in nor is reached."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from lifow.people.persons.models import Person
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.services import import_roster
from tests.company import NOON, person

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
HEAD = "Employee ID,First name,Last name,Email,Department\n"
MARRIED = "X1,Anna,Jones,anna.jones@larkfield.example,Sales\n"
NEWCOMER = "X2,Anna,Smith,anna.smith@larkfield.example,Sales\n"
SMITH = "anna.smith@larkfield.example"
FIRST, SECOND = "a-quiet-morning", "a-loud-evening"


def brought_in(*lines: str) -> None:
    import_roster(
        roster=parse_roster(HEAD + "".join(lines)), source="hris", limits=NO_LIMITS, applied_at=NOON
    )


def links_for(address: str) -> list[str]:
    """The links of the mails that asking for a new password sends to the address."""
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": address})
    assert {to for sent in mail.outbox for to in sent.to} <= {address}
    return re.findall(
        r"https?://\S+?(/accounts/password/reset/key/\S+)", "".join(m.body for m in mail.outbox)
    )


def set_password(link: str, password: str) -> None:
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def signed_in_as(address: str, password: str) -> Person | None:
    client = Client()
    client.post(reverse("account_login"), {"login": address, "password": password})
    return Person.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_an_address_that_passes_to_a_newcomer_opens_their_account_alone():
    brought_in(MARRIED.replace("Jones", "Smith").replace("jones", "smith"))
    set_password(links_for(SMITH)[0], FIRST)
    brought_in(MARRIED)
    brought_in(MARRIED, NEWCOMER)
    links = links_for(SMITH)
    assert len(links) == 1
    set_password(links[0], SECOND)
    assert signed_in_as(SMITH, SECOND).family_name == "Smith"
    assert signed_in_as("anna.jones@larkfield.example", SECOND) is None
    assert signed_in_as("anna.jones@larkfield.example", FIRST).family_name == "Jones"


def test_an_address_that_is_handed_over_in_one_import_takes_nothing_along():
    brought_in(MARRIED.replace("jones", "smith"))
    set_password(links_for(SMITH)[0], FIRST)
    brought_in(MARRIED, NEWCOMER)
    assert not EmailAddress.objects.exists()
    assert signed_in_as(SMITH, FIRST) is None


def test_a_former_address_that_is_still_kept_leads_nowhere():
    jones = person("Anna Jones", email="anna.jones@larkfield.example")
    jones.set_password(FIRST)
    jones.save()
    EmailAddress.objects.create(user=jones, email=SMITH, verified=True, primary=True)
    assert signed_in_as(SMITH, FIRST) is None
    assert links_for(SMITH) == []
    assert len(links_for(jones.email)) == 1


def test_a_link_goes_to_the_address_as_it_is_kept_whatever_the_case_that_was_typed():
    person("Anna Smith", email=SMITH)
    Client().post(reverse("account_reset_password"), {"email": SMITH.upper()})
    assert [sent.to for sent in mail.outbox] == [[SMITH]]


def test_an_address_changed_in_the_admin_is_forgotten(client):
    root = Person.objects.create_superuser("root@larkfield.example", given_name="Root")
    anna = person("Anna Smith", email=SMITH)
    EmailAddress.objects.create(user=anna, email=SMITH)
    client.force_login(root)
    page = reverse("admin:people_person_change", args=[anna.pk])
    form = client.get(page).context["adminform"].form
    said = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    said |= {
        f"{rows}-{count}_FORMS": 0
        for rows in ("employments", "external_ids")
        for count in ("TOTAL", "INITIAL")
    }
    response = client.post(page, said | {"email": "anna.jones@larkfield.example"})
    assert response.status_code == 302
    assert not EmailAddress.objects.filter(user=anna).exists()
