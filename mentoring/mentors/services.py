"""Choosing what colleagues may find somebody for."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lifow.people.persons.models import Person
from mentoring.mentors.models import FindableSkill


@transaction.atomic
def choose_findable_skills(*, person: Person, skill_ids: Collection[int], as_of: datetime) -> None:
    """Have colleagues find somebody for these skills and for no others. Twice is once; none is nobody's.

    Of these they are found for those alone that their work has shown (`found_for`).
    """
    FindableSkill.objects.filter(person=person).exclude(skill__in=skill_ids).delete()
    rows = [FindableSkill(person=person, skill_id=one, chosen_at=as_of) for one in dict.fromkeys(skill_ids)]
    FindableSkill.objects.bulk_create(rows, ignore_conflicts=True)
