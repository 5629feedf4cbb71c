"""What the digest looks like: both parts say the same, and ask for nothing from elsewhere."""

import re

import pytest

from content.activity.services import start_module
from tests.channels.digest.conftest import MONDAY, SITE, links
from tests.company import module, skill

pytestmark = pytest.mark.django_db


def test_both_parts_have_the_same_links_all_of_the_site(abena, mailed):
    mail = mailed(abena)
    html = set(re.findall(r'href="([^"]+)"', mail.alternatives[0].content.replace("&amp;", "&")))
    plain = set(re.findall(r"https?://\S+", mail.body))
    assert html == plain
    assert all(one.startswith(f"{SITE}/") for one in html | plain)


def test_it_asks_for_nothing_from_elsewhere_and_is_read_in_the_dark(abena, mailed):
    html = mailed(abena).alternatives[0].content
    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import|style=", html)
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"{[{%#]", html + mailed_text(html))


def mailed_text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_plain_text_has_no_gaps_and_no_leftovers(abena, mailed):
    body = mailed(abena).body
    assert "\n\n\n" not in body
    assert not re.search(r"{[{%#]|<\w|&\w+;", body)
    assert "closes Refund policy 1 → 3" in body
    assert "SQL: Which of these holds?" in body


def test_it_begins_with_what_was_started_as_home_does(abena, mailed):
    other = module("Beside the plan", skill("Refund policy"), 1, 2, minutes=4)
    start_module(person=abena, module=other, started_at=MONDAY)
    body = mailed(abena).body
    assert body.index("Beside the plan") < body.index("The refund change")


def test_what_people_wrote_is_escaped(abena, mailed):
    type(abena).objects.filter(pk=abena.pk).update(given_name="<b>Abena</b>")
    abena.refresh_from_db()
    mail = mailed(abena)
    assert "<b>Abena</b>" in mail.body
    assert "&lt;b&gt;Abena&lt;/b&gt;" in mail.alternatives[0].content


def test_many_links_are_each_another(abena, mailed):
    found = links(mailed(abena))
    assert len(found) == len(set(found)) == 6
