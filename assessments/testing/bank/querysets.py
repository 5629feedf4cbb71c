"""Adjectives of items and their versions."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from assessments.frameworks.models import LevelMap, Skill
from assessments.testing.bank.choices import OPEN_STATES, ItemState, VersionState
from lifow.base.querysets import TimestampedQuerySet
from lifow.base.search import SearchQuerySet


class ItemQuerySet(TimestampedQuerySet):
    def published(self) -> Self:
        return self.filter(state=ItemState.PUBLISHED)

    def current(self) -> Self:
        """Published, or on the way there: not retired."""
        return self.exclude(state=ItemState.RETIRED)

    def in_review(self) -> Self:
        """Those with a version that waits for a second person."""
        versions: Any = self.model._meta.get_field("versions").related_model
        waiting = versions.objects.in_review().filter(item=OuterRef("pk"))
        return self.current().filter(Exists(waiting))

    def by(self, author) -> Self:
        return self.filter(author=author)

    def visible_to(self, user) -> Self:
        """All to those who may author; nothing to others, who meet items in sittings only."""
        return self if user.is_author or user.is_hr_admin else self.none()


class ItemVersionQuerySet(SearchQuerySet, TimestampedQuerySet):  # type: ignore[override]  # the manager
    def open(self) -> Self:
        """Never published: drafts, and what waits for review."""
        return self.filter(state__in=OPEN_STATES)

    def in_review(self) -> Self:
        return self.filter(state=VersionState.IN_REVIEW)

    def published(self) -> Self:
        """The published versions of published items, also those that are not asked."""
        return self.filter(state=VersionState.PUBLISHED, item__state=ItemState.PUBLISHED)

    def in_use(self) -> Self:
        """What a sitting may ask: the published versions of published items, of skills that are active.

        Not those from before the levels of their framework came to mean something else: an author says first
        on which of the new levels they are.
        """
        return self.published().filter(
            ~Exists(self._level_maps_since()), item__skill__retired_at__isnull=True
        )

    def on_other_levels(self) -> Self:
        """Published before the levels of their framework came to mean something else."""
        return self.published().filter(Exists(self._level_maps_since()))

    def unasked(self) -> Self:
        """Published and not asked: the skill is assessed no more, or its levels mean something else."""
        is_retired = models.Q(item__skill__retired_at__isnull=False)
        # These are few, mostly none: they are found first.
        rows = self.published().filter(item__skill__in=list(self._skills_in_doubt()))
        return rows.filter(is_retired | Exists(self._level_maps_since()))

    def _skills_in_doubt(self) -> models.QuerySet:
        """Ids of skills that are assessed no more, or whose levels came to mean something else once."""
        maps = LevelMap.objects.filter(framework=OuterRef("framework")).exclude(pairs=[])
        skills = Skill.objects.filter(models.Q(retired_at__isnull=False) | Exists(maps))
        return skills.values_list("pk", flat=True)

    def _level_maps_since(self) -> models.QuerySet:
        """Level maps from after a version was published by which its levels mean something else."""
        return LevelMap.objects.filter(
            framework=OuterRef("item__skill__framework"), mapped_at__gt=OuterRef("published_at")
        ).exclude(pairs=[])

    def of_skill(self, skill) -> Self:
        return self.filter(item__skill=skill)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused for what was published: results stand on it."""
        if self.filter(published_at__isnull=False).exists():
            raise TypeError("A version that was published is kept: retire its item.")
        return super().delete()
