"""What HR can do to an account of somebody else, and who hears of it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lifow.events.services import deliver_due
from lifow.notifications.rights import RIGHTS_CHANGED
from lifow.people.persons.models import Person
from tests.backing.forms import fields_of
from tests.backing.inboxes import told
from tests.backing.worlds import world
from tests.company import person

pytestmark = pytest.mark.django_db


@world
def ruth() -> Person:
    return person("Ruth Amankwah", email="ruth@larkfield.example", is_hr_admin=True, is_staff=True)


@world
def siobhan() -> Person:
    return person("Siobhan Kehoe", email="siobhan@larkfield.example", is_hr_admin=True, is_staff=True)


@world
def abena() -> Person:
    return person("Abena Osei", email="abena@larkfield.example")


@pytest.fixture
def hr(ruth) -> Client:
    client = Client()
    client.force_login(ruth)
    return client


def saved(client: Client, page: str, **changes):
    form = fields_of(client.get(page).content.decode())
    answer = client.post(page, form | changes)
    assert answer.status_code == 302, answer.content.decode()
    deliver_due(as_of=timezone.now(), limit=1000)
    return answer


def page_of(who: Person) -> str:
    return reverse("admin:people_person_change", args=[who.pk])


def link_to(who: Person) -> str:
    return reverse("people:password_link", args=[who.public_id])


def test_hr_has_a_link_sent_and_learns_no_password(hr, abena):
    before = abena.password

    assert "Send Abena Osei a link to a new password" in hr.get(link_to(abena)).content.decode()
    assert mail.outbox == []
    hr.post(link_to(abena))

    (sent,) = mail.outbox
    assert sent.to == [abena.email]
    assert "/accounts/password/reset/key/" in sent.body
    abena.refresh_from_db()
    assert abena.password == before


def test_the_admin_has_no_place_for_a_password(hr, abena):
    assert hr.get(f"/admin/people/person/{abena.pk}/password/").status_code in (302, 404)
    hr.post(
        f"/admin/people/person/{abena.pk}/password/",
        {"password1": "a-loud-evening", "password2": "a-loud-evening"},
    )
    hr.post(page_of(abena), {"password": "pbkdf2_sha256$1$a$b"})
    before = abena.password
    abena.refresh_from_db()
    assert abena.password == before
    assert link_to(abena) not in hr.get(reverse("admin:people_person_add")).content.decode()


def test_nobody_finds_out_about_a_password_by_a_filter(hr, abena):
    assert hr.get(reverse("admin:people_person_changelist"), {"password__startswith": "a"}).status_code == 400


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": None}])
def test_who_cannot_sign_in_is_sent_nothing(hr, abena, change):
    Person.objects.filter(pk=abena.pk).update(**change)

    page = hr.post(link_to(abena))

    assert "Abena Osei cannot be sent a link" in page.content.decode()
    assert mail.outbox == []


def test_whoever_is_new_has_no_password_yet(hr):
    page = reverse("admin:people_person_add")
    saved(hr, page, given_name="Yusuf", family_name="Kaya", email="yusuf@larkfield.example")

    made = Person.objects.get(given_name="Yusuf")
    assert not made.has_usable_password()
    hr.post(link_to(made))
    assert [one.to for one in mail.outbox] == [["yusuf@larkfield.example"]]


def test_only_superusers_have_links_sent_to_superusers(hr, client):
    root = Person.objects.create_superuser("root@larkfield.example", given_name="Root")
    assert hr.post(link_to(root)).status_code == 403
    client.force_login(root)
    assert client.post(link_to(root)).status_code == 302


def test_rights_that_are_given_and_taken_are_told_to_the_other_hr_admins_and_the_person(
    hr, ruth, siobhan, abena
):
    saved(hr, page_of(abena), is_hr_admin="on")

    (said,) = told(siobhan, RIGHTS_CHANGED)
    assert said.title == "Rights of Abena Osei were changed"
    assert "Ruth Amankwah has given Abena Osei: HR admin." in said.body
    assert [one.title for one in told(abena, RIGHTS_CHANGED)] == ["What you may do was changed"]
    assert told(ruth, RIGHTS_CHANGED) == []

    form = fields_of(hr.get(page_of(abena)).content.decode())
    form.pop("is_hr_admin")
    hr.post(page_of(abena), form)
    deliver_due(as_of=timezone.now() + timedelta(minutes=1), limit=1000)
    assert any("has taken from Abena Osei: HR admin." in one.body for one in told(siobhan, RIGHTS_CHANGED))


def test_another_address_to_sign_in_with_is_told(hr, siobhan, abena):
    saved(hr, page_of(abena), email="ruths.other@larkfield.example")

    (said,) = told(siobhan, RIGHTS_CHANGED)
    assert "Ruth Amankwah has changed the address that Abena Osei signs in with." in said.body


def test_other_changes_are_no_news(hr, siobhan, abena):
    saved(hr, page_of(abena), given_name="Abenaa")

    assert told(siobhan, RIGHTS_CHANGED) == []


def test_groups_that_a_superuser_gives_are_told(client, siobhan, abena):
    root = Person.objects.create_superuser("root@larkfield.example", given_name="Root")
    client.force_login(root)
    group = Group.objects.create(name="Support")

    saved(client, page_of(abena), groups=[str(group.pk)])

    assert list(abena.groups.all()) == [group]
    assert "has changed the groups that Abena Osei is in" in told(siobhan, RIGHTS_CHANGED)[0].body


def test_a_second_step_that_is_turned_off_is_told(client, siobhan, abena):
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    TOTP.activate(abena, generate_totp_secret())
    (step,) = Authenticator.objects.all()

    client.post(reverse("admin:mfa_authenticator_delete", args=[step.pk]), {"post": "yes"})
    deliver_due(as_of=timezone.now(), limit=1000)

    assert not Authenticator.objects.exists()
    assert "turned two-step sign-in off for Abena Osei" in told(abena, RIGHTS_CHANGED)[0].body
    assert told(siobhan, RIGHTS_CHANGED)


@pytest.mark.parametrize("address", ["nobody@elsewhere.example", "abena@larkfield.example.example"])
def test_an_address_that_nobody_has_gets_no_mail(client, abena, address):
    answer = client.post(reverse("account_reset_password"), {"email": address})

    assert answer.url == reverse("account_reset_password_done"), "and nobody is told which there are"
    assert mail.outbox == []
