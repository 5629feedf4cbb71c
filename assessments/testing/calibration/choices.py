"""How a calibration goes, and what its answers say of an item."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CalibrationState(TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Confidence(TextChoices):
    """What people say of their own answer, before they know whether it is right."""

    SURE = "sure", _("Sure")
    THINK_SO = "think_so", _("I think so")
    GUESS = "guess", _("A guess")


class HealthState(TextChoices):
    """Whether answers to an item count towards levels."""

    FINE = "fine", _("Counts")
    HELD = "held", _("Does not count until somebody has looked at it")
    KEPT = "kept", _("Looked at, and counts")


class HealthReason(TextChoices):
    """What is wrong with an item, by its answers."""

    TOO_EASY = "too_easy", _("Nearly everybody answers it right")
    TOO_HARD = "too_hard", _("Nearly nobody answers it right")
    NO_DISCRIMINATION = "no_discrimination", _("Who knows more does not answer it better")
    WRONG_KEY = "wrong_key", _("Those who know most choose an answer that is marked wrong")
    UNUSED_OPTION = "unused_option", _("Nobody chooses one of the answers")
    SURE_AND_WRONG = "sure_and_wrong", _("Many are sure of a wrong answer")
    DRIFT = "drift", _("It has become easier or harder")
    OVEREXPOSED = "overexposed", _("It is asked too often")
