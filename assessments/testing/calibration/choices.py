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
    """What is wrong with an item, by its answers: a `Reason` of `testing.compute.health` in words."""

    WRONG_KEY = "wrong_key", _("Who knows more answers it wrong: another answer may be the right one")
    CONFIDENTLY_WRONG = "confidently_wrong", _("Most of those who are sure are wrong")
    OPTION_OF_ABLER = "option_of_abler", _("An answer that is marked wrong is chosen by those who know more")
    MISFIT = "misfit", _("People answer it as the level that it measures does not explain")
    DRIFT = "drift", _("It has become easier or harder")
    WEAK = "weak", _("Who knows more hardly answers it better")
    TOO_EASY = "too_easy", _("Nearly everybody answers it right")
    TOO_HARD = "too_hard", _("Nearly nobody answers it right")
    OPTION_NEVER_CHOSEN = "option_never_chosen", _("Nobody chooses one of the answers")
    GIVEN_TOO_OFTEN = "given_too_often", _("It is asked far more often than others")
