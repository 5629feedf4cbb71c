"""Adjectives of frameworks, roles, evidence and gap reports."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from lifow.base.search import SearchQuerySet
from lifow.people.models import Person


class FrameworkVersionQuerySet(models.QuerySet):
    def in_force(self, moment: datetime) -> Self:
        """The version of each framework that was the latest published at `moment`."""
        newer = self.model._default_manager.filter(
            framework=models.OuterRef("framework"),
            published_at__lte=moment,
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(newer), published_at__lte=moment)


class RequirementQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """Those of the newest version of their framework."""
        return self.exclude(version__framework__versions__number__gt=F("version__number"))


class SkillQuerySet(SearchQuerySet):
    def active(self) -> Self:
        return self.filter(retired_at__isnull=True)

    def assessable(self) -> Self:
        """Skills that a person can be rated in: not retired, and not a mere heading of others.

        A skill over others is no mere heading if a role level requires it, or if all the others are retired.
        """
        parts = self.model._default_manager.filter(parent=models.OuterRef("pk"), retired_at__isnull=True)
        return self.active().filter(~models.Exists(parts) | Q(pk__in=self._required()))

    def _required(self) -> models.QuerySet:
        """The ids of the skills that a role level requires by the newest version of its framework."""
        requirement: Any = self.model._meta.get_field("requirements").related_model
        return requirement.objects.newest().values("skill")


class RoleLevelQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Neither it nor its role is retired."""
        return self.filter(retired_at__isnull=True, role__retired_at__isnull=True)


class RoleAssignmentQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def current(self) -> Self:
        return self.filter(ends_on__isnull=True)

    def by_rule(self) -> Self:
        return self.filter(source="rule")


class EvidenceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Evidence that no correction has superseded."""
        return self.filter(superseded_by__isnull=True)

    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def newest_first(self) -> Self:
        return self.order_by("-observed_at", "-pk")

    def visible_to(self, user) -> Self:
        """Evidence of the people whom `user` may see."""
        return self.filter(person__in=Person.objects.visible_to(user))

    def update(self, **kwargs):
        raise TypeError("Evidence is append-only: add evidence that supersedes this.")

    def delete(self):
        raise TypeError("Evidence is append-only: it goes with its person only.")


class GapReportQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The one report of each person that holds now; the others are its history."""
        return self.filter(superseded_at__isnull=True)

    def visible_to(self, user) -> Self:
        return self.filter(person__in=Person.objects.visible_to(user))


class StaleMarkQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Marks that a worker may still take: not set aside after too many attempts."""
        return self.filter(set_aside_at__isnull=True)
