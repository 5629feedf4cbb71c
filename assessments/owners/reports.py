"""Who owns a skill."""

from django.db.models import QuerySet

from assessments.frameworks.models import Skill
from assessments.owners.models import SkillOwner
from lifow.people.persons.models import Person


def owner_of(skill_id: int | None) -> Person | None:
    """The owner of a skill, if it has one who may sign in; one query."""
    rows = SkillOwner.objects.filter(skill=skill_id, person__is_active=True).select_related("person")
    found = rows.first() if skill_id is not None else None
    return found.person if found else None


def with_owners(skills: "QuerySet[Skill]") -> "QuerySet[Skill]":
    """Skills that come with their owners in the same query, for `known_owner`."""
    return skills.select_related("ownership__person")


def known_owner(skill: Skill) -> Person | None:
    """The owner of a skill of `with_owners`, if it has one who may sign in; no query."""
    ownership = getattr(skill, "ownership", None)
    return ownership.person if ownership is not None and ownership.person.is_active else None


def owns(person: Person, skill_id: int | None) -> bool:
    """Whether somebody owns a skill."""
    return skill_id is not None and skill_id in owned_skills(person)


def owned_skills(person: Person) -> frozenset[int]:
    """Ids of the skills that somebody owns; kept with the object, as a page asks for several rights."""
    known = vars(person).setdefault("_owned_skills", {})
    if person.pk not in known:
        rows = SkillOwner.objects.filter(person=person.pk).values_list("skill", flat=True)
        known[person.pk] = frozenset(rows)
    return frozenset(known[person.pk])
