"""Adjectives of modules."""

from typing import Self

from django.db import models
from django.db.models import Q

from lifow.base.search import SearchQuerySet


class ModuleQuerySet(SearchQuerySet):
    def published(self) -> Self:
        return self.filter(status="published")

    def current(self) -> Self:
        """Published, or on the way there: not retired."""
        return self.exclude(status="retired")

    def raising(self, skill) -> Self:
        return self.filter(effects__skill=skill)

    def by(self, author) -> Self:
        return self.filter(author=author)

    def with_use(self) -> Self:
        """Adds `started_count` and `completed_count`: people who opened the module, and who finished it."""
        return self.annotate(
            started_count=models.Count("activities"),
            completed_count=models.Count("activities", filter=Q(activities__completed_at__isnull=False)),
        )

    def visible_to(self, user) -> Self:
        """What is published; to an author and an HR admin, drafts too."""
        if user.is_author or user.is_hr_admin:
            return self
        return self.published()


class CatalogueVersionQuerySet(models.QuerySet):
    def current(self) -> int:
        """The number of the catalogue as it is; 1 before its first change."""
        return self.values_list("number", flat=True).order_by("pk").first() or 1
