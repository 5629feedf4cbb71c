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
        _("Nobody who offers to mentor is proven in what you are missing yet."),
        _("No mentor is proven in what they are missing"),
        _("Win somebody strong in these skills as a mentor, or have a module made."),
    ),
    "no_free_seat": ReasonWords(
        _("The seats of those who could help are taken or proposed to others. The next one may be yours."),
        _("Too few seats among those who could help"),
        _("Ask mentors for one more seat, or win others. Until then they can ask from their own list."),
    ),
    "better_unmatched": ReasonWords(
        _("What the mentors cover of your gaps is too little to be worth your time and theirs."),
        _("The mentors cover too little of their gaps"),
        _("Win a mentor for the skills that they are missing most."),
    ),
    "rules:hours": ReasonWords(
        _("Those who could help work at other hours than you."),
        _("Too few working hours in common with those who could help"),
        _("Win a mentor nearer to their time zone."),
    ),
    "rules:language": ReasonWords(
        _("You have no language in common with those who could help."),
        _("No language in common with those who could help"),
        _("Check their languages in the HR system, or win a mentor who speaks one of them."),
    ),
    "rules:line": ReasonWords(
        _("Those who could help are in your own reporting line: ask them directly."),
        _("Only their own reporting line could help"),
        _("Their manager can coach them, or win a mentor from another team."),
    ),
    "rules:excluded": ReasonWords(
        _("Nobody else is proven in what you are missing yet."),
        _("Those who could help are excluded for them"),
        _("Look at the excluded pairs in the admin, or win another mentor."),
    ),
    "rules:paired": ReasonWords(
        _("You have asked everybody who could help, or have worked with them before."),
        _("They have asked everybody who could help, or one of the two ended it"),
        _("Win another mentor for these skills."),
    ),
    "rules:eligible": ReasonWords(
        _("Those who could help are away."),
        _("Those who could help are on leave or have left"),
        _("Wait until they are back, or win another mentor."),
    ),
    "rules:oneself": ReasonWords(
        _("You are the mentor for what you are missing."),
        _("They are the only mentor for it themselves"),
        _("Win a second mentor for these skills."),
    ),
    NO_GAPS: ReasonWords(
        _("You have no known gap that a mentor could help with. Where nobody knows your level, rate first."),
        _("No known gap"),
        _("Nothing. Where nobody knows the level, assess first."),
    ),
}
_OTHER = ReasonWords(
    _("The last match found no mentor for you."),
    _("Another reason"),
    _("Run the match again."),
)


def reason_words(code: str) -> ReasonWords:
    """The words of a reason code; a code that is not known has words too."""
    return REASONS.get(code, _OTHER)
