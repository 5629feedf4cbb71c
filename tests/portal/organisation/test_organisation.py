"""HR's pages: where to act first, the numbers with their bases, units × skills, what has to be made."""

import re

import pytest
from django.urls import reverse

from assessments.aggregates.models import UnitTotals
from content.assignments.models import Assignment
from content.assignments.reports import overdue_in_all
from lifow.people.persons.models import OrgUnit, Person
from tests.company import count_up, give, module, person, role, skill, unit
from tests.content.assignments.assigning import assign_to
from tests.flows.reading import section, words
from tests.portal.conftest import bring_up_to_date, known, queries_of


def read(company, name, *args, **asked):
    return company.browser(company.ruth).get(reverse(f"portal:{name}", args=args), asked)


def test_where_to_act_first_stands_above_the_numbers_and_the_map(company):
    page = words(read(company, "organisation"))
    places = [page.index(part) for part in ("Where to act first", "All critical skills met", "Trend")]
    assert places == sorted(places)


def test_each_number_has_its_base(company):
    page = words(read(company, "organisation"))
    assert "Open gaps 1 of 6 requirements" in page
    assert "Critical gap 1 of 2 people Not enough known 1 of 2 people" in page
    assert "Not assessed yet 67% 4 of 6 requirements" in page
    assert "Content missing 0 of 1 skill with a gap" in page


def test_the_base_of_a_number_that_is_one_is_told_as_one(company):
    company.kofi.gap_reports.all().delete()
    company.abena.role_assignments.get().role_level.requirements.exclude(skill=company.refunds).delete()
    bring_up_to_date(company.abena)
    page = words(read(company, "organisation"))
    assert "Critical gap 1 of 1 person Not enough known 0 of 1 person Open gaps 1 of 1 requirement" in page
    assert "0 of 1 requirement Content missing" in page


def test_who_meets_all_critical_skills_has_people_and_an_interval_of_those_assessed(company):
    page = words(read(company, "organisation"))
    assert "All critical skills met 0 of 2 people · likely 0\u2060–\u20601 of the 1 assessed" in page


def test_the_trend_counts_the_same_people(company):
    trend = section(read(company, "organisation"), "Trend")
    assert "Now 0 of 2 1 of 2 33%" in trend


def test_the_three_actions_name_people_and_lead_to_them(company):
    company.refund_change.effects.all().delete()
    count_up()
    act = section(read(company, "organisation"), "Where to act first")
    assert "Close critical gaps in Refund policy 1 of the 2 people who need it has a critical gap." in act
    assert "Add a module for Refund policy 1 person has a gap between levels 2 and 3" in act
    assert "Assess SQL 2 of the 2 people who need it are not assessed yet." in act


def test_a_company_without_reports_says_that_they_follow(company):
    company.abena.gap_reports.all().delete()
    company.kofi.gap_reports.all().delete()
    count_up()
    page = words(read(company, "organisation"))
    assert "No gap report yet Gap reports are computed and appear within a minute." in page
    assert "All critical skills met" not in page


@pytest.mark.django_db
def test_a_company_that_begins_is_told_the_one_thing_that_comes_first(client):
    """No file that was imported is asked for again."""
    ruth = Person.objects.create(email="r@x.example", given_name="Ruth", is_hr_admin=True, is_staff=True)
    client.force_login(ruth)
    begin = [
        (lambda: None, "No people yet", "people_rosterimport_add"),
        (lambda: person("Abena Osei"), "No framework yet", "assessments_frameworkimport_add"),
        (lambda: role(Refund_policy=3), "Nobody has a role yet", "assessments_jobcoderule_changelist"),
    ]
    for step, title, page in begin:
        step()
        count_up()
        act = client.get(reverse("portal:organisation")).content.decode()
        assert title in act
        assert f'href="{reverse(f"admin:{page}")}"' in act
    Person.objects.filter(pk=ruth.pk).update(is_staff=False)
    act = client.get(reverse("portal:organisation")).content.decode()
    assert "Nobody has a role yet" in act
    assert "/admin/" not in act


def test_people_without_a_role_are_told_and_whoever_may_can_assign_one(company):
    header = "7 people · 5 without a role"
    assert header in words(read(company, "organisation"))
    assert "Assign roles" not in words(read(company, "organisation"))
    Person.objects.filter(pk=company.ruth.pk).update(is_staff=True)
    page = read(company, "organisation")
    act = section(page, "Where to act first")
    assert act.index("Assign roles 5 of 7 people have no role") < act.index("Close critical gaps")
    assert reverse("admin:assessments_jobcoderule_changelist") in page.content.decode()


def test_who_may_use_the_admin_is_led_there_and_to_its_list_of_people(company):
    assert "/admin/" not in read(company, "organisation").content.decode()
    Person.objects.filter(pk=company.ruth.pk).update(is_staff=True)
    page = read(company, "organisation").content.decode()
    assert f'<a href="{reverse("admin:index")}">Admin</a>' in page
    assert f'<a href="{reverse("admin:people_person_changelist")}">7 people</a>' in page


