"""Whom a request for help goes to, in which order, and what becomes of it."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_TITLE = 200
LONGEST_WORDS = 4_000
LONGEST_DRAFT = 20_000
MOST_OPEN = 3
"""Requests for help now that one person has open at a time."""
MOST_MESSAGES = 500
WAITED_FOR = timedelta(days=1)
"""So long a question waits for somebody who is asked by name and is not at work; then it goes on."""
WEEK = timedelta(days=7)
LOAD_OF = timedelta(days=28)
FIGURES_OF = timedelta(days=90)
LEAST_REQUESTS = 5
"""Of fewer requests no times are told: one would say how long one person took."""
MOST_COUNTED = 2_000


class HelpKind(TextChoices):
    """What waits for somebody."""

    QUESTION = "question", _("A question")
    NOW = "now", _("Help now")


class HelpState(TextChoices):
    """How far a request is."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Somebody has taken it")
    CLOSED = "closed", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNANSWERED = "unanswered", _("Nobody had time")


OPEN = [HelpState.WAITING, HelpState.CLAIMED]


class Step(TextChoices):
    """Whom it goes to."""

    OWNER = "owner", _("The owner of the skill")
    PROVEN = "proven", _("People with proven strength")
    MENTOR = "mentor", _("The asker’s mentor")
    MANAGER = "manager", _("The asker’s manager")


DEFAULT_STEPS = [Step.OWNER, Step.PROVEN, Step.MENTOR, Step.MANAGER]
STEPS_NOW = (Step.MENTOR, Step.PROVEN)


class ClaimEnd(TextChoices):
    """How a claim ended."""

    ANSWERED = "answered", _("Answered")
    GIVEN_BACK = "given_back", _("Given back")
    EXPIRED = "expired", _("The helper was away")
    CLOSED = "closed", _("The request was closed")


def default_steps() -> list[str]:
    """The order in which a question goes round, as it is by itself."""
    return [one.value for one in DEFAULT_STEPS]
