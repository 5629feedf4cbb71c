"""Adjectives of evidence."""

from typing import Any, Self

from django.db import models
from django.db.models.functions import Coalesce, Mod

from lifow.people.persons.models import Person


class EvidenceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Evidence that counts: no correction has superseded it, and it is not withdrawn."""
        return self.not_superseded().filter(~models.Exists(self._withdrawn("pk")))

    def not_standing(self) -> Self:
        """Evidence that counts no more: superseded, or withdrawn."""
        return self.filter(
            models.Q(superseded_by__isnull=False) | models.Q(models.Exists(self._withdrawn("pk")))
        )

    def not_superseded(self) -> Self:
        """Evidence that no correction has superseded, withdrawn or not."""
        return self.filter(superseded_by__isnull=True)

    def withdrawn(self) -> Self:
        """Evidence that is withdrawn by now."""
        return self.filter(models.Exists(self._withdrawn("pk")))

    def with_withdrawal(self) -> Self:
        """Each with `withdrawal_id`, the row that withdraws it by now; None where it is not withdrawn."""
        return self.annotate(withdrawal_id=models.Subquery(self._withdrawn("pk").values("pk")[:1]))

    def _withdrawn(self, piece: str) -> Any:
        withdrawal: Any = self.model._meta.get_field("withdrawals").related_model
        return withdrawal.objects.in_force().filter(evidence=models.OuterRef(piece))

    def for_person(self, person) -> Self:
        """What was said of a person, of records that are merged into theirs too; `person` may be many."""
        return self.filter(person__in=Person.objects.records_of(person))

    def by_rater(self, rater) -> Self:
        """What a person said, under a record that is merged into theirs too."""
        return self.filter(rater__in=Person.objects.records_of(rater))

    def with_whose(self) -> Self:
        """Each with `whose`, the id of the person of whom it was said, and `by_whom`, of the person who said
        it: the kept persons of merged records."""
        return self.annotate(
            whose=Coalesce("person__merged_into_id", "person_id"),
            by_whom=Coalesce("rater__merged_into_id", "rater_id"),
        )

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
        if user.is_hr_admin:
            return self
        visible = Person.objects.visible_to(user)
        merged = Person.objects.filter(merged_into__isnull=False, merged_into__in=visible)
        records = list(merged.values_list("pk", flat=True))
        theirs = models.Q(person__in=visible)
        return self.filter(theirs | models.Q(person__in=records) if records else theirs)

    def update(self, **kwargs):
        raise TypeError("Evidence is append-only: add evidence that supersedes this.")

    def delete(self):
        raise TypeError("Evidence is append-only: it goes with its person only.")


class WithdrawalQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """The last row about each piece: what holds."""
        later = self.model._default_manager.filter(
            evidence=models.OuterRef("evidence"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))

    def in_force(self) -> Self:
        """Rows by which a piece is withdrawn by now."""
        return self.newest().alias(parity=Mod("number", 2)).filter(parity=1)

    def update(self, **kwargs):
        raise TypeError("Withdrawals are append-only: add a row that takes this one back.")