def test_the_map_counts_people_with_a_gap_of_those_assessed(company):
    page = read(company, "organisation_map")
    assert "Customer support" in words(page)
    assert "1 of 1 person has a gap, 1 not assessed yet" in page.content.decode()


def test_a_unit_opens_to_the_units_inside_and_they_to_their_people(company):
    support = OrgUnit.objects.get(name="Customer support")
    page = read(company, "organisation_map", unit=support.public_id)
    assert words(page).startswith("Organisation Larkfield Customer support")
    billing = OrgUnit.objects.get(name="Billing support")
    assert f"?unit={billing.public_id}" in page.content.decode()
    inside = words(read(company, "organisation_map", unit=billing.public_id))
    assert inside.startswith("Organisation Larkfield Customer support Billing support")
    assert "Abena Osei" in inside


def test_people_directly_in_a_unit_with_units_are_not_lost(company):
    support = OrgUnit.objects.get(name="Customer support")
    give(company.grace, company.abena.role_assignments.get().role_level)
    bring_up_to_date(company.grace)
    assert "Directly in Customer support" in words(read(company, "organisation_map", unit=support.public_id))
    direct = words(read(company, "organisation_map", unit=support.public_id, direct=1))
    assert "Grace Adeyemi" in direct
    assert "Abena Osei" not in direct
    of_skill = words(
        read(company, "organisation_skill", company.refunds.public_id, unit=support.public_id, direct=1)
    )
    assert "1 person needs it" in of_skill


def test_a_unit_that_is_not_there_is_not_found(company):
    assert read(company, "organisation_map", unit="nothing").status_code == 404
    assert read(company, "organisation_skill", company.refunds.public_id, unit="x").status_code == 404


def test_an_empty_unit_says_how_people_come(company):
    empty = unit("Legal", parent=unit("Larkfield"))
    assert "Nobody works in this unit yet" in words(read(company, "organisation_map", unit=empty.public_id))


def test_a_company_of_two_trees_begins_with_both(company):
    unit("Larkfield Iberia")
    page = words(read(company, "organisation_map"))
    assert "Larkfield Iberia" in page
    assert "Larkfield" in page
    assert "Open gaps 1" in words(read(company, "organisation"))


def test_the_people_of_a_skill_come_by_gap_then_by_what_nobody_knows(company):
    page = words(read(company, "organisation_skill", company.refunds.public_id))
    assert page.startswith("Organisation Larkfield Refund policy 2 people need it")
    first, second = "Abena Osei Gap critical Level 2 · Needed 3", "Kofi Mensah Needs assessment"
    assert page.index(first) < page.index(second)


def test_the_people_of_a_skill_are_those_of_the_unit(company):
    sales = OrgUnit.objects.get(name="Sales")
    assert "Nobody needs this skill here" in words(
        read(company, "organisation_skill", company.refunds.public_id, unit=sales.public_id)
    )


def test_what_has_to_be_made_is_one_click_from_making_it(company):
    company.refund_change.effects.all().delete()
    count_up()
    page = read(company, "missing_content")
    assert "1 skill has known gaps that no module closes." in words(page)
    assert "Refund policy 2 → 3 1 1" in words(page)
    make = f"{reverse('content:new')}?skill={company.refunds.public_id}&amp;from=2&amp;to=3"
    assert make in page.content.decode()


def test_a_module_takes_its_step_off_the_list(company):
    assert "Every known gap has a module" in words(read(company, "missing_content"))


def test_a_company_without_known_gaps_is_given_no_all_clear(company, client):
    company.refund_change.delete()
    company.abena.gap_reports.all().delete()
    count_up()
    assert "No gap is known yet" in words(read(company, "missing_content"))
    client.force_login(company.ines)
    assert "No gap is known yet." in words(client.get(reverse("content:authoring")))


def test_what_is_missing_counts_people_on_leave_where_that_is_asked(company):
    company.refund_change.effects.all().delete()
    company.abena.employments.update(status="leave")
    count_up()
    page = words(read(company, "missing_content"))
    assert "Of 8 people, 1 is on leave and not counted." in page
    assert "Every known gap has a module" in page
    counted = read(company, "missing_content", leave="counted", steps="all")
    assert "Refund policy 2 → 3 1 1" in words(counted)
    assert "1 is on leave and counted. Do not count them" in words(counted)
    text = counted.content.decode()
    assert f"{reverse('portal:organisation_skill', args=[company.refunds.public_id])}?leave=counted" in text
    assert f"{reverse('portal:missing_content')}?steps=all" in text, "the other choice keeps what is shown"


