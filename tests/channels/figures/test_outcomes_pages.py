"""The page for stakeholders and its files say the same; what an hour costs is set on the page."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from django.test import Client
from pypdf import PdfReader

from channels.figures.choices import FigureKey, Period
from channels.figures.models import KeptFigure, LearningCost
from tests import company
from tests.backing.worlds import world
from tests.flows.reading import words

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGE = "/organisation/outcomes/"
FILES = ("/organisation/outcomes.csv", "/organisation/outcomes.pdf")


@world
def hr():
    return company.person("Ines Duarte", is_hr_admin=True)


@pytest.fixture
def browser(hr):
    client = Client()
    client.force_login(hr)
    return client


@pytest.fixture
def figures(hr):
    rows = [
        (FigureKey.PEOPLE_LEARNING, Period.NOW, 0.75, 59, 79),
        (FigureKey.PEOPLE_LEARNING, Period.BEFORE, 0.5, 40, 80),
        (FigureKey.MINUTES_LEARNED, Period.NOW, 440, 400, 440),
        (FigureKey.ANSWER_MINUTES, Period.NOW, 205, 100, 112),
        (FigureKey.LEVELS_PER_MINUTE, Period.NOW, 0.05, 30, 40),
    ]
    KeptFigure.objects.bulk_create(
        KeptFigure(
            key=key,
            period=period,
            value=value,
            number=number,
            base=base,
            low=value / 2,
            high=value * 2,
            counted_at=NOON,
        )
        for key, period, value, number, base in rows
    )


def table_of(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def pages_of(response):
    return PdfReader(BytesIO(response.content)).pages


def test_before_the_first_count_there_is_nothing_to_save(browser):
    assert "Nothing is counted yet" in words(browser.get(PAGE))
    assert [browser.get(file).status_code for file in FILES] == [302, 302]


def test_page_and_files_say_the_same(browser, figures):
    shown = words(browser.get(PAGE))
    [head, *rows] = table_of(browser.get(FILES[0]))
    printed = " ".join(page.extract_text() for page in pages_of(browser.get(FILES[1])))
    printed = " ".join(printed.split())
    assert len(head) == 7
    said = {title: (value, base, before, of) for _part, title, value, base, before, of, _how in rows}
    assert said["People who learned"] == ("75%", "59 of 79 people", "50%", "40 of 80 people")
    assert said["Time from need to answer"][0] == "3 h 25 min"
    for _part, title, value, base, *_rest in rows:
        for part in (title, value, base):
            assert part in shown
            assert part in printed


def test_all_of_it_stands_on_one_page_that_can_be_read_aloud(browser, figures):
    browser.post(PAGE, {"an_hour": "46", "currency": "eur"})
    response = browser.get(FILES[1])
    assert len(pages_of(response)) == 1
    reader = PdfReader(BytesIO(response.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "Outcomes of learning"


def test_an_hour_has_a_cost_once_it_is_set_and_none_once_it_is_emptied(browser, figures):
    assert "Cost of the minutes" not in words(browser.get(PAGE))
    for _twice in range(2):
        assert browser.post(PAGE, {"an_hour": "46.5", "currency": "eur"}).status_code == 302
    cost = LearningCost.objects.get()
    assert (str(cost.an_hour), cost.currency) == ("46.50", "EUR")
    shown = words(browser.get(PAGE))
    assert (
        "Cost of the minutes Minutes of learning, at the cost of an hour that HR has set: EUR 46.50" in shown
    )
    assert "EUR 341" in shown
    # 46.50 / 60 a minute, by 0.05 levels a minute.
    assert "EUR 15.50" in shown
    browser.post(PAGE, {"an_hour": "", "currency": "EUR"})
    assert not LearningCost.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"an_hour": "0", "currency": "EUR"}, "greater than or equal to"),
        ({"an_hour": "a lot", "currency": "EUR"}, "Enter a number"),
        ({"an_hour": "1e30", "currency": "EUR"}, "digits"),
        ({"an_hour": "46", "currency": ""}, "Say in which currency"),
        ({"an_hour": "46", "currency": "€"}, "Three capital letters"),
        ({"an_hour": "46", "currency": "=1+"}, "Three capital letters"),
    ],
)
def test_a_cost_that_is_none_says_why_and_keeps_what_was_typed(browser, figures, sent, says):
    response = browser.post(PAGE, sent)
    assert response.status_code == 422
    assert says in words(response)
    assert not LearningCost.objects.exists()
