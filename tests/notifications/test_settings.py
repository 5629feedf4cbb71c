"""One's own hours and notifications on one page, and the page that ends a kind of mail."""

from datetime import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lifow.notifications.mail import ending_token
from lifow.notifications.models import Dispatch, KindPreference, Message, PausedAddress, Preferences
from lifow.notifications.reports import choices_of
from lifow.people.persons.models import Person
from tests.notifications.conftest import NIGHT
from tests.notifications.kinds import ALWAYS, SAID

pytestmark = pytest.mark.django_db
SETTINGS = "/settings/"
SAID_BY_ABENA = {
    "workdays": ["0", "1", "2", "5"],
    "work_starts_at": "07:30",
    "work_ends_at": "15:00",
    "timezone": "Africa/Accra",
    "language_0": "fr",
    "language_1": "en",
    "language_2": "",
    "collecting": "daily",
    "on_act_email": "on",
    "on_quiet_email": "on",
}


@pytest.fixture
def reader(abena) -> Client:
    client = Client()
    client.force_login(abena)
    return client


def words(response) -> str:
    return response.content.decode()


def test_hours_languages_and_notifications_are_kept_together(reader, abena):
    answer = reader.post(SETTINGS, SAID_BY_ABENA)
    assert answer.status_code == 302
    kept = Person.objects.get(pk=abena.pk)
    assert (kept.workdays, kept.work_starts_at, kept.work_ends_at) == (0b0100111, time(7, 30), time(15))
    assert (kept.timezone, kept.languages) == ("Africa/Accra", ["fr", "en"])
    assert kept.updated_at > abena.updated_at
    assert Preferences.objects.get().collecting == "daily"
    switched = set(KindPreference.objects.values_list("kind", "way", "is_on"))
    assert switched == {("news", "email", False), ("quiet", "email", True)}, "only what is not the default"


def test_the_page_shows_what_is_kept(reader, abena):
    reader.post(SETTINGS, SAID_BY_ABENA)
    html = words(reader.get(SETTINGS))
    assert '<option value="Africa/Accra" selected>Accra</option>' in html
    assert 'name="work_starts_at" value="07:30"' in html
    assert 'name="on_quiet_email" ' in html
    assert html.count("checked") == 4 + 1 + 2, "workdays, how they come, two kinds"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"workdays": []}, "Choose at least one workday."),
        ({"work_ends_at": "07:30"}, "Work cannot start and end at the same time."),
        ({"work_starts_at": "soon"}, "Enter a valid time."),
        ({"timezone": "Mars/Olympus"}, "Select a valid choice."),
        ({"language_0": "Martian"}, "Select a valid choice."),
        ({"collecting": "never"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_kept(reader, abena, wrong, said):
    answer = reader.post(SETTINGS, {**SAID_BY_ABENA, **wrong})
    assert answer.status_code == 422
    assert said in words(answer)
    assert Person.objects.get(pk=abena.pk).timezone == "Europe/Berlin"
    assert not Preferences.objects.exists()


def test_a_language_that_the_page_does_not_know_by_name_stays(reader, abena):
    Person.objects.filter(pk=abena.pk).update(languages=["gsw", "pt-BR", "en", "fr"])
    html = words(reader.get(SETTINGS))
    assert '<option value="gsw" selected>gsw</option>' in html
    assert '<option value="pt-BR" selected>Brazilian Portuguese</option>' in html
    assert 'name="language_3"' in html


def test_what_waits_is_planned_anew_after_a_change_of_hours(reader, tell, abena):
    Person.objects.filter(pk=abena.pk).update(workdays=0)
    abena.refresh_from_db()
    tell("act", as_of=timezone.now())
    assert Dispatch.objects.get().due_at > timezone.now()
    reader.post(SETTINGS, SAID_BY_ABENA)
    assert Dispatch.objects.get().due_at <= timezone.now()


def test_the_page_takes_few_queries(reader):
    reader.get(SETTINGS)
    with CaptureQueriesContext(connection) as made:
        reader.get(SETTINGS)
    assert len(made) <= 12


def test_a_test_message_comes_at_once_in_hours_and_says_when_outside_of_them(reader, abena):
    Person.objects.filter(pk=abena.pk).update(**ALWAYS)
    answer = reader.post("/settings/test/", follow=True)
    assert f"A test message is on its way to {abena.email}." in words(answer)
    Message.objects.all().delete()
    Person.objects.filter(pk=abena.pk).update(workdays=0)
    answer = reader.post("/settings/test/", follow=True)
    assert "A test message comes in your working hours" in words(answer)


def test_a_paused_address_is_said_and_can_be_used_again(reader, abena):
    PausedAddress.objects.create(person=abena, address=abena.email, reason="550 unknown", paused_at=NIGHT)
    html = words(reader.get(SETTINGS))
    assert f"Email to {abena.email} is paused" in html
    assert "550 unknown" in html
    answer = reader.post("/settings/email/", follow=True)
    assert f"Email goes to {abena.email} again." in words(answer)
    assert not PausedAddress.objects.exists()


def unsubscribe(person: Person, kind: str) -> str:
    return reverse("notifications:unsubscribe", args=[ending_token(person, kind)])


def test_one_click_ends_a_kind_without_signing_in_and_a_look_at_the_page_does_not(abena):
    mail_program = Client(enforce_csrf_checks=True)
    address = unsubscribe(abena, "news")
    assert "Stop these emails?" in words(mail_program.get(address))
    assert not KindPreference.objects.exists()
    answer = mail_program.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    choices = choices_of([abena.pk])[abena.pk]
    assert choices.switched == {("news", "email"): False}
    assert mail_program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "You get these emails again" in words(mail_program.post(address, {"again": "1"}))
    assert not KindPreference.objects.exists()


def test_a_collected_mail_ends_every_kind_that_may_be_off(abena, tell, send, mailoutbox):
    Client().post(unsubscribe(abena, "*"))
    for number, kind in enumerate(("act", "news", "alarm")):
        tell(kind, number)
    send(abena)
    assert [mail.subject for mail in mailoutbox] == ["Number 2"]


@pytest.mark.parametrize(
    "token",
    ["xxx", "a:b:c", ending_token(Person(public_id="per_none"), "news")],
    ids=["no token", "no signature", "of nobody"],
)
def test_a_token_that_is_not_ours_is_nothing(token, db):
    address = reverse("notifications:unsubscribe", args=[token])
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404


def test_a_token_of_one_person_says_nothing_of_another(abena):
    address = unsubscribe(abena, "news")
    assert Client().get(address[:-2] + "x/").status_code == 404
    assert not SAID
