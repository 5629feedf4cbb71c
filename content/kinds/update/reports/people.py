"""Whom a product update concerns, and who of them has read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.frameworks.models import Requirement, Role, RoleLevel, Skill
from assessments.roles.models import RoleAssignment
from content.activity.models import Activity
from content.catalogue.models import Module
from content.kinds.reading import read_once
from content.kinds.update.models import ProductUpdate
from content.kinds.update.parts import said_in
from lifow.base.listing import first_names
from lifow.people.persons.models import Person

COUNTED_AT_ONCE = 1_000
"""Of updates that concern so many people at most, readers are counted when somebody looks."""


@dataclass(frozen=True, slots=True)
class Readers:
    """How many people an update concerns, and how many of them have read it; `counted_at` is None where they
    were counted just now."""

    people: int
    readers: int
    counted_at: datetime | None = None

    @property
    def left(self) -> int:
        return self.people - self.readers


def concerned_by(
    parts: Mapping[str, Any], as_of: datetime, since: datetime | None = None
) -> QuerySet[Person]:
    """Everybody who has one of its roles now, or whose role needs one of its skills; with `since` those
    alone who got the role after that, or of whose role it was not known before."""
    said = said_in(parts)
    needing = Requirement.objects.newest().filter(skill__public_id__in=said.skills).values("role_level")
    levels = RoleLevel.objects.filter(Q(role__public_id__in=said.roles) | Q(pk__in=needing))
    held = RoleAssignment.objects.of_records().in_force(as_of).filter(role_level__in=levels.values("pk"))
    if since is not None:
        held = held.filter(Q(starts_on__gt=since.date()) | Q(updated_at__gte=since))
    people = held.annotate(whose=Coalesce("person__merged_into", "person")).values("whose")
    rows: QuerySet[Person] = Person.objects.filter(pk__in=people, is_active=True)
    return rows


def not_read_by(module: Module, as_of: datetime, since: datetime | None = None) -> QuerySet[Person]:
    """Whom an update concerns, as `concerned_by` says, and who has not read it."""
    read = Activity.objects.completed().filter(module=module, person=OuterRef("pk"))
    rows: QuerySet[Person] = concerned_by(module.parts, as_of, since).filter(~Exists(read))
    return rows


def readers_of(update: ProductUpdate, as_of: datetime) -> Readers:
    """How many of the people it concerns have read it: counted now where they are few, else each hour."""
    if update.counted_at is not None and update.people > COUNTED_AT_ONCE:
        return Readers(update.people, update.readers, update.counted_at)
    return counted_readers(update.module, as_of)


def counted_readers(module: Module, as_of: datetime) -> Readers:
    """How many people an update concerns, and how many of them have read it; one query."""
    read = Activity.objects.completed().filter(module=module, person=OuterRef("pk"))
    concerned = Person.objects.filter(pk__in=concerned_by(module.parts, as_of).values("pk"))
    return Readers(**concerned.aggregate(people=Count("pk"), readers=Count("pk", filter=Exists(read))))


@dataclass(frozen=True, slots=True, order=True)
class Whom:
    """A role that an update concerns, or a skill that it touches, with the family or heading above it."""

    is_skill: bool
    name: str
    public_id: str
    above: str


def whom_named(roles: Collection[str], skills: Collection[str]) -> Sequence[Whom]:
    """Roles and skills by their public ids, roles first, by name; one query, none without ids."""
    return _whom(frozenset(roles), frozenset(skills)) if roles or skills else ()


@read_once
def _whom(roles: frozenset[str], skills: frozenset[str]) -> Sequence[Whom]:
    told = (
        rows.filter(public_id__in=ids)
        .order_by()
        .values_list(Value(is_skill), "name", "public_id", Coalesce(f"{above}__name", Value("")))
        for is_skill, rows, ids, above in (
            (False, Role.objects.all(), roles, "family"),
            (True, Skill.objects.all(), skills, "parent"),
        )
    )
    first, second = told
    return sorted(Whom(bool(is_skill), *rest) for is_skill, *rest in first.union(second, all=True))


def whom_in_words(parts: Mapping[str, Any]) -> str:
    """Whom an update concerns, as a list of roles and skills; one query."""
    said = said_in(parts)
    named = whom_named(said.roles, said.skills)
    told = [_("whoever needs %(skill)s") % {"skill": one.name} if one.is_skill else one.name for one in named]
    return ", ".join(first_names(told, more=_("%(count)s more")))
