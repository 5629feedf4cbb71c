"""Naming the owners of skills."""

from datetime import datetime

from django.db import transaction

from assessments.frameworks.models import Skill
from assessments.owners.models import SkillOwner
from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge
from lifow.people.persons.models import Person


def name_owner(*, skill: Skill, person: Person) -> SkillOwner:
    """Make a person the owner of a skill, in place of the one before. Twice is once."""
    owner, _is_new = SkillOwner.objects.update_or_create(skill=skill, defaults={"person": person})
    return owner


def move_ownership(*, merge_id: int, as_of: datetime) -> None:
    """Have the kept person own the skills of the merged record. Twice is once."""
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is not None:
            owned = SkillOwner.objects.filter(person=merge.merged_id)
            change_rows(merge=merge, rows=owned, at=as_of, person_id=merge.kept_id)


def put_ownership_back(*, merge_id: int, as_of: datetime) -> None:
    """Undo `move_ownership`."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is not None:
            put_back(merge=merge, of=[SkillOwner], at=as_of)
