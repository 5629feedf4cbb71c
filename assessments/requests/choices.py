"""Who is asked for a rating, by whom, and how a request goes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestSource(TextChoices):
    """Whose word is asked for: the keys of evidence's sources, so that an answer is known by its source.

    A test asks the person: the applet that holds its questions says where there are some
    (`assessments.requests.reports.tests`).
    """

    SELF = "self", _("Self-rating")
    MANAGER = "manager", _("Manager’s rating")
    OBSERVED = "observed", _("Observed work")
    TEST = "test", _("Test")


OF_ONESELF = [RequestSource.SELF, RequestSource.TEST]
"""Sources of which each person is asked about themselves."""


class RequestState(TextChoices):
    OPEN = "open", _("Waiting")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class RequestOrigin(TextChoices):
    """What opened a request."""

    PERSON = "person", _("A person")
    SYSTEM = "system", _("Another system")
    CONFIRMATION = "confirmation", _("A self-rating to confirm")


class ClosingReason(TextChoices):
    """Why a request was declined, or why it was withdrawn where no person did so."""

    CANNOT_JUDGE = "cannot_judge", _("Cannot judge")
    DOES_NOT_APPLY = "does_not_apply", _("Does not apply")
    LEFT = "left", _("Left the company")
    MANAGER = "manager", _("Somebody else is the manager now")
    NO_MANAGER = "no_manager", _("There is no manager to ask")
    SKILL = "skill", _("The skill is no longer assessed")


DECLINING = [ClosingReason.CANNOT_JUDGE, ClosingReason.DOES_NOT_APPLY]


class SkipReason(TextChoices):
    """Why somebody is not asked."""

    OPEN = "open", _("asked already")
    SAID = "said", _("rated lately")
    DECLINED = "declined", _("declined lately")
    NOBODY = "nobody", _("nobody to ask")
    SKILL = "skill", _("not a skill to assess")
    LEAVE = "leave", _("on leave")
    NO_TEST = "no_test", _("no questions to ask")
