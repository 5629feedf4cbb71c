"""One cell of a heat map, the same for people and for units."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifow.base.level_bar import gap_step, share_step, shown_level

ASSESS_FIRST = "assess"
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What a cell shows. `step` is "0" (meets) to "4", "assess" (hatched) or "none" (nothing is required).

    `says_more` where the words say more than the text and the colour.
    """

    text: str
    step: str
    words: str
    url: str = ""
    critical: bool = False
    says_more: bool = False


def person_cell(
    *,
    level: float | None,
    needed: float | None,
    status: str,
    critical: bool = False,
    url: str = "",
    conflict: bool = False,
    expired: bool = False,
) -> HeatCell:
    """The cell of one person's skill: "2/3" on the colour of the gap, hatched for "assess first".

    `status` is "gap", "meets" or "assess_first" as the gap report gives it; the words say the last one too.
    Never assessed shows no number, nor does what has expired; ratings in conflict have the sign ≠.
    """
    if needed is None:
        return HeatCell(text="", step=NOTHING, words=_("Not needed"))
    goal = shown_level(needed, needed)
    if level is None:
        nothing = _("Expired, needed %(needed)s") if expired else _("Not assessed yet, needed %(needed)s")
        words = nothing % {"needed": goal}
        return HeatCell(text="", step=ASSESS_FIRST, words=words, url=url, critical=critical)
    known = shown_level(level, needed, met=status == "meets")
    step = {"meets": "0", "gap": str(gap_step(needed - level))}.get(status, ASSESS_FIRST)
    sure, unsure = (
        _("Level %(level)s, needed %(needed)s"),
        _("About %(level)s, needed %(needed)s, needs assessment"),
    )
    words = (unsure if step == ASSESS_FIRST else sure) % {"level": known, "needed": goal}
    text = f"{known}/{goal}"
    if conflict:
        text, words = f"{text} ≠", _("%(level)s, ratings in conflict") % {"level": words}
    return HeatCell(text=text, step=step, words=words, url=url, critical=critical, says_more=conflict)


def share_cell(*, open_gaps: int, assessed: int, unassessed: int, url: str = "") -> HeatCell:
    """The cell of a unit's skill: people with a gap of those assessed; hatched where most are not."""
    people = assessed + unassessed
    if not people:
        return HeatCell(text="", step=NOTHING, words=_("Not needed"))
    words = ngettext(
        "%(open)s of %(assessed)s person has a gap",
        "%(open)s of %(assessed)s people have a gap",
        assessed,
    ) % {"open": open_gaps, "assessed": assessed}
    if unassessed:
        words += ", " + _("%(number)s not assessed yet") % {"number": unassessed}
    if unassessed * 2 > people:
        text = f"{open_gaps}/{assessed}" if assessed else ""
        return HeatCell(text=text, step=ASSESS_FIRST, words=words, url=url)
    return HeatCell(
        text=f"{open_gaps}/{assessed}", step=str(share_step(open_gaps / assessed)), words=words, url=url
    )
