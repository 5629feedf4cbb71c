"""Reports that have long been history are deleted where the settings say so, but for checked ones."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.calibration.models import CheckedStatement
from assessments.calibration.services import check_statements, forget_old_reports
from assessments.calibration.tasks import forget_old_reports as forget_at_night
from assessments.gaps.models import GapReport
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
DAY = timedelta(days=1)


def test_history_goes_and_what_holds_and_what_was_checked_stays():
    abena = person()
    give(abena, role(SQL=3, Empathy=2))
    observe(abena, skill("SQL"), 3, source="self")
    compute(abena)
    observe(abena, skill("SQL"), 4, source="test", observed_at=NOON + DAY, recorded_at=NOON + DAY)
    compute(abena, as_of=NOON + DAY)
    observe(abena, skill("Empathy"), 2, observed_at=NOON + 2 * DAY)
    compute(abena, as_of=NOON + 2 * DAY)
    check_statements(as_of=NOON + 3 * DAY)
    checked = CheckedStatement.objects.get().report
    first, _second, current = GapReport.objects.order_by("as_of")
    assert checked == first
    assert forget_old_reports(before=NOON + DAY) == 0, "the second was current until two days later"
    assert forget_old_reports(before=NOON + 9 * DAY) == 1
    assert list(GapReport.objects.order_by("as_of")) == [first, current]
    assert CheckedStatement.objects.count() == 1


def test_by_default_history_is_kept(settings):
    abena = person()
    for day in range(3):
        observe(abena, skill("SQL"), day + 1, observed_at=NOON + day * DAY)
        compute(abena, as_of=NOON + day * DAY)
    assert GapReport.objects.count() == 3
    assert forget_at_night() == 0
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"reports": 1}
    assert timezone.now() > NOON + 9 * DAY
    assert forget_at_night() == 2
