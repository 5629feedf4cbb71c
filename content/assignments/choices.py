"""Whom an assignment is for, when it is due, and what becomes of it; the states of a stretch task."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEAST_DAYS = 7
"""Days that everybody has at least, from the day on which it is assigned to them or on which they are back
from leave."""
OPENS_BEFORE = 30
"""Days before it is due again at which a recurring assignment is open again."""
TELL_BEFORE = timedelta(days=7)
"""How long before it is due people are told."""
REMIND_AFTER = timedelta(hours=20)
"""Nobody is reminded of the same twice in this time."""
COUNTS_BACK = 365
"""Days before it is assigned in which what was done counts, unless the assignment says otherwise."""


class Audience(TextChoices):
    """Whom an assignment is for. It is worked out anew as people join, move and leave."""

    PEOPLE = "people", _("People by name")
    TEAM = "team", _("Everybody who reports to a manager")
    ROLE = "role", _("Everybody with a role")
    UNIT = "unit", _("Everybody in a unit, or in one below it")
    EVERYBODY = "everybody", _("Everybody in the company")


FOR_MANAGERS = (Audience.PEOPLE, Audience.TEAM)
FOR_HR = (Audience.PEOPLE, Audience.ROLE, Audience.UNIT, Audience.EVERYBODY)
"""For whom managers, and HR, assign."""


class DueFrom(TextChoices):
    """What the due day is counted from."""

    DAY = "day", _("On a day")
    ASSIGNED = "assigned", _("So many days after it is assigned")
    HIRE = "hire", _("So many days after the first day of work")


class AssignedState(TextChoices):
    """What has become of an assignment for one person."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    WAIVED = "waived", _("Waived")
    REMOVED = "removed", _("Not assigned any more")


OVERDUE = "overdue"
"""The list of what is to do and past its due day."""


class StretchState(TextChoices):
    """How far a stretch task is."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    FINISHED = "finished", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STRETCH_GOING_ON = (StretchState.OFFERED, StretchState.ACCEPTED, StretchState.FINISHED)
"""Something is still to be done: by the learner, or by the manager."""
