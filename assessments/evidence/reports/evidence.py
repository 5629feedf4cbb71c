"""The evidence behind a person's levels."""

from collections.abc import Iterable

from assessments.evidence.models import Evidence
from assessments.evidence.reports.replacements import counting_for
from assessments.evidence.selectors import TODAY, skill_replacements
from assessments.frameworks.models import Skill
from lifow.base.database.columns import among, read_columns
from lifow.people.persons.models import Person


def evidence_of(person: Person, skill: Skill) -> list[Evidence]:
    """The standing evidence that counts for a person's skill, newest first, with who rated.

    On today's levels, and with the skill that it was recorded in where that was another (`shown_for`).
    """
    known = Evidence.objects.for_person(person).standing().newest_first().select_related("rater", "skill")
    return counting_for(known, [skill.pk])[skill.pk]


def corroborated_skills(person_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(person id, skill id) where somebody or something else than the person has spoken of the level.

    What was said of a skill was said of the one that took its place, but not of the parts of one that was
    split.
    """
    evidence = Evidence.objects.standing().exclude(source=Evidence.Source.SELF)
    theirs = evidence.for_person(among(person_ids)).with_whose().distinct()
    found = read_columns(theirs, person=("whose", "i8"), skill=("skill_id", "i8"))
    now = skill_replacements().now(TODAY)
    skills = [now.get(skill, skill) for skill in found["skill"].tolist()]
    return set(zip(found["person"].tolist(), skills, strict=True))