def test_more_skills_are_behind_an_address(company):
    role_level = company.abena.role_assignments.get().role_level
    for number in range(14):
        role_level.requirements.create(
            version=role_level.requirements.first().version, skill=skill(f"Skill {number}"), level=2
        )
    bring_up_to_date(company.abena, company.kofi)
    assert "5 more skills" in words(read(company, "organisation_map"))
    assert "more skills" not in words(read(company, "organisation_map", skills="all"))


def test_more_steps_to_make_are_behind_an_address(company):
    role_level = company.abena.role_assignments.get().role_level
    for number in range(17):
        what = skill(f"Skill {number}")
        role_level.requirements.create(version=role_level.requirements.first().version, skill=what, level=2)
        known(company.abena, what, 0.5, by=company.marta)
    bring_up_to_date(company.abena)
    page = words(read(company, "missing_content"))
    assert "more steps" in page
    assert page.count("Add module") == 15
    whole = words(read(company, "missing_content", steps="all"))
    assert whole.count("Add module") > 15
    assert "more steps" not in whole


@pytest.mark.parametrize("name", ["organisation", "organisation_map", "missing_content"])
def test_a_page_reads_as_often_for_two_people_as_for_twenty(company, name):
    small = queries_of(lambda: read(company, name))
    specialist = company.abena.role_assignments.get().role_level
    billing = OrgUnit.objects.get(name="Billing support")
    made = [person(f"Colleague {number}", manager=company.marta, org_unit=billing) for number in range(18)]
    for one in made:
        give(one, specialist)
    known(made[0], company.refunds, 1, by=company.marta)
    module("Another", company.refunds, 1, 2)
    bring_up_to_date(*made)
    assert queries_of(lambda: read(company, name)) == small <= 12


@pytest.mark.parametrize("query", [{}, {"skills": "all"}])
def test_the_map_reads_as_often_for_many_units_and_skills_as_for_few(company, query):
    support = OrgUnit.objects.get(name="Customer support")
    small = queries_of(lambda: read(company, "organisation_map", **query))
    needs = role("Lead", **{f"Skill_{number}": 3 for number in range(15)})
    for number in range(8):
        inside = unit(f"Team {number}", parent=support)
        one = person(f"Colleague {number}", org_unit=inside)
        give(one, needs)
        bring_up_to_date(one)
    assert queries_of(lambda: read(company, "organisation_map", **query)) == small <= 12


def test_a_skill_reads_as_often_for_two_people_as_for_twelve(company):
    units = [{}, {"unit": company.abena.employments.get().org_unit.public_id}]

    def page() -> list[object]:
        return [read(company, "organisation_skill", company.refunds.public_id, **query) for query in units]

    small = queries_of(page)
    specialist = company.abena.role_assignments.get().role_level
    for number in range(10):
        one = person(f"Colleague {number}")
        give(one, specialist)
        bring_up_to_date(one)
    assert queries_of(page) == small <= 2 * 12


@pytest.mark.parametrize("name", ["organisation", "organisation_map", "missing_content"])
def test_a_page_that_names_skills_says_whose_they_are(company, name):
    company.refunds.framework.attribution = "Crown copyright, OGL 3.0"
    company.refunds.framework.save()
    company.refund_change.effects.all().delete()
    count_up()
    assert "Crown copyright, OGL 3.0" in read(company, name).content.decode()
    billing = OrgUnit.objects.get(name="Billing support")
    inside = read(company, "organisation_map", unit=billing.public_id)
    assert "Crown copyright, OGL 3.0" in inside.content.decode()


def test_numbers_say_up_to_when_they_are_counted(company):
    for name in ("organisation", "organisation_map", "missing_content"):
        assert re.search(r"[Aa]s of \d\d:\d\d", words(read(company, name))), name


def test_numbers_that_nobody_has_added_up_yet_are_not_said_to_be_none(company):
    UnitTotals.objects.all().delete()
    assert "No numbers yet They are being added up" in words(read(company, "organisation"))


def test_units_come_in_pages(company):
    for number in range(55):
        unit(f"Unit {number:02}", parent=unit("Larkfield"))
    first = read(company, "organisation_map").content.decode()
    assert "Unit 40" in first
    assert "Unit 54" not in first
    assert "Unit 54" in read(company, "organisation_map", page=2).content.decode()


def test_what_is_overdue_is_one_row_with_its_act(company, django_assert_num_queries):
    assert "Remind of what is overdue" not in words(read(company, "organisation"))
    row = assign_to(company.abena, module("Data protection", company.refunds, 1, 2))
    Assignment.objects.update(overdue_count=3)
    assign_to(company.kofi, row.assignment.modules.get(), title="Phishing")
    Assignment.objects.filter(title="Phishing").update(overdue_count=1)
    page = read(company, "organisation")
    said = "4 assignments of people are past their due day; most in “Data protection”: 3."
    assert said in section(page, "Where to act first")
    assert f'href="{reverse("content:overdue")}"' in page.content.decode()
    with django_assert_num_queries(1):
        overdue_in_all()
