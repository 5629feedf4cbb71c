"""Every page of the site, looked at on a desk and on a phone, by day and by night."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.backing.pages import COLOURS, WCAG
from tests.browser.looks import TARGETS, looks, overflow, show
from tests.browser.targets import small_targets
from tests.browser.visits import VISITS, Visit
from tests.larkfield import Larkfield
from tests.permissions.matrix import rows

pytestmark = pytest.mark.browser

NO_PAGES = {"portal:start", "healthz", "api:openapi", "people:own_data_file", "people:person_data_file"}
NO_PAGES |= {"channels:manifest", "channels:service_worker"}
NO_PAGES |= {"assessments:import_remarks", "mentoring:help_conversation"}
# Files: what is in them is tested where they are made.
NO_PAGES |= {"content:document", "content:document_file", "content:package_file"}
# An opened package is of one session: tests/browser/test_packages.py looks at it.
NO_PAGES |= {"content:package", "content:step_picture", "content:rehearse"}
NO_PAGES |= {"content:captions", "content:export", "content:video", "content:video_file"}
NO_PAGES |= {"channels:slack_installed"}
NO_PAGES |= {"channels:calendar_feed", "channels:server_metadata", "channels:resource_metadata"}
OURS = (
    "portal:",
    "people:",
    "notifications:",
    "assessments:",
    "content:",
    "mentoring:",
    "channels:",
    "api:docs",
)


@pytest.fixture
def visiting(page: Page, larkfield: Larkfield, sign_in: Callable[[Any], None]) -> Callable[[Visit], Page]:
    """`visiting(visit)`: the page as the role sees it, with its charts drawn."""

    def go(visit: Visit) -> Page:
        if visit.role:
            sign_in(larkfield[visit.role])
        response = page.goto(visit.url(larkfield))
        assert response is not None
        assert response.status == 200, page.title()
        expect(page.locator("[data-chart]:not([data-drawn])")).to_have_count(0)
        return page

    return go


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_is_accessible_fits_the_screen_and_complains_of_nothing(visit, visiting, axe):
    page = visiting(visit)
    shown = {}
    for size, scheme in looks():
        show(page, size, scheme)
        # By night it shows what it does by day, so that only its colours are left to be checked.
        axe(page, WCAG if scheme == "light" else COLOURS)
        text = page.inner_text("body")
        assert shown.setdefault(size, text) == text
        assert overflow(page) <= 0, f"{size}: {overflow(page)} px have to be scrolled sideways"
        assert small_targets(page, TARGETS[size]) == []


@pytest.mark.parametrize("viewport", [(390, 844)])
def test_the_map_of_the_organisation_takes_two_screens_of_a_phone(visiting):
    page = visiting(Visit("hr_admin", "portal:organisation_map"))
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 2 * 844


def test_every_page_of_the_site_is_among_them():
    opened = {row.name for row in rows() if row.method == "GET" and "200" in row.expected.values()}
    pages = {name for name in opened if name.startswith(OURS)} - NO_PAGES
    assert pages == pages & {visit.name for visit in VISITS}
