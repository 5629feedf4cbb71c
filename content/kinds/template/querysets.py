"""Adjectives of copies of templates."""

from typing import Self

from lifow.base.querysets import TimestampedQuerySet


class TemplateCopyQuerySet(TimestampedQuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def of_module(self, module) -> Self:
        return self.filter(module=module)

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")
