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
    assert not tables[basis].about_80.is_too_sure
    assert tables[basis].whole.brier < 0.15


def test_true_levels_are_known_for_certain(tables):
    whole = tables[Basis.TRUE_LEVELS].whole
    assert whole.expected == whole.said
