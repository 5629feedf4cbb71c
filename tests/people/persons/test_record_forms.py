"""Records in the admin: judged as they will be, refused in words, and never with an error of the site."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from tests.backing.worlds import world
from tests.company import person, unit
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db
FIRST, LAST, NEXT = "2024-01-01", "2025-12-31", "2026-01-01"


@pytest.fixture
def root(client, db) -> Client:
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


@world
def abena() -> Person:
    return person("Abena Osei")


def post(
    client: Client, who: Person, *rows: dict[str, Any], external_ids: tuple[str, ...] = ()
) -> HttpResponse:
    """Save the person's page with these employments, those that have an `id` first, and new external ids."""
    page = reverse("admin:people_person_change", args=[who.pk])
    form = client.get(page).context["adminform"].form
    said = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    usual = {"org_unit": unit().pk, "status": "active", "starts_on": FIRST, "ends_on": "", "person": who.pk}
    for prefix, all_rows in (
        ("employments", [usual | row for row in rows]),
        ("external_ids", [{"source": "hris", "value": value, "person": who.pk} for value in external_ids]),
    ):
        said[f"{prefix}-TOTAL_FORMS"] = len(all_rows)
        said[f"{prefix}-INITIAL_FORMS"] = sum("id" in row for row in all_rows)
        for place, row in enumerate(all_rows):
            said |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return client.post(page, said)


def words(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_open_employment_is_closed_and_the_next_one_added_in_one_save(root, abena):
    now = abena.employments.get()
    saved = post(root, abena, {"id": now.pk, "ends_on": LAST}, {"starts_on": NEXT, "status": "leave"})
    assert saved.status_code == 302
    assert abena.employments.current().get().status == "leave"


def test_an_earlier_employment_is_opened_again_while_the_open_one_is_closed(root, abena):
    now = abena.employments.get()
    before = Employment.objects.create(
        person=abena, org_unit=unit(), starts_on=date(2020, 1, 1), ends_on=date(2023, 12, 31)
    )
    saved = post(
        root,
        abena,
        {"id": before.pk, "starts_on": "2020-01-01", "ends_on": ""},
        {"id": now.pk, "ends_on": LAST},
    )
    assert saved.status_code == 302
    assert abena.employments.current().get() == before


def test_the_open_employment_is_deleted_and_another_added_in_one_save(root, abena):
    now = abena.employments.get()
    saved = post(root, abena, {"id": now.pk, "DELETE": "on"}, {"starts_on": NEXT})
    assert saved.status_code == 302
    assert abena.employments.get().starts_on == date(2026, 1, 1)


@pytest.mark.parametrize("rows", [[{}, {"starts_on": NEXT}], [{"starts_on": NEXT}, {}]])
def test_two_open_employments_are_refused(root, rows):
    nobody = Person.objects.create(email="new@larkfield.example", given_name="New")
    assert "one open employment at a time" in words(post(root, nobody, *rows))
    assert not nobody.employments.exists()


def test_an_open_employment_that_the_page_did_not_show_is_told_of(root, abena):
    assert "has been added in the meantime" in words(post(root, abena, {"starts_on": NEXT}))


def test_the_rest_is_saved_where_no_employment_was_shown_nor_added(root, abena):
    assert post(root, abena).status_code == 302


def test_nobody_is_made_their_own_manager(root, abena):
    now = abena.employments.get()
    assert "Nobody reports to themself" in words(post(root, abena, {"id": now.pk, "manager": abena.pk}))


def test_an_employment_that_is_gone_already_is_no_error_of_the_site(root, abena):
    now = abena.employments.get()
    row = {"id": now.pk, "DELETE": "on"}
    assert [post(root, abena, row).status_code for _ in range(2)] == [302, 302]
    assert not abena.employments.exists()


def test_an_id_that_another_person_has_is_refused(root, abena):
    ExternalId.objects.create(source="hris", value="E1", person=person("Noor Haddad"))
    page = post(root, abena, {"id": abena.employments.get().pk}, external_ids=("E1",))
    assert "has given this id already" in words(page)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"ends_on": ""}, "one open employment at a time"),
        ({"ends_on": "2019-01-01"}, "The last day is before the first"),
        ({"ends_on": LAST, "manager": True}, "Nobody reports to themself"),
    ],
)
def test_one_employment_by_itself_is_refused_in_words(root, abena, said, reason):
    usual = {"person": abena.pk, "org_unit": unit().pk, "status": "active", "starts_on": FIRST}
    said = {name: abena.pk if value is True else value for name, value in said.items()}
    assert reason in words(root.post(reverse("admin:people_employment_add"), usual | said))


@pytest.mark.parametrize("name", ["Support", "Billing support"])
def test_an_org_unit_is_no_part_of_itself_nor_of_one_below_it(root, name):
    support = unit("Support")
    unit("Billing support", parent=unit("Tier one", parent=support))
    said = {"key": support.key, "name": support.name, "parent": unit(name).pk}
    said |= {"external_ids-TOTAL_FORMS": 0, "external_ids-INITIAL_FORMS": 0}
    page = root.post(reverse("admin:people_orgunit_change", args=[support.pk]), said)
    assert "not a part of itself, nor of one below it" in words(page)
    assert OrgUnit.objects.get(name="Support").parent is None


def test_every_rule_of_the_records_has_words_of_its_own():
    rules = [rule for model in (Employment, ExternalId, OrgUnit, Person) for rule in model._meta.constraints]
    assert [rule.name for rule in rules if rule.name in str(rule.get_violation_error_message())] == []


@pytest.mark.django_db(transaction=True)
def test_a_double_click_saves_once(root, abena):
    now = abena.employments.get()
    rows = ({"id": now.pk, "ends_on": LAST}, {"starts_on": NEXT})
    answers = at_once([partial(post, root, abena, *rows, external_ids=("E1",))] * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert (abena.employments.count(), abena.external_ids.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_an_employment_by_itself_saves_once(root):
    nobody = Person.objects.create(email="new@larkfield.example", given_name="New")
    said = {"person": nobody.pk, "org_unit": unit().pk, "status": "active", "starts_on": FIRST}
    answers = at_once([partial(root.post, reverse("admin:people_employment_add"), said)] * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
