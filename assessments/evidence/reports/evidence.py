"""The evidence behind a person's levels."""

from collections.abc import Iterable

from assessments.evidence.models import Evidence
from assessments.evidence.reports.levels import on_todays_levels
from assessments.frameworks.models import Skill
from lifow.base.database.columns import among, read_columns
from lifow.people.persons.models import Person


def evidence_of(person: Person, skill: Skill) -> list[Evidence]:
    """The standing evidence of a person in a skill on today's levels, newest first, with who rated."""
    return on_todays_levels(
        Evidence.objects.for_person(person)
        .filter(skill=skill)
        .standing()
        .with_is_mapped()
        .newest_first()
        .select_related("rater", "skill")
    )


def corroborated_skills(person_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(person id, skill id) where somebody or something else than the person has spoken of the level."""
    evidence = Evidence.objects.standing().exclude(source=Evidence.Source.SELF)
    theirs = evidence.for_person(among(person_ids)).with_whose().distinct()
    found = read_columns(theirs, person=("whose", "i8"), skill=("skill_id", "i8"))
    return set(zip(found["person"].tolist(), found["skill"].tolist(), strict=True))
