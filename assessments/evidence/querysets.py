"""Adjectives of evidence."""

from typing import Any, Self

from django.db import models

from lifow.people.persons.models import Person


class EvidenceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Evidence that no correction has superseded."""
        return self.filter(superseded_by__isnull=True)

    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def with_is_mapped(self) -> Self:
        """Each with `is_mapped`: whether levels have come to mean something else since it was recorded."""
        skill: Any = self.model._meta.get_field("skill").related_model
        framework = skill._meta.get_field("framework").related_model
        maps = framework._meta.get_field("level_maps").related_model._default_manager
        later = maps.filter(
            framework=models.OuterRef("skill__framework"), mapped_at__gt=models.OuterRef("recorded_at")
        )
        return self.annotate(is_mapped=models.Exists(later))

    def newest_first(self) -> Self:
        return self.order_by("-observed_at", "-pk")

    def visible_to(self, user) -> Self:
        """Evidence of the people whom `user` may see."""
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))

    def update(self, **kwargs):
        raise TypeError("Evidence is append-only: add evidence that supersedes this.")

    def delete(self):
        raise TypeError("Evidence is append-only: it goes with its person only.")
