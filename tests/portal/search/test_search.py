"""The search page and its partial: modules, skills, and the people one may see."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.backing.examples import examples
from tests.company import module, skill
from tests.flows.reading import words


def search(company, who, text, **headers):
    return company.browser(who).get(reverse("portal:search"), {"q": text}, headers=headers)


def test_what_is_found_comes_by_kind(company):
    page = words(search(company, company.abena, "refund"))
    assert "Modules The refund change Article · 6 min" in page
    assert "Skills Refund policy" in page
    assert "People" not in page


def test_a_person_is_found_with_what_they_do(company):
    assert "People Abena Osei SUP-1" in words(search(company, company.marta, "abe"))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("abena", True), ("marta", True), ("grace", True), ("ruth", True), ("kofi", False), ("rui", False)],
)
def test_only_people_whom_one_may_see_are_found(company, who, sees):
    page = words(search(company, getattr(company, who), "osei"))
    assert ("Abena Osei" in page) == sees


def test_a_draft_is_found_by_those_who_write(company):
    module("Refund rules from May", skill(), 1, 2, status="draft")
    assert "Refund rules from May" in words(search(company, company.ines, "may"))
    assert "No results for “may”" in words(search(company, company.abena, "may"))


def test_the_dialog_gets_the_list_alone(company):
    part = search(company, company.abena, "refund", HX_Request="true").content.decode()
    assert part.startswith("<h3>Modules</h3>")
    assert "<html" not in part
    assert "No results" in search(company, company.abena, "fax", HX_Request="true").content.decode()


def test_without_a_question_the_page_says_what_to_do(company):
    assert "Type what you are looking for." in words(search(company, company.abena, "  "))


def test_what_was_typed_is_shown_as_it_was_and_never_run(company):
    page = search(company, company.abena, "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(25),
)
@example("\x00")
@example("{{ q }} {% url %} %s")
@given(text=st.text(max_size=100))
def test_no_text_breaks_the_page(company, text):
    assert search(company, company.ruth, text).status_code == 200


def test_a_long_list_is_cut_and_reads_a_fixed_number_of_times(company, django_assert_max_num_queries):
    for number in range(12):
        module(f"Refund {number}", skill(), 1, 2)
    search(company, company.ruth, "refund")
    with django_assert_max_num_queries(14):
        page = search(company, company.ruth, "refund")
    assert words(page).count("min") == 8
