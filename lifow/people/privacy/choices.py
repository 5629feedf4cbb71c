"""The states of an erasure, and whose the words of a column are."""

from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ErasureState(TextChoices):
    ASKED = "asked", _("Waiting for a second HR admin")
    CONFIRMED = "confirmed", _("Confirmed, about to be carried out")
    DONE = "done", _("Erased")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = [ErasureState.ASKED, ErasureState.CONFIRMED, ErasureState.FAILED]


class Words(Enum):
    """What erasing somebody does with the words of a column.

    THEIRS         they are about the person, or theirs: they go with the row
    FOR_EVERYBODY  written for the company, or by it: they stay
    CODES          nobody's words: keys, kinds, digests, ids of rows
    OF_PROGRAMS    what a program said, of an error for example: emptied where it names the person
    LOOKED_AFTER   what `Kept.erase` of the model sees to
    """

    THEIRS = "theirs"
    FOR_EVERYBODY = "for everybody"
    CODES = "codes"
    OF_PROGRAMS = "of programs"
    LOOKED_AFTER = "looked after"
