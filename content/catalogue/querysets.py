"""Adjectives of modules."""

from typing import Any, Self

from django.db import models

from content.catalogue.choices import ModuleStatus
from lifow.base.querysets import CountOf
from lifow.base.search import SearchQuerySet

MOST_COUNTED = 1_000


class ModuleQuerySet(SearchQuerySet):
    def published(self) -> Self:
        return self.filter(status=ModuleStatus.PUBLISHED)

    def current(self) -> Self:
        """Published, or on the way there: neither outdated nor archived."""
        return self.exclude(status__in=[ModuleStatus.OUTDATED, ModuleStatus.ARCHIVED])

    def with_draft(self) -> Self:
        """With what each is to say next, and who changed that last."""
        return self.select_related("draft__changed_by")

    def raising(self, skill) -> Self:
        return self.filter(effects__skill=skill)

    def by(self, author) -> Self:
        return self.filter(author=author)

    def with_use(self) -> Self:
        """Adds `started_count` and `completed_count`: people who opened the module, and who finished it.

        Of a module that thousands have opened, a thousand and one are counted.
        """
        activities: Any = self.model._meta.get_field("activities").related_model
        own = activities.objects.filter(module=models.OuterRef("pk")).values("pk")
        return self.annotate(
            started_count=CountOf(own[: MOST_COUNTED + 1]),
            completed_count=CountOf(own.completed()[: MOST_COUNTED + 1]),
        )

    def readable_by(self, user) -> Self:
        """What can be opened by its address: what is visible, and what is outdated, which says so."""
        if user.is_author or user.is_hr_admin:
            return self
        return self.filter(status__in=[ModuleStatus.PUBLISHED, ModuleStatus.OUTDATED])

    def visible_to(self, user) -> Self:
        """What is published; to an author and an HR admin, drafts too."""
        if user.is_author or user.is_hr_admin:
            return self
        return self.published()


class CatalogueVersionQuerySet(models.QuerySet):
    def current(self) -> int:
        """The number of the catalogue as it is; 1 before its first change."""
        return self.values_list("number", flat=True).order_by("pk").first() or 1
