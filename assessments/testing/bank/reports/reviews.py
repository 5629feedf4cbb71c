"""Who reviews what: a second person, who did not write it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from assessments.testing.bank.choices import ItemState
from assessments.testing.bank.models import ItemVersion
from lifow.people.persons.models import Person


def has_written(person: Person, version: ItemVersion) -> bool:
    """Whether somebody has written a version, or changed it last, by whichever of their records.

    The version comes with both.
    """
    return person.pk in _writers(version)


def may_review(person: Person, version: ItemVersion) -> bool:
    """Whether somebody may review a version: an author or HR admin who did not write it."""
    is_author = person.is_active and (person.is_author or person.is_hr_admin)
    return is_author and not has_written(person, version)


def reviewers_for(version: ItemVersion) -> QuerySet[Person]:
    """Everybody who may review a version, by name."""
    people = Person.objects.filter(Q(is_author=True) | Q(is_hr_admin=True), is_active=True)
    able: QuerySet[Person] = people.exclude(pk__in=_writers(version))
    return able.order_by("family_name", "given_name", "pk")


def waiting_reviews() -> QuerySet[ItemVersion]:
    """What waits for review, the longest waiting first, each with its question and those who wrote it."""
    rows = ItemVersion.objects.in_review().exclude(item__state=ItemState.RETIRED)
    return rows.select_related("item__skill", "created_by", "changed_by").order_by("submitted_at", "pk")


def asked_to_review(
    versions: Iterable[ItemVersion], people: Iterable[Person]
) -> dict[int, list[ItemVersion]]:
    """What each of these people is asked to review, by person: what is theirs by name, and what is anybody's.

    Of what is anybody's HR admins are asked only where no author can do it.
    """
    found: dict[int, list[ItemVersion]] = {person.pk: [] for person in people}
    everybody = list(people)
    for version in versions:
        able = [one for one in everybody if may_review(one, version)]
        named = [one for one in able if one.pk == version.reviewer_id]
        authors = [one for one in able if one.is_author]
        for one in named or authors or able:
            found[one.pk].append(version)
    return found


def _writers(version: ItemVersion) -> set[int]:
    people = [one for one in (version.created_by, version.changed_by) if one is not None]
    return {pk for one in people for pk in (one.pk, one.merged_into_id) if pk is not None}
