"""Following the worker until every gap report and every plan is up to date."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.aggregates import services as aggregates
from assessments.calibration import services as calibration
from assessments.marks.models import StaleMark
from assessments.marks.services import start_refresh
from channels.figures.services import count_figures as count_figures_of_company
from content.coverage.services import note_change, refresh_missing_steps
from content.debt.services import list_debt
from content.effect.services import measure_effects
from content.figures.services import count_figures
from content.planning.services import people_with_stale_plans
from demo.company_files import read_company
from demo.processes import Child
from demo.services.calibration import check_true_levels
from lifow.base.passages.services import refresh_stale

POLL_SECONDS = 0.2
PATIENCE_SECONDS = 90


class DrainError(Exception):
    """Work that did not get done; the message says what and where to look."""


@dataclass(frozen=True, slots=True)
class Left:
    """People whose gap report, and whose plan, is still to be computed."""

    gaps: int
    plans: int

    @property
    def reports(self) -> int:
        """Gap reports and plans together."""
        return self.gaps + self.plans


def left() -> Left:
    """What is left to do now."""
    plans = people_with_stale_plans(timezone.now())
    return Left(gaps=StaleMark.objects.waiting().count(), plans=len(plans))


def drain(worker: Child, show: Callable[[Left], None]) -> None:
    """Send all that is stale to the worker and return once nothing is left; `show` is told what is.

    Raises ChildDiedError where the worker ends, DrainError where nothing moves for a minute and a half or a
    person's data could not be computed.
    """
    rest, moved_at = left(), time.monotonic()
    if rest.reports:
        start_refresh()
    while rest.reports:
        show(rest)
        time.sleep(POLL_SECONDS)
        worker.expect_alive()
        before, rest = rest, left()
        if rest != before:
            moved_at = time.monotonic()
        elif time.monotonic() - moved_at > PATIENCE_SECONDS:
            raise DrainError(_("The worker is not working. See %(log)s.") % {"log": worker.log})
    show(rest)
    _count_up()
    if StaleMark.objects.exists():
        raise DrainError(_("Some gap reports could not be computed. The admin's “Stale marks” say why."))


def _count_up() -> None:
    """Add up at once what pages of the organisation show, which the worker does within a minute."""
    now = timezone.now()
    aggregates.rebuild(as_of=now)
    aggregates.list_needs()
    aggregates.keep_month_ends(as_of=now)
    calibration.check_statements(as_of=now)
    check_true_levels(read_company(timezone.localdate()), now)
    note_change()
    refresh_missing_steps(as_of=now, at_once=True)
    list_debt(as_of=now)
    count_figures(as_of=now)
    measure_effects(as_of=now)
    count_figures_of_company(as_of=now)
    while refresh_stale():
        pass
