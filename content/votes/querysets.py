"""Adjectives of votes."""

from typing import Self

from django.db import models


class ModuleVoteQuerySet(models.QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def with_words(self) -> Self:
        return self.exclude(words="")

    def newest_first(self) -> Self:
        return self.order_by("-voted_at", "-pk")
