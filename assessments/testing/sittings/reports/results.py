"""What came of a sitting: the level and how sure it is; points for the person alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.testing.sittings.choices import Conclusion, StopReason
from assessments.testing.sittings.models import Certificate, Sitting, SittingItem, SittingSkill
from assessments.testing.sittings.terms import Terms
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class SkillResult:
    """What a sitting says of one skill.

    level, standard_error  what the answers say by themselves; None where nothing was answered
    chance     that the needed level is met, with what was known before
    answered   how many questions were answered that count
    top        highest level of the scale, and its lowest
    """

    skill: Skill
    required: float | None
    level: float | None
    standard_error: float | None
    chance: float | None
    conclusion: str
    stop_reason: str
    answered: int
    top: int
    has_evidence: bool

    @property
    def conclusion_label(self) -> str:
        return str(Conclusion(self.conclusion).label) if self.conclusion in Conclusion.values else ""

    @property
    def stop_words(self) -> str:
        """Why no more questions were asked; nothing of what another version of lifow wrote."""
        return str(StopReason(self.stop_reason).label) if self.stop_reason in StopReason.values else ""


@dataclass(frozen=True, slots=True)
class SittingResult:
    """What came of a sitting.

    points, highest_points  of a fixed test, for the person alone; None for others
    """

    sitting: Sitting
    skills: Sequence[SkillResult]
    points: int | None
    highest_points: int | None
    certificate: Certificate | None

    @property
    def title(self) -> str:
        return Terms.read(self.sitting.terms).title


def result_of(sitting: Sitting, *, reader: Person) -> SittingResult:
    """What a reader may know of a sitting that is over; three queries."""
    parts = list(
        SittingSkill.objects.filter(sitting=sitting)
        .select_related("skill__framework", "evidence")
        .order_by("position")
    )
    counted = _counted(sitting)
    is_own = reader.pk in (sitting.person_id, sitting.person.merged_into_id)
    certificate = Certificate.objects.filter(sitting=sitting).first()
    return SittingResult(
        sitting=sitting,
        skills=[_skill_result(part, counted.get(part.pk, 0)) for part in parts],
        points=sitting.points if is_own else None,
        highest_points=sitting.highest_points if is_own else None,
        certificate=certificate,
    )


def sitting_of(evidence: Evidence) -> str | None:
    """The public id of the sitting that a piece of evidence is the result of, if it is one's.

    One query where it is a test, whatever its origin says.
    """
    if evidence.source != Evidence.Source.TEST:
        return None
    rows = SittingSkill.objects.filter(evidence=evidence)
    return rows.values_list("sitting__public_id", flat=True).first()


def _counted(sitting: Sitting) -> dict[int, int]:
    counted: dict[int, int] = {}
    for part_id in SittingItem.objects.counting().filter(sitting=sitting).values_list("part_id", flat=True):
        counted[part_id] = counted.get(part_id, 0) + 1
    return counted


def _skill_result(part: SittingSkill, answered: int) -> SkillResult:
    return SkillResult(
        skill=part.skill,
        required=part.required,
        level=part.level,
        standard_error=part.standard_error,
        chance=part.chance,
        conclusion=part.conclusion,
        stop_reason=part.stop_reason,
        answered=answered,
        top=part.top,
        has_evidence=part.evidence_id is not None,
    )
