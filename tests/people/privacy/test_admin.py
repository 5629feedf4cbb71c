"""Erasing somebody in the admin: chosen, shown, asked for once, confirmed by another."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lifow.people.persons.models import Person
from lifow.people.privacy.choices import ErasureState
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.services import carry_out_erasure
from lifow.people.roster.models import ErasedId
from tests.company import person

pytestmark = pytest.mark.django_db


def hr(name: str) -> Client:
    made = person(name, is_hr_admin=True, is_staff=True)
    Person.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=9))
    client = Client()
    client.force_login(made)
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"admin:people_erasure_{name}", args=args)


def test_one_asks_and_another_confirms(django_assert_max_num_queries):
    ruth, ines, abena = hr("Ruth Amankwah"), hr("Ines Carvalho"), person("Abena Osei")
    chosen = ruth.post(page("add"), {"person": abena.pk})
    assert chosen.headers["Location"] == f"{page('ask')}?person={abena.pk}"
    with django_assert_max_num_queries(180):
        shown = ruth.get(chosen.headers["Location"]).content.decode()
    assert "Employments" in shown
    assert "Ask for this person to be erased" in shown
    assert not Erasure.objects.exists()

    for _click in range(2):
        ruth.post(page("ask"), {"person": abena.pk})
    erasure = Erasure.objects.get()
    own = ruth.get(page("change", erasure.pk)).content.decode()
    assert "A second HR admin confirms" in own
    assert "Confirm, and erase" not in own
    ruth.post(page("confirm", erasure.pk))
    assert Erasure.objects.get().state == ErasureState.ASKED

    assert "Confirm, and erase" in ines.get(page("change", erasure.pk)).content.decode()
    for _click in range(2):
        ines.post(page("confirm", erasure.pk))
    assert carry_out_erasure(as_of=timezone.now())
    done = ines.get(page("change", erasure.pk)).content.decode()
    assert "Abena" not in done
    assert "Employments: 1" in done
    assert "Erased" in ines.get(page("changelist")).content.decode()
    assert ErasedId.objects.exists()
    ines.post(page("allow", erasure.pk))
    assert not ErasedId.objects.exists()


def test_it_can_be_withdrawn():
    ruth, abena = hr("Ruth Amankwah"), person("Abena Osei")
    hr("Ines Carvalho")
    ruth.post(page("ask"), {"person": abena.pk})
    erasure = Erasure.objects.get()
    ruth.post(page("withdraw", erasure.pk))
    assert Erasure.objects.get().state == ErasureState.WITHDRAWN
    assert "Confirm" not in ruth.get(page("change", erasure.pk)).content.decode()


def test_what_stands_against_it_is_said_and_nothing_is_asked():
    ruth = hr("Ruth Amankwah")
    me = Person.objects.get(given_name="Ruth")
    said = ruth.get(f"{page('ask')}?person={me.pk}").content.decode()
    assert "Nobody erases themselves" in said
    assert "Ask for this person" not in said
    ruth.post(page("ask"), {"person": me.pk})
    assert not Erasure.objects.exists()


def test_the_page_of_a_person_leads_there():
    ruth, abena = hr("Ruth Amankwah"), person("Abena Osei")
    shown = ruth.get(reverse("admin:people_person_change", args=[abena.pk])).content.decode()
    assert "Erase this person" in shown
    assert "What is kept about this person" in shown
    leads = ruth.get(reverse("admin:people_person_erase", args=[abena.pk]))
    assert leads.headers["Location"] == f"{page('ask')}?person={abena.pk}"


@pytest.mark.parametrize("name", ["ask", "confirm", "withdraw", "allow"])
def test_who_is_no_hr_admin_gets_nowhere(name):
    client = Client()
    client.force_login(person("Kofi Mensah", is_staff=True))
    url = page(name, *([] if name == "ask" else [1]))
    assert client.post(url, {"person": "1"}).status_code == 403
