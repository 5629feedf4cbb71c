"""HR reads how often what was said to be likely came true, as soon as there is enough to say so."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.calibration.choices import Basis
from assessments.calibration.models import ReliabilityBin
from assessments.calibration.services import check_against_true_levels, check_statements
from tests.flows.reading import section, words
from tests.portal.conftest import bring_up_to_date, known, queries_of

LATER, TRUE = "Against later tests and observed work", "Against true levels"


def read(company):
    return company.browser(company.ruth).get(reverse("portal:calibration"))


def of_80(**numbers):
    ReliabilityBin.objects.filter(source="", number=8).update(
        **{"statements": 50, "chance": 42, "expected": 40, "squares": 8, "expected_squares": 8, **numbers}
    )


@pytest.fixture
def _checked(company):
    check_statements(as_of=timezone.now())


def test_before_the_first_night_it_says_what_will_be_there(company):
    assert "No statement is checked yet" in words(read(company))


@pytest.mark.usefixtures("_checked")
def test_too_few_statements_are_called_so(company):
    page = section(read(company), LATER)
    assert "0 statements that a level is met with 70% to 90% are checked: too few to say" in page
    assert "It takes 30." in page
    assert "Said and came true" not in page


@pytest.mark.usefixtures("_checked")
@pytest.mark.parametrize(
    ("came_true", "verdict"),
    [
        (40, "The difference may be chance."),
        (30, "So lifow is surer than it should be"),
        (49, "So lifow is less sure than it could be"),
    ],
)
def test_the_share_that_came_true_stands_beside_what_was_to_be_expected(company, came_true, verdict):
    of_80(came_true=came_true)
    page = section(read(company), LATER)
    assert f"Of 50 statements that a level is met with 70% to 90%, on average 84%, {2 * came_true}%" in page
    assert "It would be 80% if each was exactly right, as what comes later errs as well." in page
    assert verdict in page
    assert re.search(rf"80–90% {2 * came_true}% 80% \d+%–\d+% 50", page)
    assert "70–80% too few to say 0" in page
    assert f"All 50 84% {2 * came_true}% 80% 0.160 0.160" in page


def test_levels_that_were_made_up_are_marked_as_such(company):
    check_against_true_levels(levels={(company.abena.pk, company.refunds.pk): 2.0}, as_of=timezone.now())
    page = section(read(company), TRUE)
    assert "This company is made up" in page
    assert ReliabilityBin.objects.filter(basis=Basis.TRUE_LEVELS, statements=1, source="").count() == 1
    assert LATER not in words(read(company))


def test_it_is_among_the_pages_of_the_organisation(company):
    tabs = company.browser(company.ruth).get(reverse("portal:raters")).content.decode()
    assert 'href="/organisation/calibration/"' in tabs


@pytest.mark.usefixtures("_checked")
def test_it_reads_as_often_for_much_evidence_as_for_little(company):
    small = queries_of(lambda: read(company))
    for level in (1, 2, 3):
        known(company.abena, company.sql, level, by=company.marta)
    bring_up_to_date(company.abena)
    check_statements(as_of=timezone.now())
    assert queries_of(lambda: read(company)) == small <= 12
