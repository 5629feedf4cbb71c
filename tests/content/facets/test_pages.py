"""HR keeps the list on its pages: what waits is taken or merged, and bad input is told and kept."""

import pytest
from django.test import Client
from django.urls import reverse

from content.facets import services
from content.facets.models import Facet, FacetValue
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import person

pytestmark = pytest.mark.django_db
FACETS = reverse("content:facets")


@world
def hr() -> Person:
    return person("Ruth Amankwah", is_hr_admin=True)


@world
def waiting(hr) -> FacetValue:
    """A value that waits beside two of the list."""
    product = services.add_facet(name="Product")
    for name in ("Payments", "Reports"):
        services.add_value(facet=product, name=name)
    services.note_facets(facets={"product": ["Paymnets"]}, by=hr)
    return FacetValue.objects.waiting().get()


@pytest.fixture
def hr_client(hr) -> Client:
    client = Client()
    client.force_login(hr)
    return client


def address(of: Facet | FacetValue) -> str:
    if isinstance(of, Facet):
        return reverse("content:facet", args=[of.public_id])
    return reverse("content:facet_value", args=[of.facet.public_id, of.public_id])


def test_what_waits_is_shown_with_who_brought_it_and_taken_with_one_button(hr_client, waiting):
    page = hr_client.get(FACETS).content.decode()
    assert "Product: Paymnets" in page
    assert "Ruth Amankwah" in page
    done = hr_client.post(address(waiting), {"act": "list", "then": "facets"}, follow=True)
    assert "“Paymnets” is in the list" in done.content.decode()
    assert "Waits for you" not in done.content.decode()


def test_a_slip_is_merged_on_its_page(hr_client, waiting):
    payments = FacetValue.objects.get(key="Payments")
    asked = hr_client.post(address(waiting), {"act": "merge", "into": ""})
    assert asked.status_code == 422
    assert "Choose which one it is to stand for." in asked.content.decode()
    done = hr_client.post(address(waiting), {"act": "merge", "into": payments.public_id}, follow=True)
    assert "“Paymnets” stands for “Payments”" in done.content.decode()
    waiting.refresh_from_db()
    assert waiting.merged_into == payments


def test_a_facet_is_added_renamed_moved_and_retired(hr_client, waiting):
    made = hr_client.post(FACETS, {"name": "Region"}, follow=True)
    region = Facet.objects.get(key="region")
    assert "Add its values." in made.content.decode()
    hr_client.post(address(region), {"act": "add", "name": "North"})
    hr_client.post(address(region), {"act": "rename", "name": "Market"})
    hr_client.post(address(region), {"act": "up"})
    region.refresh_from_db()
    assert (region.name, region.values_in_it.get().name) == ("Market", "North")
    assert Facet.objects.listed().in_order()[0] == region
    hr_client.post(address(region), {"act": "retire"})
    assert region in [row.facet for row in hr_client.get(FACETS).context["retired"]]


@pytest.mark.parametrize(("act", "typed"), [("add", "payments"), ("rename", ""), ("add", "x" * 101)])
def test_what_is_refused_stays_typed(hr_client, waiting, act, typed):
    refused = hr_client.post(address(waiting.facet), {"act": act, "name": typed})
    assert refused.status_code == 422
    assert refused.context[act]["name"].value() == typed


def test_a_name_that_looks_like_markup_is_text(hr_client):
    hr_client.post(FACETS, {"name": "<b>Region</b>"})
    made = Facet.objects.get()
    for url in (FACETS, address(made)):
        assert "<b>Region</b>" not in hr_client.get(url).content.decode()


def test_the_page_reads_as_often_for_many_values(hr_client, waiting, django_assert_max_num_queries):
    hr_client.get(FACETS)
    with django_assert_max_num_queries(12):
        hr_client.get(FACETS)
    services.note_facets(facets={"product": [f"p{number}" for number in range(30)]}, by=None)
    with django_assert_max_num_queries(12):
        hr_client.get(FACETS)
