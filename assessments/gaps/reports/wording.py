"""How ready people are, in words: the one place from which pages, mails, the API and plain text take them.

Unknown is said as unknown: no percentage where nothing is known, no all-clear that no evidence has earned.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifow.base.level_bar import shown_level

ALL = 0.995
"""A share of the needs from which on all of them are known, as far as a percentage says."""


class SkillCounts(NamedTuple):
    """Skills that the roles of a person need: `met`, `gaps`, `unsure` (assessed, and yet needs assessment).

    The rest is not assessed.
    """

    required: int
    met: int
    gaps: int
    unsure: int

    @property
    def not_assessed(self) -> int:
        return self.required - self.assessed

    @property
    def assessed(self) -> int:
        return self.met + self.gaps + self.unsure


class CriticalCounts(NamedTuple):
    """Critical skills of a person: those that are met, have a gap, and are known at all.

    chance  that all are met; None while one of them is not assessed, and where there are none
    """

    critical: int
    met: int
    gaps: int
    known: int
    chance: float | None


class ReadyShare(NamedTuple):
    """Share of what is needed that is reached, of what is known; its interval; and the share known."""

    share: float
    low: float
    high: float
    known: float


class Word(NamedTuple):
    """What one voice said last of a skill; `name` is empty for what names nobody and for a test."""

    name: str
    is_test: bool
    is_reader: bool
    level: float


def skills_in_words(counts: SkillCounts) -> str:
    """ "3 of 9 skills met · 1 gap · 2 need assessment · 3 not assessed" """
    if not counts.required:
        return _("No role, so no skill is needed.")
    if not counts.assessed:
        said = ngettext("0 of %(all)s skill assessed", "0 of %(all)s skills assessed", counts.required)
        return said % {"all": counts.required}
    met = ngettext("%(met)s of %(all)s skill met", "%(met)s of %(all)s skills met", counts.required)
    parts = [met % {"met": counts.met, "all": counts.required}]
    if counts.gaps:
        parts.append(ngettext("%(n)s gap", "%(n)s gaps", counts.gaps) % {"n": counts.gaps})
    if counts.unsure:
        unsure = ngettext("%(n)s needs assessment", "%(n)s need assessment", counts.unsure)
        parts.append(unsure % {"n": counts.unsure})
    if counts.not_assessed:
        parts.append(_("%(n)s not assessed") % {"n": counts.not_assessed})
    return " · ".join(parts)


def skills_in_short(counts: SkillCounts) -> str:
    """ "3 of 9 met", for narrow places; nothing for who has no role."""
    if not counts.required:
        return ""
    if not counts.assessed:
        return _("0 of %(all)s assessed") % {"all": counts.required}
    return _("%(met)s of %(all)s met") % {"met": counts.met, "all": counts.required}


def readiness_in_words(ready: ReadyShare | None) -> str:
    """ "72% (68–76) ready in what is known, 60% of the role"; nothing where nothing is known."""
    if ready is None:
        return ""
    share, low, high, known = (round(value * 100) for value in ready)
    said = {"share": share, "low": low, "high": high, "known": max(known, 1)}
    if ready.known >= ALL:
        return _("%(share)s%% (%(low)s–%(high)s) ready") % said
    return _("%(share)s%% (%(low)s–%(high)s) ready in what is known, %(known)s%% of the role") % said


def critical_in_words(counts: CriticalCounts) -> str:
    """Whether all critical skills are met, as far as that is known; nothing where none is critical."""
    said = {"all": counts.critical, "gaps": counts.gaps, "met": counts.met, "known": counts.known}
    if not counts.critical:
        return ""
    if not counts.known:
        words = ngettext(
            "0 of %(all)s critical skill assessed", "0 of %(all)s critical skills assessed", counts.critical
        )
        return words % said
    if counts.gaps:
        words = ngettext(
            "gap in %(gaps)s of %(all)s critical skill",
            "gap in %(gaps)s of %(all)s critical skills",
            counts.critical,
        )
        return words % said
    if counts.met == counts.critical:
        return _with_chance(_("all critical skills met"), counts)
    words = ngettext(
        "%(met)s of %(all)s critical skill met", "%(met)s of %(all)s critical skills met", counts.critical
    )
    return _with_chance(words % said, counts)


def _with_chance(words: str, counts: CriticalCounts) -> str:
    if counts.chance is None or counts.critical == 1:
        return words
    return _("%(words)s, chance of all %(chance)s%%") % {
        "words": words,
        "chance": min(max(round(counts.chance * 100), 1), 99),
    }


def in_words(*parts: str) -> str:
    """Several of these in one line."""
    return " · ".join(part for part in parts if part)


def of_people_in_words(people: int) -> str:
    """Below a number of people of whom a skill is critical: "of 79 people"."""
    if not people:
        return _("no skill is critical")
    return ngettext("of %(all)s person", "of %(all)s people", people) % {"all": people}


def some_of_in_words(number: int | None, people: int | None) -> str:
    """ "21 of 79", in a table; a dash where it was not counted."""
    if number is None or not people:
        return "–"
    return _("%(n)s of %(all)s") % {"n": number, "all": people}


def likely_in_words(likely: tuple[int, int] | None, people: int) -> str:
    """How many probably meet all critical skills: "likely 24–33 of the 60 assessed"; nothing of nobody."""
    if likely is None or not people:
        return ""
    low, high = likely
    if low == high:
        return _("likely %(low)s of the %(all)s assessed") % {"low": low, "all": people}
    # No line ends within the two numbers.
    return _("likely %(low)s\u2060–\u2060%(high)s of the %(all)s assessed") % {
        "low": low,
        "high": high,
        "all": people,
    }


def conflict_in_words(words: Sequence[Word]) -> str:
    """What the voices that differ most said last: "Marta says 0, the test says 4." """
    if not words:
        return _("The newest ratings differ by two levels or more.")
    ends = (min(words, key=lambda one: one.level), max(words, key=lambda one: one.level))
    first, second = (_says(one) for one in ends)
    return _("%(first)s, %(second)s.") % {"first": first[:1].upper() + first[1:], "second": second}


def _says(word: Word) -> str:
    said = {"who": word.name, "level": shown_level(word.level)}
    if word.is_reader:
        return _("you say %(level)s") % said
    if word.is_test:
        return _("the test says %(level)s") % said
    return (_("%(who)s says %(level)s") if word.name else _("somebody says %(level)s")) % said


def conflict_explained() -> str:
    """What a conflict means, in one sentence."""
    return _("The level is less certain for that, until a newer rating, a test or observed work settles it.")


def expired_in_words() -> str:
    return _("What was known has expired.")


def second_source_in_words() -> str:
    return _("One source so far: a critical skill needs a second, a test or work seen by somebody else.")
