"""The navigation: where each person goes, which page is current, and what waits there."""

import re

import pytest
from django.urls import reverse

from tests.company import observe
from tests.portal.conftest import lately

LINK = re.compile(r'<li><a href="([^"]+)"( aria-current="page")? data-go="(\w)">(.*?)</a>', re.DOTALL)


def navigation(company, who, page="portal:skills"):
    html = company.browser(who).get(reverse(page)).content.decode()
    links = LINK.findall(html)
    return [(url, bool(current), key, re.sub(r"<[^>]+>", "", label)) for url, current, key, label in links]


@pytest.mark.parametrize(
    ("who", "keys"),
    [("abena", "hslm"), ("marta", "hsltm"), ("ines", "hslmaq"), ("ruth", "hsltmaqo")],
)
def test_each_role_has_its_own_places_each_with_a_key(company, who, keys):
    assert "".join(key for _url, _current, key, _label in navigation(company, getattr(company, who))) == keys


def test_the_current_page_is_marked_once_also_below_it(company):
    marked = [url for url, current, _key, _label in navigation(company, company.abena) if current]
    assert marked == [reverse("portal:skills")]
    html = company.browser(company.marta).get(reverse("portal:ratings")).content.decode()
    assert [url for url, current, _key, _label in LINK.findall(html) if current] == [reverse("portal:team")]


def test_home_is_current_only_at_home(company):
    assert [current for _url, current, _key, _label in navigation(company, company.abena, "portal:home")] == [
        True,
        False,
        False,
        False,
    ]


def test_what_waits_is_counted_in_words_beside_the_place(company):
    observe(company.abena, company.refunds, 3, source="self", observed_at=lately())
    html = company.browser(company.marta).get(reverse("portal:skills")).content.decode()
    badge = '<span aria-hidden="true">1</span><span class="sr">1 rating to give</span>'
    assert f'Team <span class="nav-count" title="1 rating to give">{badge}</span>' in html
