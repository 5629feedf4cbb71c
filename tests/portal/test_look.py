from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from lifow.base.heat_map import HeatCell, person_cell, share_cell
from lifow.base.templatetags import display

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_three_in_the_afternoon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def render(source: str, **context: object) -> str:
    return Template("{% load display %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3, minutes=40), "3 h ago"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=8), "10 Nov 2026"),
        (timedelta(hours=-2), "in 2 h"),
        (timedelta(days=-1), "tomorrow"),
        (timedelta(days=-4), "in 4 days"),
    ],
)
def test_a_moment_is_relative_up_to_a_week(age, words):
    assert f">{words}</time>" in display.ago(NOW - age)


def test_the_title_of_a_moment_is_exact():
    assert 'title="17 November 2026, 15:00"' in display.ago(NOW - timedelta(days=1))


def test_a_day_without_a_time_has_no_hours():
    assert display.ago(NOW.date()) == '<time datetime="2026-11-18" title="18 November 2026">today</time>'
    assert display.ago(None) == ""


@pytest.mark.parametrize(("value", "words"), [(4, "4 min"), (60, "1 h"), (80, "1 h 20 min"), (0, "0 min")])
def test_minutes_have_their_unit(value, words):
    assert display.minutes_in_words(value) == words


def test_a_share_with_its_interval():
    assert render("{% percent_range 0.724 0.68 0.757 %}") == "72% (68–76)"
    assert render("{{ share|percent }}", share=None) == "–"


def test_a_level_bar_says_the_two_numbers_in_words():
    html = render("{% level_bar 2.1 3 0.4 1 5 %}")
    assert "You 2" in html
    assert "Needed 3" in html


def test_a_level_bar_that_nobody_knows_is_hatched_and_shows_no_number():
    html = render("{% level_bar level 3 %}", level=None)
    assert "url(#hatch)" in html
    assert "Not assessed yet" in html
    assert "level-known" not in html


def test_a_heat_cell_escapes_what_it_shows():
    html = render("{% heat_cell cell %}", cell=HeatCell(text="<b>", step="1", words='"x"', url="/a?b=1&c=2"))
    assert "<b>" not in html
    assert "/a?b=1&amp;c=2" in html
    assert "&quot;x&quot;" in html


def test_a_critical_cell_says_so_in_words():
    html = render("{% heat_cell cell %}", cell=HeatCell(text="1/2", step="1", words="", critical=True))
    assert "critical</span>" in html


def test_a_cell_with_a_number_says_in_words_that_it_is_to_be_assessed_first():
    cell = person_cell(level=2, needed=3, status="assess_first")
    html = render("{% heat_cell cell %}", cell=cell)
    assert '2/3</span><span class="sr"> About 2, needed 3, needs assessment</span>' in html
    mostly_unknown = share_cell(open_gaps=1, assessed=2, unassessed=5)
    assert "5 not assessed yet</span>" in render("{% heat_cell cell %}", cell=mostly_unknown)


def test_a_cell_whose_number_says_it_all_is_read_once():
    html = render("{% heat_cell cell %}", cell=person_cell(level=2, needed=3, status="gap"))
    assert 'title="Level 2, needed 3"' in html
    assert '<span class="sr"> </span>' in html


def test_a_chosen_theme_is_drawn_by_the_server_and_nothing_else_is_taken():
    request = RequestFactory().get("/")
    for cookie, drawn in {"dark": "lifow-dark", "light": "lifow-light", '"><script>': ""}.items():
        request.COOKIES = {"theme": cookie}
        assert display.theme(Context({"request": request})) == drawn
