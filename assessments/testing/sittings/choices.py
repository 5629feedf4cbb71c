"""What tests there are, and how a sitting of one goes."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ITEM_COOL_DOWN = timedelta(days=180)
"""For so long nobody is asked the same question again: half of what was read is forgotten by then."""
OPEN_FOR = timedelta(days=7)
"""How long a sitting without a time limit stays open for a person who comes back to it."""
GRACE = timedelta(seconds=10)
"""What an answer may take on its way that was given in the last second."""
LEAST_IN_AGGREGATE = 5
"""People whose results are told together: of fewer, each could be known."""


class FormKind(TextChoices):
    """How a test chooses its questions."""

    ADAPTIVE = "adaptive", _("Adaptive: as many questions as it takes to decide")
    FIXED = "fixed", _("Fixed: the same number of questions for everybody")


class Purpose(TextChoices):
    """What a sitting is for. A quick check has no form: a few questions wherever somebody is."""

    QUICK = "quick", _("Quick check")
    PRACTICE = "practice", _("Practice")
    LEVEL = "level", _("Measure levels")
    CERTIFICATION = "certification", _("Certification")


class FormState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class Feedback(TextChoices):
    """When somebody is told which of their answers are right, and why."""

    EACH = "each", _("After each question")
    END = "end", _("After the last question")
    NEVER = "never", _("Not at all: the level alone")


class SittingState(TextChoices):
    OPEN = "open", _("Open")
    FINISHED = "finished", _("Finished")
    EXPIRED = "expired", _("Time is up")


class Conclusion(TextChoices):
    """What a sitting says of a needed level."""

    MEETS = "meets", _("Meets the needed level")
    BELOW = "below", _("Below the needed level")
    UNDECIDED = "undecided", _("Not decided")


class StopReason(TextChoices):
    """Why no more questions of a skill were asked."""

    DECIDED = "decided", _("It is decided.")
    UNTURNABLE = "unturnable", _("No answers to the questions that are left would turn it.")
    HARDLY_BETTER = "hardly_better", _("More questions would hardly make it surer.")
    PRECISE = "precise", _("The level is known closely enough.")
    LIMIT = "limit", _("The most questions were asked.")
    NO_QUESTIONS = "no_questions", _("There are no more questions.")
    ALL_ASKED = "all_asked", _("All questions were asked.")
    TIME = "time", _("The time was over.")
    ENDED = "ended", _("It was ended early.")
    LEVELS_CHANGED = "levels_changed", _("The levels of the skill were changed meanwhile.")
