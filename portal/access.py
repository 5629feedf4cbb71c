"""What an address names, for whoever may open it; otherwise it is as if it did not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import replaced_by
from lifow.people.persons.models import Person
from lifow.people.persons.rules import remember_place_above, with_place_above


def visible_person(user: Person, person_id: str) -> Person:
    """The person, if the user may see them; otherwise it is as if they did not exist. One query.

    The address of a record that is merged into somebody's leads to them: two queries.
    """
    people = with_place_above(user)
    found = get_object_or_404(people, public_id=person_id)
    if found.merged_into_id is not None:
        found = get_object_or_404(people, pk=found.merged_into_id)
    remember_place_above(user, found)
    if not user.has_perm("people.view_person", found):
        raise Http404
    return found


def in_place_of(skill: Skill) -> Skill | None:
    """The one skill that took the place of this one, where there is one: its page is this one's too."""
    news = replaced_by(skill) if skill.retired_at else []
    return news[0] if len(news) == 1 else None


def skill_or_404(public_id: str, *, to_rate: bool = False) -> Skill:
    """A skill with its framework; `to_rate` one that is neither retired nor a mere heading of others."""
    skills = Skill.objects.assessable() if to_rate else Skill.objects.all()
    return get_object_or_404(skills.select_related("framework").with_scale_ends(), public_id=public_id)
