"""How a calibration goes, and what its answers say of an item."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.testing.calibration.reasons import Reason


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
    """What is wrong with an item, by its answers: a `Reason` in words."""

    WRONG_KEY = Reason.WRONG_KEY.value, _("Those who know most choose an answer that is marked wrong")
    NO_DISCRIMINATION = Reason.NO_DISCRIMINATION.value, _("Who knows more does not answer it better")
    DRIFT = Reason.DRIFT.value, _("It has become easier or harder")
    SURE_AND_WRONG = Reason.SURE_AND_WRONG.value, _("Many are sure of a wrong answer")
    TOO_EASY = Reason.TOO_EASY.value, _("Nearly everybody answers it right")
    TOO_HARD = Reason.TOO_HARD.value, _("Nearly nobody answers it right")
    UNUSED_OPTION = Reason.UNUSED_OPTION.value, _("Nobody chooses one of the answers")
    OVEREXPOSED = Reason.OVEREXPOSED.value, _("It is asked too often")
