"""HR's numbers are the people's reports, added up; what is missing becomes a module, and plans change."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.aggregates.reports import group_numbers
from assessments.gaps.reports import gaps_of
from content.catalogue.services import Effect, ModuleContents, create_module, publish_module
from content.planning.reports import missing_material, plan_of
from content.planning.services import people_with_stale_plans, refresh_plans
from lifow.people.persons.models import Employment, Person
from tests.backing.worlds import world
from tests.company import compute, count_up, give, module, observe, person, role, skill, unit
from tests.flows.reading import section, words

pytestmark = pytest.mark.django_db


@world
def ruth() -> Person:
    return person("Ruth Amankwah", org_unit=unit("Larkfield"), is_hr_admin=True)


@world
def team(ruth: Person) -> list[Person]:
    """Three specialists: two have a gap in Refund policy that no module closes; one is not assessed yet."""
    specialist = role("Support specialist", Refund_policy=(3, 2, True), Empathy=2)
    billing = unit("Billing support", parent=unit("Larkfield"))
    made = [person(name, org_unit=billing) for name in ("Abena Osei", "Kofi Mensah", "Noor Haddad")]
    for one in made:
        give(one, specialist)
    for one in made[:2]:
        observe(one, skill("Refund policy"), 1)
        observe(one, skill("Empathy"), 1)
    module("Worry before question", skill("Empathy"), 1, 2)
    compute(ruth, *made, as_of=timezone.now())
    refresh_plans(person_ids=people_with_stale_plans(timezone.now()), as_of=timezone.now())
    count_up()
    return made


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_the_numbers_are_those_of_the_reports(ruth, team):
    reports = [gaps_of(one) for one in team]
    said = group_numbers(None).overview
    assert said.gaps == sum(len(one.gaps) for one in reports)
    assert said.critical_gaps == sum(row.is_critical for one in reports for row in one.gaps)
    assert said.required == sum(len(one.required) for one in reports)
    never = sum(not row.is_known for one in reports for row in one.required)
    assert said.never_assessed_share == pytest.approx(never / said.required)
    assert said.people_meeting == sum(one.critical_met is True for one in reports)
    assert said.people_with_critical_gaps == sum(one.critical_met is False for one in reports)
    assert said.people_unknown == sum(one.critical_met is None for one in reports)


def test_the_overview_says_where_to_act_first_in_numbers_of_people(ruth, team):
    page = signed_in(ruth).get(reverse("portal:organisation"))
    first = section(page, "Where to act first")
    assert "2 of the 3 people who need it have a critical gap" in first
    assert "Add a module for Refund policy" in first
    assert "1 of the 3 people who need it is not assessed yet" in first


def test_a_leaver_is_in_no_number(ruth, team):
    Employment.objects.filter(person=team[0]).update(status="terminated")
    count_up()
    page = section(signed_in(ruth).get(reverse("portal:organisation")), "Where to act first")
    assert "1 of the 2 people who need it has a critical gap" in page


def test_drilling_down_ends_at_the_people(ruth, team):
    browser = signed_in(ruth)
    skill_page = words(
        browser.get(reverse("portal:organisation_skill", args=[skill("Refund policy").public_id]))
    )
    assert skill_page.index("Abena Osei") < skill_page.index("Noor Haddad")
    assert "Abena Osei" in words(browser.get(reverse("portal:person", args=[team[0].public_id])))


def test_missing_material_becomes_a_module_and_plans_change(ruth, team):
    missing = missing_material([one.pk for one in team])
    assert [(str(one.skill), one.people) for one in missing] == [("Refund policy", 2)] * len(missing)
    assert "Refund policy" in words(signed_in(ruth).get(reverse("portal:missing_content")))
    effect = Effect(skill("Refund policy"), Decimal(1), Decimal(3))
    contents = ModuleContents(
        title="The refund change", kind="article", minutes=6, body="…", effects=[effect]
    )
    made = create_module(author=ruth, contents=contents)
    assert people_with_stale_plans(timezone.now()) == []
    publish_module(module=made)
    refresh_plans(person_ids=people_with_stale_plans(timezone.now()), as_of=timezone.now())
    planned = [step.item.module for step in plan_of(team[0], timezone.localtime()).steps]
    assert made in planned
    assert not missing_material([one.pk for one in team])
    count_up()
    assert "Every known gap has a module" in words(signed_in(ruth).get(reverse("portal:missing_content")))
