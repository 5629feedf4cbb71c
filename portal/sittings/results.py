"""What a page says of each skill of a sitting: level, how sure, and what to learn next."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.gaps.reports import SkillStanding, gaps_of
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.reports import SittingResult, SkillResult
from content.planning.reports import Help, modules_that_help
from portal.sittings.words import sureness

MOST_HELP = 3


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One skill: what the sitting says of it, where the person stands now, and the modules that help."""

    result: SkillResult
    standing: SkillStanding | None
    helps: Sequence[Help]

    @property
    def words(self) -> str:
        return sureness(self.result)


def result_rows(sitting: Sitting, result: SittingResult, *, is_own: bool) -> list[ResultRow]:
    """The skills of a sitting as a page tells them; modules for the person alone.

    One query, and for the person one more a skill.
    """
    gaps = gaps_of(sitting.person)
    standings = {one.skill.pk: one for one in (*gaps.required, *gaps.others)}
    return [_row(one, standings.get(one.skill.pk), is_own=is_own) for one in result.skills]


def _row(result: SkillResult, standing: SkillStanding | None, *, is_own: bool) -> ResultRow:
    level = standing.level if standing is not None else result.level
    helps = (
        modules_that_help(result.skill, level) if is_own and (standing is None or not standing.is_met) else ()
    )
    return ResultRow(result, standing, [one for one in helps if one.fits][:MOST_HELP])
