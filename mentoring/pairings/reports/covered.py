"""Why two people were paired: what the mentor covers, in the learner's own levels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import get_language_info

from assessments.frameworks.models import Skill
from assessments.gaps.reports import SkillStanding, named_skills, standings_of, stored_reports
from lifow.people.persons.models import Person
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports.allowed import Bar


@dataclass(frozen=True, slots=True)
class CoveredSkill:
    """A skill in which the mentor is proven, and the share of the learner's gap (0 to 1) that it is.

    `standing` is where the learner stands in it, where a page shows that.
    """

    skill: Skill
    share: float
    standing: SkillStanding | None = None


@dataclass(frozen=True, slots=True)
class PairingReason:
    """A pairing with its reason in full: what the mentor covers, hours a week and languages in common.

    `share` is the share of the learner's gap (0 to 1) that the mentor covers. `has_a_free_seat` is false for
    a proposal whose mentor's seats are taken or reserved for others; `bar` is why a request to a mentor
    cannot be accepted any more.
    """

    pairing: Pairing
    share: float
    covers: tuple[CoveredSkill, ...]
    shared_hours: int
    languages: tuple[str, ...]
    has_a_free_seat: bool = True
    bar: Bar | None = None

    @property
    def language_names(self) -> tuple[str, ...]:
        """The languages in common in the reader's words; the code where it has no name."""
        return tuple(_language_name(code) for code in self.languages)

    def withheld(self) -> "PairingReason":
        """The pairing without its reason, for readers who may know only that it was."""
        return replace(self, share=0.0, covers=(), shared_hours=0, languages=())


def with_reasons(pairings: Iterable[Pairing]) -> tuple[PairingReason, ...]:
    """Pairings with the skills of their reasons, in the order given; one query more."""
    rows = list(pairings)
    skills = named_skills(sorted(_skill_ids(rows)))
    return tuple(
        PairingReason(
            pairing=row,
            share=row.score,
            covers=tuple(
                CoveredSkill(skills[one["skill"]], one["share"])
                for one in row.reason.get("skills", [])
                if one["skill"] in skills
            ),
            shared_hours=row.reason.get("shared_hours", 0),
            languages=tuple(row.reason.get("languages", [])),
        )
        for row in rows
    )


def with_standings(reasons: Iterable[PairingReason], mentee: Person) -> tuple[PairingReason, ...]:
    """The reasons with the learner's own standing in each covered skill, from the current gap report."""
    rows = tuple(reasons)
    standings = _standings(mentee, {one.skill.pk: one.skill for row in rows for one in row.covers})
    return tuple(
        replace(
            row,
            covers=tuple(replace(one, standing=standings.get(one.skill.pk)) for one in row.covers),
        )
        for row in rows
    )


def _standings(mentee: Person, skills: Mapping[int, Skill]) -> Mapping[int, SkillStanding]:
    if not skills:
        return {}
    rows = stored_reports([mentee.pk]).rows
    chosen = rows[np.isin(rows["skill"], sorted(skills))]
    return {standing.skill.pk: standing for standing in standings_of(chosen, skills, with_roles=False)}


def _skill_ids(rows: Sequence[Pairing]) -> set[int]:
    return {one["skill"] for row in rows for one in row.reason.get("skills", [])}


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
