"""What activity tells: whether a text was read, and where learning spills out of working hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from content.activity.models import Activity, LearningHours

READ_TO_THE_END = 90
WORTH_TELLING = 0.1
"""The share of learning outside working hours from which on HR is told."""
MOST_UNITS = 5
"""Percent of a text: what is left may be a last line below the edge of the window."""


def left_to_read(activity: Activity | None, *, again: bool = False) -> str:
    """What of its text has to be read before a module is done, in a sentence; "" where nothing is left.

    With `again` it is to be read once more by somebody who has done it.
    """
    reached = activity.reached if activity else 0
    is_done = activity is not None and activity.completed_at is not None and not again
    if is_done or reached >= READ_TO_THE_END:
        return ""
    return _("You have read %(part)s %% of it. Read it to the end, then choose “Done”.") % {"part": reached}


@dataclass(frozen=True, slots=True)
class OutsideHours:
    """Where learning spills out of working hours: the units with the largest share of it, and that of all."""

    share: float
    units: Sequence[LearningHours]
    counted_at: datetime


def learning_outside_hours() -> OutsideHours | None:
    """What HR is told of learning outside working hours within four weeks; two queries.

    None where it is a tenth or less, and where too few learned to tell without telling of single people.
    """
    whole = LearningHours.objects.filter(org_unit__parent__isnull=True)
    total = whole.aggregate(all=Sum("seconds"), outside=Sum("seconds_outside"))
    share = total["outside"] / total["all"] if total["all"] else 0.0
    found = LearningHours.objects.filter(seconds_outside__gt=F("seconds") * WORTH_TELLING)
    share_of_unit = F("seconds_outside") * 1.0 / F("seconds")
    units = list(found.select_related("org_unit").order_by(share_of_unit.desc(), "pk")[:MOST_UNITS])
    return OutsideHours(share, units, units[0].counted_at) if units else None
