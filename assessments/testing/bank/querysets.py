"""Adjectives of items and their versions."""

from typing import Any, Self

from django.db.models import Exists, OuterRef

from assessments.testing.bank.choices import OPEN_STATES, ItemState, VersionState
from lifow.base.querysets import TimestampedQuerySet


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


class ItemVersionQuerySet(TimestampedQuerySet):
    def open(self) -> Self:
        """Never published: drafts, and what waits for review."""
        return self.filter(state__in=OPEN_STATES)

    def in_review(self) -> Self:
        return self.filter(state=VersionState.IN_REVIEW)

    def in_use(self) -> Self:
        """What a sitting may ask: the published versions of published items, of skills that are active."""
        return self.filter(
            state=VersionState.PUBLISHED,
            item__state=ItemState.PUBLISHED,
            item__skill__retired_at__isnull=True,
        )

    def of_skill(self, skill) -> Self:
        return self.filter(item__skill=skill)

    def delete(self):
        """Refused for what was published: results stand on it."""
        if self.filter(published_at__isnull=False).exists():
            raise TypeError("A version that was published is kept: retire its item.")
        return super().delete()
