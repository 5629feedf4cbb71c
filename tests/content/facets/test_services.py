"""The company's list of facets: what an author brings waits, a rename or a merge applies to all modules."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue.models import Module, ModuleDraft
from content.catalogue.reports import FILINGS, Wanted, filed_under, filed_under_by_key, find_modules
from content.catalogue.services import ModuleContents, create_module, publish_module, save_draft
from content.facets import services
from content.facets.choices import FacetState
from content.facets.models import Facet, FacetValue
from content.facets.reports import facet_list, kept, matched, new_facets, pairs_of
from content.facets.services import FacetError
from lifow.notifications.models import Message
from lifow.notifications.reports import put_into_words
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, person

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def author() -> Person:
    return person("Ines Carvalho", is_author=True)


@world
def product() -> Facet:
    """A facet of the list with two values."""
    made = services.add_facet(name="Product")
    for name in ("Payments", "Reports"):
        services.add_value(facet=made, name=name)
    return made


def contents(title: str = "Fees", **facets: list[str]) -> ModuleContents:
    return ModuleContents(title=title, kind="article", minutes=4, body="Fees.", facets=facets)


def published(author, title: str, **facets: list[str]) -> Module:
    return publish_module(module=create_module(author=author, contents=contents(title, **facets)))


def choices(facet: str) -> dict[str, int]:
    found = {one.name: one for one in find_modules(Wanted()).facets}
    return {one.label: one.count for one in found[facet].choices} if facet in found else {}


def titles(**facets: str) -> set[str]:
    ids = find_modules(Wanted(facets=facets)).ids
    return {Module.objects.get(pk=pk).title for pk in ids}


def test_what_an_author_brings_is_no_filter_until_hr_takes_it(author, product):
    published(author, "Fees", product=["Payments"])
    published(author, "Slip", product=["Paymnets"])
    assert choices("product") == {"Payments": 1}
    value = FacetValue.objects.waiting().get()
    assert (value.key, value.proposed_by) == ("Paymnets", author)
    services.list_value(value=value)
    assert choices("product") == {"Payments": 1, "Paymnets": 1}


def test_what_is_merged_counts_and_is_found_as_what_it_stands_for(author, product):
    published(author, "Fees", product=["Payments"])
    slip = published(author, "Slip", product=["Paymnets", "Payments"])
    payments, value = FacetValue.objects.get(key="Payments"), FacetValue.objects.waiting().get()
    services.merge_value(value=value, into=payments)
    assert choices("product") == {"Payments": 2}
    assert titles(product="Payments") == titles(product="Paymnets") == {"Fees", "Slip"}
    [filed] = filed_under(slip)
    assert (filed.name, [one.name for one in filed.values]) == ("Product", ["Payments"])
    told = Module.objects.prefetch_related(*FILINGS).get(pk=slip.pk)
    assert filed_under_by_key(told) == {"product": ["Payments"]}
    assert matched({"Product": ["paymnets"]}) == {"product": ["Payments"]}


def test_a_merge_leaves_what_was_reviewed_as_it_was_and_drafts_follow(author, product):
    slip = published(author, "Slip", product=["Paymnets"])
    save_draft(module=slip, contents=contents("Slip, again", product=["Paymnets"]), by=author)
    before = ModuleDraft.objects.get().contents
    value = FacetValue.objects.waiting().get()
    services.merge_value(value=value, into=FacetValue.objects.get(key="Payments"))
    assert ModuleDraft.objects.get().contents == before
    publish_module(module=slip)
    assert titles(product="Payments") == {"Slip, again"}


def test_a_chain_of_merges_ends_at_the_last_one_and_a_merge_is_undone(author, product):
    published(author, "Slip", product=["Paymnets"])
    value, payments = FacetValue.objects.waiting().get(), FacetValue.objects.get(key="Payments")
    services.merge_value(value=value, into=payments)
    services.merge_value(value=payments, into=FacetValue.objects.get(key="Reports"))
    assert choices("product") == {"Reports": 1}
    services.list_value(value=value)
    assert choices("product") == {"Paymnets": 1}


def test_a_rename_reads_so_everywhere_and_addresses_stay(author, product):
    published(author, "Fees", product=["Payments"])
    services.rename_value(value=FacetValue.objects.get(key="Payments"), name="Money in")
    services.rename_facet(facet=product, name="Area")
    [facet] = find_modules(Wanted()).facets
    assert (facet.name, facet.label) == ("product", "Area")
    assert choices("product") == {"Money in": 1}
    assert titles(product="Payments") == {"Fees"}
    assert matched({"area": ["money in"]}) == {"product": ["Payments"]}


def test_what_is_retired_is_no_filter_and_modules_keep_it(author, product):
    made = published(author, "Fees", product=["Payments"])
    services.retire_value(value=FacetValue.objects.get(key="Payments"))
    assert choices("product") == {}
    assert filed_under(made) == []
    assert Module.objects.get().facets == {"product": ["Payments"]}
    services.retire_facet(facet=product)
    assert facet_list().listed == ()
    services.add_facet(name="product")
    assert [one.name for one in facet_list().listed] == ["product"]


def test_a_misspelt_facet_is_merged_value_by_value(author, product):
    published(author, "Slip", prodct=["payments", "API"])
    odd = Facet.objects.waiting().get()
    services.merge_facet(facet=odd, into=product)
    assert titles(product="Payments") == {"Slip"}
    assert [one.facet for one in FacetValue.objects.filter(key="API").order_by("pk")] == [odd, product]
    assert FacetValue.objects.get(facet=product, key="API").state == FacetState.WAITING
    published(author, "Later", prodct=["Reports"])
    assert titles(product="Reports") == {"Later"}


def test_another_case_is_no_new_value(author, product):
    published(author, "Fees", product=["PAYMENTS"])
    assert new_facets({"PRODUCT": ["payments"]}) == []
    assert not FacetValue.objects.waiting().exists()
    assert choices("product") == {"Payments": 1}


@pytest.mark.parametrize(
    "act",
    [
        lambda one: services.add_facet(name=" product "),
        lambda one: services.add_facet(name=" "),
        lambda one: services.add_facet(name="x" * 101),
        lambda one: services.add_facet(name="a\x00b"),
        lambda one: services.add_value(facet=one, name="PAYMENTS"),
        lambda one: services.merge_facet(facet=one, into=one),
        lambda one: services.rename_value(value=value("Payments"), name="reports"),
        lambda one: services.merge_value(value=value("Payments"), into=value("Payments")),
    ],
)
def test_what_the_list_cannot_hold_is_refused_and_changes_nothing(product, act):
    before = facet_list()
    with pytest.raises(FacetError):
        act(product)
    assert facet_list() == before


def value(key: str) -> FacetValue:
    return FacetValue.objects.get(key=key)


def test_a_value_of_another_facet_is_nothing_to_merge_into(product):
    other = services.add_value(facet=services.add_facet(name="Region"), name="North")
    with pytest.raises(FacetError):
        services.merge_value(value=value("Payments"), into=other)


def test_a_list_has_its_bounds(product, monkeypatch):
    monkeypatch.setattr(services, "MOST_VALUES", 2)
    monkeypatch.setattr(services, "MOST_FACETS", 1)
    with pytest.raises(FacetError, match="at most 2 values"):
        services.add_value(facet=product, name="One more")
    with pytest.raises(FacetError, match="at most 1 facets"):
        services.add_facet(name="One more")
    assert services.note_facets(facets={"product": ["One more"]}, by=None) == []


def test_values_and_facets_change_places(product):
    region = services.add_facet(name="Region")
    services.move_facet(facet=region, places=-1)
    services.move_value(value=value("Payments"), places=1)
    services.move_value(value=value("Payments"), places=1)
    assert [one.name for one in facet_list().listed] == ["Region", "Product"]
    assert [one.name for one in facet_list().listed[1].values] == ["Reports", "Payments"]


ODD = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(ODD)
def test_whatever_is_stored_as_facets_is_read(stored):
    for name, one in pairs_of(stored):
        assert isinstance(name, str)
        assert isinstance(one, str)


def test_the_same_in_another_order_or_spelling_is_kept_word_for_word(product):
    before = {"product": ["Reports", "PAYMENTS"]}
    assert kept(before, {"product": ["Payments", "Reports"]}) is before
    assert kept(before, {"product": ["Payments"]}) == {"product": ["Payments"]}


def messages_of(who) -> list[Message]:
    return list(Message.objects.open().filter(receiver=who, kind="facets_waiting"))


def test_hr_is_told_once_of_what_waits_and_no_more_once_it_is_decided(author, product):
    hr = person("Olga Petrova", is_hr_admin=True)
    assert services.tell_of_waiting(as_of=NOON) == 0
    create_module(contents=contents(product=["Invoices"]), author=author)
    waiting = FacetValue.objects.waiting()
    waiting.update(created_at=NOON)
    assert [services.tell_of_waiting(as_of=NOON) for _again in range(2)] == [1, 0]
    [told] = put_into_words(messages_of(hr)).said.values()
    assert told.title == "1 value of a facet waits for you"
    assert not Message.objects.filter(receiver=author).exists()
    services.list_value(value=waiting.get())
    services.tell_of_waiting(as_of=NOON)
    assert messages_of(hr) == []


def test_what_comes_later_is_told_anew_after_a_week(author, product):
    hr = person("Olga Petrova", is_hr_admin=True)
    for number, day in enumerate((0, 1, 8)):
        at = NOON + timedelta(days=day)
        create_module(contents=contents(f"No {number}", product=[f"New {number}"]), author=author)
        FacetValue.objects.filter(key=f"New {number}").update(created_at=at)
        services.tell_of_waiting(as_of=at)
    kept = Message.objects.filter(receiver=hr, kind="facets_waiting").order_by("pk")
    assert [one.done_at is None for one in kept] == [False, True]
