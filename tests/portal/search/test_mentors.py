"""Mentors are found by every colleague, without what is for their managers and HR alone."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.gaps.reports import strengths_shown
from lifow.base.passages.services import refresh_stale
from lifow.people.persons.models import ExternalId, Person
from mentoring.mentors.models import Mentor
from tests.backing.worlds import world
from tests.company import compute, give, observe, person, role, skill
from tests.flows.reading import words
from tests.mentoring.programme import learner_with_a_gap, leaves, proposal, proven_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def abena() -> Person:
    return learner_with_a_gap()


@world
def priya(abena) -> Mentor:
    offer = proven_mentor(about="I have settled a thousand parcels that never came.")
    Person.objects.filter(pk=offer.person_id).update(languages=["en", "es"])
    ExternalId.objects.create(person=offer.person, source="hris", value="LF777")
    give(offer.person, role("Refund specialist", Refund_policy=2))
    for name in ("Deepa Menon", "Jonas Berg"):
        observe(offer.person, skill(), 5, source="peer", rater=person(name))
    compute(offer.person)
    return offer


def found(who: Person, text: str) -> str:
    while refresh_stale():
        pass
    client = Client()
    client.force_login(who)
    return words(client.get(reverse("portal:search"), {"q": text}))


def page_of(who: Person, offer: Mentor) -> str:
    client = Client()
    client.force_login(who)
    return words(client.get(reverse("portal:mentor", args=[offer.person.public_id])))


@pytest.mark.parametrize(
    "text", ["Priya", "who can do refund policy in Spanish", "parcels that never came", "mentor spanish"]
)
def test_a_learner_finds_a_mentor_by_name_skill_language_and_words(abena, priya, text):
    assert strengths_shown([priya.person_id]) == {priya.person_id: [skill()]}
    assert "Priya Nair Mentor" in found(abena, text)


@pytest.mark.parametrize("secret", ["LF777", "address"])
def test_numbers_and_addresses_find_nobody(abena, priya, secret):
    text = priya.person.email if secret == "address" else secret
    assert "Priya Nair" not in found(abena, text)
    assert text not in page_of(abena, priya)


def test_the_page_tells_no_level_and_leads_to_asking(abena, priya):
    page = page_of(abena, priya)
    assert "Speaks English, Spanish" in page
    assert "I have settled a thousand parcels" in page
    assert f"Ask now {skill()}" in page
    assert "level" not in page.lower()


def test_who_is_on_the_shortlist_can_be_asked(abena, priya):
    assert "Ask to be mentored" not in page_of(abena, priya)
    proposal(abena, priya, skill())
    assert "Ask to be mentored" in page_of(abena, priya)


def test_who_stops_or_leaves_is_found_no_more(abena, priya):
    address = reverse("portal:mentor", args=[priya.person.public_id])
    client = Client()
    client.force_login(abena)
    Mentor.objects.filter(pk=priya.pk).update(is_willing=False)
    assert "Priya Nair" not in found(abena, "Priya")
    assert client.get(address).status_code == 404
    Mentor.objects.filter(pk=priya.pk).update(is_willing=True)
    assert "Priya Nair Mentor" in found(abena, "Priya")
    leaves(priya.person)
    assert "Priya Nair" not in found(abena, "Priya")
    assert client.get(address).status_code == 404


def test_hr_finds_a_mentor_once_among_people(abena, priya):
    ruth = person("Ruth Amsel", is_hr_admin=True)
    page = found(ruth, "Priya")
    assert "Priya Nair Person" in page
    assert "Priya Nair Mentor" not in page


def test_the_page_of_a_mentor_reads_a_fixed_number_of_times(abena, priya, django_assert_max_num_queries):
    page_of(abena, priya)
    client = Client()
    client.force_login(abena)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("portal:mentor", args=[priya.person.public_id])).status_code == 200
