"""Words begin and end where their column does."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from lifow.people.persons.models import Person

pytestmark = pytest.mark.browser
DESK, PHONE = (1280, 800), (390, 844)
# The left and the right end of an element's words, wherever its frame is.
WORDS = """(found) => {
    const range = document.createRange();
    range.selectNodeContents(found);
    const box = range.getBoundingClientRect();
    return [box.left, box.right];
}"""
# Where the text itself ends: what is read aloud only may lie beyond.
TEXT_END = """(found) => {
    const range = document.createRange();
    range.selectNode(found.firstChild);
    return range.getBoundingClientRect().right;
}"""
FRAME = """(found) => {
    const box = found.getBoundingClientRect();
    return [box.left, box.right];
}"""


def goto(page: Page, sign_in, who: Person, address: str) -> None:
    sign_in(who)
    page.goto(address)


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_quiet_buttons_at_the_end_of_a_line_end_where_the_others_do(page, larkfield, sign_in):
    goto(page, sign_in, larkfield.manager, reverse("notifications:inbox"))
    end = page.locator("#waiting .row-end .button").first.evaluate(FRAME)[1]
    for quiet in (page.locator("#updates .section-head form"), page.locator("#updates .row-end form").first):
        assert quiet.locator("button").evaluate(TEXT_END) == pytest.approx(end, abs=1)


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_results_begin_where_the_search_field_does(page, larkfield, sign_in):
    goto(page, sign_in, larkfield.learner, reverse("portal:search") + "?q=refund")
    field = page.locator("main input[type=search]").evaluate(FRAME)[0]
    for one in page.locator("main .search-results :is(h3, .row-title)").all():
        assert one.evaluate(WORDS)[0] == pytest.approx(field, abs=1)


@pytest.mark.parametrize("viewport", [DESK])
def test_a_team_of_seven_is_seen_whole_on_a_desk(page, larkfield, sign_in):
    goto(page, sign_in, larkfield.manager, reverse("portal:team"))
    assert page.locator(".heat-frame").evaluate("(found) => found.scrollWidth - found.clientWidth") <= 0


@pytest.mark.parametrize("viewport", [PHONE])
def test_labels_stand_as_close_to_their_fields_in_a_group_as_alone(page, larkfield, sign_in):
    goto(page, sign_in, larkfield.author, reverse("content:new"))
    gaps = {
        round(
            page.evaluate(
                """([label, field]) => field.getBoundingClientRect().top
            - label.getBoundingClientRect().bottom""",
                [label.element_handle(), field.element_handle()],
            )
        )
        for label, field in (
            (page.locator("label[for=id_title]"), page.locator("#id_title")),
            (page.locator("label[for=id_effects-0-skill]"), page.locator("#id_effects-0-skill")),
            (page.locator("#prerequisites > legend"), page.locator("#prerequisites > .hint")),
        )
    }
    assert len(gaps) == 1


@pytest.mark.parametrize("viewport", [(width, 800) for width in (800, 1000, 1024, 1160, 1280)])
def test_no_word_of_a_full_navigation_is_broken(page, larkfield, sign_in):
    who = larkfield.manager
    Person.objects.filter(pk=who.pk).update(is_hr_admin=True, is_author=True)
    goto(page, sign_in, who, reverse("portal:home"))
    for one in page.locator(".wordmark, .nav-list a").all():
        if one.is_visible():
            assert one.evaluate("(found) => found.getClientRects()[0].height") <= 44
            words = "(found) => { const range = document.createRange(); range.selectNodeContents(found);"
            assert one.evaluate(f"{words} return range.getBoundingClientRect().height }}") <= 30
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
