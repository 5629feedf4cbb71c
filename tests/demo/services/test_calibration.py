"""In the demo company, what is said is held against what came later and against what is true."""

import pytest

from assessments.calibration.choices import Basis
from assessments.calibration.reports import calibrations
from assessments.calibration.services import check_statements
from assessments.gaps.services import refresh_gap_reports
from assessments.marks.models import StaleMark
from demo.services.calibration import check_true_levels
from tests.backing.worlds import world
from tests.demo.conftest import NOW


@world
def tables(loaded, company) -> dict[Basis, object]:
    refresh_gap_reports(person_ids=list(StaleMark.objects.values_list("person_id", flat=True)), as_of=NOW)
    check_statements(as_of=NOW)
    check_true_levels(company, NOW)
    return {one.basis: one for one in calibrations()}


@pytest.mark.parametrize("basis", list(Basis))
def test_there_is_enough_to_say(tables, basis):
    assert tables[basis].about_80.is_enough
    assert tables[basis].has_bins


@pytest.mark.parametrize("basis", list(Basis))
def test_what_is_said_is_not_surer_than_it_should_be(tables, basis):
    table = tables[basis]
    assert not table.about_80.is_too_sure
    assert table.whole.brier <= table.whole.expected_brier


def test_against_true_levels_what_is_said_is_as_right_as_it_claims(tables):
    """The raters of the demo err as the policy supposes."""
    table = tables[Basis.TRUE_LEVELS]
    for came in (table.whole, table.about_80):
        assert not came.is_too_sure
        assert not came.is_too_cautious
    assert table.whole.brier < 0.10


def test_true_levels_are_known_for_certain(tables):
    whole = tables[Basis.TRUE_LEVELS].whole
    assert whole.expected == whole.said
