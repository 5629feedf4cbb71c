"""Adjectives of frameworks, skills and role levels."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from lifow.base.search import SearchQuerySet


class FrameworkVersionQuerySet(models.QuerySet):
    def in_force(self, moment: datetime) -> Self:
        """The version of each framework that was the latest published at `moment`."""
        newer = self.model._default_manager.filter(
            framework=models.OuterRef("framework"),
            published_at__lte=moment,
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(newer), published_at__lte=moment)


class LevelMapQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Level maps are append-only: a later map follows.")

    def delete(self):
        raise TypeError("Level maps are append-only: evidence of before is read by them.")


class SkillReplacementQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(taken_back_at__isnull=True)

    def delete(self):
        raise TypeError("Replacements are kept: take them back. Reports of before are read by them.")


class RequirementQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """Those of the newest version of their framework."""
        return self.exclude(version__framework__versions__number__gt=F("version__number"))


class SkillQuerySet(SearchQuerySet):
    def active(self) -> Self:
        return self.filter(retired_at__isnull=True)

    def counting_in(self, framework) -> Self:
        """Skills whose evidence counts in a framework: its own, and those of others whose place its took."""
        replaced: Any = self.model._meta.get_field("replacements").related_model
        others = replaced._default_manager.in_force().filter(new__framework=framework).values("old")
        return self.filter(Q(framework=framework) | Q(pk__in=others))

    def with_scale_ends(self) -> Self:
        """Each with `lowest` and `top`: the ends of its scale, None for a scale without levels."""
        framework: Any = self.model._meta.get_field("framework").related_model
        scale = framework._meta.get_field("scale").related_model
        levels = scale._meta.get_field("levels").related_model._default_manager
        values = levels.filter(scale__frameworks=models.OuterRef("framework")).values("value")
        lowest, top = values.order_by("value")[:1], values.order_by("-value")[:1]
        return self.annotate(lowest=models.Subquery(lowest), top=models.Subquery(top))

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
