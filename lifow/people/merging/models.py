"""Two records of one person: which are read as one, since when, and what was moved for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField
from lifow.people.merging.querysets import MergeChangeQuerySet, PersonMergeQuerySet
from lifow.people.persons.models import Person


class PersonMerge(models.Model):
    """A record that is read as another one's from a moment on, until that is undone.

    What is only ever added to stays with the merged record. It counts as the kept person's for every moment
    from `merged_at` on and before `undone_at`.
    """

    kept = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="merges", verbose_name=_("kept person")
    )
    merged = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="merges_of_record", verbose_name=_("merged record")
    )
    merged_at = MomentField(_("merged at"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = MomentField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of two records")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="person_merge_of_two_records"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("merged_at")),
                name="person_merge_undone_after_merging",
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="person_merge_in_force_once_a_record",
                violation_error_message=_("This record is merged into another one already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class MergeChange(models.Model):
    """A row that a merge has changed: what its columns held before, and what they have held since.

    `before` is None for a row that the merge added, `after` for one that it removed. When the merge is
    undone, the row gets back what it held, unless somebody has changed the same columns meanwhile.
    """

    # The index below begins with it.
    merge = models.ForeignKey(PersonMerge, on_delete=models.CASCADE, related_name="changes", db_index=False)
    model = models.CharField(max_length=100)
    row = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    put_back_at = MomentField(null=True)

    objects = MergeChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("row changed by a merge")
        verbose_name_plural = _("rows changed by merges")
        indexes = [models.Index(fields=["merge", "model"], name="merge_change_of_a_model")]

    def __str__(self) -> str:
        return f"{self.model} {self.row}"
