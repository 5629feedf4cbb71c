"""Somebody who is no mentor is found by colleagues for what they choose, and for nothing until they do."""

import pytest
from django.test import Client
from django.urls import reverse

from lifow.base.passages.services import refresh_stale
from lifow.people.persons.models import ExternalId, Person
from mentoring.mentors.models import FindableSkill, Mentor
from mentoring.mentors.reports import found_for
from tests.backing.worlds import world
from tests.company import compute, give, observe, person, role, skill
from tests.flows.reading import words
from tests.mentoring.programme import leaves

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def abena() -> Person:
    return person("Abena Osei")


@world
def noor() -> Person:
    """Strong in refund policy, as two colleagues have seen, and no mentor."""
    made = person("Noor Haddad", languages=["en", "es"])
    ExternalId.objects.create(person=made, source="hris", value="LF888")
    give(made, role("Refund specialist", Refund_policy=2))
    for name in ("Deepa Menon", "Jonas Berg"):
        observe(made, skill(), 5, source="peer", rater=person(name))
    compute(made)
    return made


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def found(who: Person, text: str) -> str:
    while refresh_stale():
        pass
    return words(browser(who).get(reverse("portal:search"), {"q": text}))


def choose(who: Person, *skills: str) -> int:
    return browser(who).post(reverse("portal:found_for"), {"skills": list(skills)}).status_code


@pytest.mark.parametrize("text", ["Noor", "who can do refund policy in Spanish", "someone who knows refunds"])
def test_nobody_is_found_who_has_not_chosen_it(abena, noor, text):
    assert "Noor Haddad" not in found(abena, text)
    assert browser(abena).get(reverse("portal:colleague", args=[noor.public_id])).status_code == 404
    assert choose(noor, skill().public_id) == 302
    assert "Noor Haddad Colleague" in found(abena, text)


def test_twice_is_once_and_none_is_nobodys(abena, noor):
    for _time in range(2):
        assert choose(noor, skill().public_id) == 302
    assert FindableSkill.objects.count() == 1
    assert choose(noor) == 302
    assert not FindableSkill.objects.exists()
    assert "Noor Haddad" not in found(abena, "Noor")


def test_only_what_others_have_seen_can_be_chosen(abena, noor):
    other = skill("SQL")
    assert choose(noor, other.public_id) == 422
    assert choose(abena, skill().public_id) == 422
    assert not FindableSkill.objects.exists()
    page = words(browser(abena).get(reverse("portal:found_for")))
    assert "Others have not seen enough of your work yet" in page


def test_what_the_work_does_not_show_any_more_finds_nobody(abena, noor):
    choose(noor, skill().public_id)
    assert found_for([noor.pk]) == {noor.pk: [skill()]}
    give(noor, role("Head of refunds", Refund_policy=5))
    for name in ("Kofi Mensah", "Marta Kowalczyk", "Rui Almeida"):
        observe(noor, skill(), 1, source="peer", rater=person(name))
    compute(noor)
    assert found_for([noor.pk]) == {}
    assert "Noor Haddad" not in found(abena, "Noor")
    assert browser(abena).get(reverse("portal:colleague", args=[noor.public_id])).status_code == 404


def test_the_page_tells_no_level_number_or_address_and_leads_to_asking(abena, noor):
    choose(noor, skill().public_id)
    page = words(browser(abena).get(reverse("portal:colleague", args=[noor.public_id])))
    assert "Speaks English, Spanish" in page
    assert f"Ask now {skill()}" in page
    for secret in ("level", "lf888", noor.email):
        assert secret not in page.lower()
    for secret in ("LF888", noor.email):
        assert "Noor Haddad" not in found(abena, secret)


def test_a_mentor_and_a_leaver_are_not_found_so(abena, noor):
    choose(noor, skill().public_id)
    offer = Mentor.objects.create(person=noor)
    page = found(abena, "Noor")
    assert "Noor Haddad Mentor" in page
    assert "Noor Haddad Colleague" not in page
    offer.delete()
    assert "Noor Haddad Colleague" in found(abena, "Noor")
    leaves(noor)
    assert "Noor Haddad" not in found(abena, "Noor")


def test_hr_finds_them_once_among_people(noor):
    choose(noor, skill().public_id)
    page = found(person("Ruth Amsel", is_hr_admin=True), "Noor")
    assert "Noor Haddad Person" in page
    assert "Noor Haddad Colleague" not in page


@pytest.mark.parametrize("name", ["portal:colleague", "portal:found_for"])
def test_both_pages_read_a_fixed_number_of_times(noor, django_assert_max_num_queries, name):
    choose(noor, skill().public_id)
    address = reverse(name, args=[noor.public_id] if name == "portal:colleague" else [])
    client = browser(noor)
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
