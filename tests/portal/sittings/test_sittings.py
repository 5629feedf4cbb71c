"""Taking a quick check on pages: one question after the other, and what follows."""

import re

import pytest
from django.urls import reverse

from assessments.evidence.models import Evidence
from assessments.gaps.reports import gaps_of
from assessments.testing.sittings.models import Sitting
from content.planning.models import Plan
from tests.item_bank import place_of
from tests.portal.conftest import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(asked_company):
    return asked_company.browser(asked_company.abena)


def begun(browser, company) -> Sitting:
    answer = browser.post(reverse("portal:quick_check"), {"skill": company.sql.public_id})
    assert answer.status_code == 302
    return Sitting.objects.get()


def address(sitting: Sitting, number: int) -> str:
    return reverse("portal:sitting_question", args=[sitting.public_id, number])


def send(browser, sitting: Sitting, number: int, *, right: bool = True, **fields):
    asked = sitting.items.get(number=number)
    return browser.post(address(sitting, number), {**place_of(asked, right=right), **fields})


def sit_through(browser, sitting: Sitting, *, right: bool = True):
    number, answer = 0, None
    while Sitting.objects.open().filter(pk=sitting.pk).exists():
        number += 1
        answer = send(browser, sitting, number, right=right, confidence="sure")
    return answer


def test_a_quick_check_settles_the_skill_and_the_plan_follows_at_once(browser, asked_company):
    before = Plan.objects.get(person=asked_company.abena).computed_at
    sitting = begun(browser, asked_company)
    last = sit_through(browser, sitting, right=True)
    assert last.url == reverse("portal:sitting_result", args=[sitting.public_id])
    page = browser.get(last.url).content.decode()
    assert "Meets the needed level" in page
    assert Evidence.objects.filter(
        person=asked_company.abena, skill=asked_company.sql, source="test"
    ).exists()
    assert Plan.objects.get(person=asked_company.abena).computed_at > before
    [sql] = [row for row in gaps_of(asked_company.abena).required if row.skill == asked_company.sql]
    assert sql.is_met


def test_the_page_of_a_question_says_nothing_of_what_is_right(browser, asked_company):
    sitting = begun(browser, asked_company)
    asked = sitting.items.get()
    page = browser.get(address(sitting, 1)).content.decode()
    for option in asked.version.body["options"]:
        assert option["text"] in page
        assert option["rationale"] not in page
    assert "is_right" not in page
    assert not re.search(r'value="[a-d]"', page.split("data-answer")[1].split("confidence")[0])


def test_what_is_right_is_told_once_it_is_over(browser, asked_company):
    sitting = begun(browser, asked_company)
    sit_through(browser, sitting, right=False)
    page = browser.get(reverse("portal:sitting_result", args=[sitting.public_id])).content.decode()
    assert "It is not." in page
    assert "This one" in page


def test_going_back_shows_the_answer_and_another_one_is_refused(browser, asked_company):
    sitting = begun(browser, asked_company)
    send(browser, sitting, 1)
    page = browser.get(address(sitting, 1)).content.decode()
    assert "data-answer" not in page
    assert "This one" in page
    assert "It is so." not in page
    refused = send(browser, sitting, 1, right=False)
    assert refused.status_code == 409
    assert "The first answer counts" in refused.content.decode()
    assert sitting.items.get(number=1).score == 1


def test_an_answer_that_is_sent_again_leads_on(browser, asked_company):
    sitting = begun(browser, asked_company)
    first, again = (send(browser, sitting, 1, idempotency_key="k") for _twice in range(2))
    assert first.url == again.url == address(sitting, 2)
    assert sitting.items.count() == 2


def test_two_devices_see_the_same_question(asked_company, browser):
    sitting = begun(browser, asked_company)
    other = type(browser)()
    other.force_login(asked_company.abena)
    there = reverse("portal:sitting", args=[sitting.public_id])
    assert browser.get(there).url == other.get(there).url == address(sitting, 1)
    send(other, sitting, 1)
    assert browser.get(there).url == address(sitting, 2)


def test_a_later_question_leads_to_the_current_one(browser, asked_company):
    sitting = begun(browser, asked_company)
    for number in (2, 7, 10**9, 10**30):
        assert browser.get(address(sitting, number)).url == address(sitting, 1)


def test_an_empty_form_is_no_answer_and_i_dont_know_is_one(browser, asked_company):
    sitting = begun(browser, asked_company)
    empty = browser.post(address(sitting, 1), {"confidence": "sure"})
    assert empty.status_code == 422
    assert "say that you don’t know" in empty.content.decode()
    assert browser.post(address(sitting, 1), {"skip": "1"}).status_code == 302
    assert sitting.items.get(number=1).answer == {}


def test_anothers_sitting_is_not_there_and_a_manager_sees_the_level_alone(browser, asked_company):
    sitting = begun(browser, asked_company)
    pages = [address(sitting, 1), reverse("portal:sitting_result", args=[sitting.public_id])]
    kofi, marta = asked_company.browser(asked_company.kofi), asked_company.browser(asked_company.marta)
    assert [kofi.get(page).status_code for page in pages] == [404, 404]
    assert marta.get(pages[0]).status_code == 404
    assert marta.post(pages[0], {"skip": "1"}).status_code == 404
    sit_through(browser, sitting)
    told = marta.get(pages[1]).content.decode()
    assert "Meets the needed level" in told
    assert "Your answers" not in told
    assert "This one" not in told
    assert "answer" not in re.sub(r"<[^>]+>", "", told.split("<main")[1].split("</main")[0])


def test_who_ends_early_sees_what_came_of_it(browser, asked_company):
    sitting = begun(browser, asked_company)
    send(browser, sitting, 1)
    for _twice in range(2):
        ended = browser.post(reverse("portal:end_sitting", args=[sitting.public_id]))
        assert ended.url == reverse("portal:sitting_result", args=[sitting.public_id])
    assert "It was ended early" in browser.get(ended.url).content.decode()


def test_a_skill_without_questions_says_so(browser, asked_company):
    answer = browser.post(
        reverse("portal:quick_check"), {"skill": asked_company.refunds.public_id}, follow=True
    )
    assert "no questions of Refund policy" in answer.content.decode()


def test_what_is_uncertain_is_asked_about_where_no_skill_is_named(browser, asked_company):
    browser.post(reverse("portal:quick_check"))
    assert Sitting.objects.get().skills.get().skill == asked_company.sql


def test_tests_are_listed_with_what_is_open(browser, asked_company):
    page = browser.get(reverse("portal:tests")).content.decode()
    assert "4 questions, 3 min" in page
    sitting = begun(browser, asked_company)
    page = browser.get(reverse("portal:tests")).content.decode()
    assert reverse("portal:sitting", args=[sitting.public_id]) in page


def test_pages_of_a_sitting_take_a_fixed_number_of_queries(
    browser, asked_company, django_assert_max_num_queries
):
    sitting = begun(browser, asked_company)
    assert queries_of(lambda: browser.get(address(sitting, 1))) <= 8
    asked = sitting.items.get(number=1)
    with django_assert_max_num_queries(30):
        browser.post(address(sitting, 1), place_of(asked))
