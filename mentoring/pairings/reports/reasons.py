"""Why somebody has no mentor, in words: for the learner, and for HR with what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_GAPS = "no_gaps"


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """A reason as the learner reads it, as HR reads it, and what HR can do."""

    learner: str | Promise
    hr: str | Promise
    action: str | Promise


# Keyed as `mentoring.matching.compute` has them: a reason, and with “rules” the rule that bars the most.
REASONS = {
    "nobody_covers": ReasonWords(
        _("No mentor covers your gaps yet."),
        _("No mentor covers their gaps"),
        _("Ask somebody strong in these skills to mentor, or have a module added."),
    ),
    "no_free_seat": ReasonWords(
        _(
            "The seats of the mentors who could help you are taken or reserved for others."
            " Those who have waited longest come first."
        ),
        _("Too few seats with the mentors who could help"),
        _(
            "Their seats are taken or reserved for others, and go round: those who have waited longest come"
            " first. Ask these mentors to offer one more seat, or find more mentors."
        ),
    ),
    "better_unmatched": ReasonWords(
        _("The mentors cover too little of your gaps to be worth your time and theirs."),
        _("The mentors cover too little of their gaps"),
        _("Find a mentor for the skills with their largest gaps."),
    ),
    "rules:hours": ReasonWords(
        _("The mentors who could help you work at other hours than you."),
        _("Too few shared working hours with the mentors who could help"),
        _("Find a mentor closer to their time zone."),
    ),
    "rules:language": ReasonWords(
        _("You share no language with the mentors who could help you."),
        _("No shared language with the mentors who could help"),
        _("Check their languages in the HR system, or find a mentor who speaks one of them."),
    ),
    "rules:line": ReasonWords(
        _("The mentors who could help you are in your own reporting line. Ask them directly."),
        _("Only mentors in their own reporting line could help"),
        _("Their manager can coach them, or find a mentor in another team."),
    ),
    "rules:excluded": ReasonWords(
        _("No other mentor covers your gaps yet."),
        _("The mentors who could help are excluded for them"),
        _("Check the excluded pairs in the admin, or find another mentor."),
    ),
    "rules:paired": ReasonWords(
        _("You have already asked or worked with every mentor who could help you."),
        _("They have already asked or worked with every mentor who could help"),
        _("Find another mentor for these skills."),
    ),
    "rules:eligible": ReasonWords(
        _("The mentors who could help you are away."),
        _("The mentors who could help are on leave or have left"),
        _("Wait until they are back, or find another mentor."),
    ),
    "rules:oneself": ReasonWords(
        _("You are the only mentor for your own gaps."),
        _("They are the only mentor for their own gaps"),
        _("Find a second mentor for these skills."),
    ),
    NO_GAPS: ReasonWords(
        _(
            "You have no known gap that a mentor could help with. Where a skill needs assessment, rate "
            "yourself first."
        ),
        _("No known gap"),
        _("Nothing to do. Where a skill needs assessment, assess it first."),
    ),
}
_OTHER = ReasonWords(
    _("The last matching found no mentor for you."),
    _("Another reason"),
    _("Run matching again."),
)


def reason_words(code: str) -> ReasonWords:
    """The words of a reason code; a code that is not known has words too."""
    return REASONS.get(code, _OTHER)
