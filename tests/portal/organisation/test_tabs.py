"""The pages of the organisation stand in a few tabs; an open tab that has several shows them below."""

import pytest

from portal.organisation.tabs import _pages, organisation_tabs

PAGES = [page for _label, pages in _pages() for _name, page in pages]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_in_one_open_tab(page):
    open_tabs = [tab for tab in organisation_tabs(page) if tab["current"]]
    [tab] = open_tabs
    current = [link for link in tab["pages"] if link["current"]]
    assert len(current) == (1 if tab["pages"] else 0)


def test_a_tab_leads_to_its_first_page_and_shows_its_pages_when_it_is_open():
    [ratings] = [tab for tab in organisation_tabs("portal:calibration") if tab["current"]]
    assert [link["label"] for link in ratings["pages"]] == [
        "How ratings differ",
        "Calibration",
        "Ratings asked",
    ]
    assert ratings["url"] == ratings["pages"][0]["url"]


def test_a_tab_of_one_page_and_a_closed_one_show_no_pages():
    assert not any(tab["pages"] for tab in organisation_tabs("portal:organisation"))
