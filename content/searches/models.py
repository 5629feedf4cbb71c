"""What people search the catalogue for, kept by words and never by person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lifow.base.bounds import validate_text
from lifow.base.distinct import at_least
from lifow.base.fields import MomentField

LONGEST_QUERY = 100


class _Search(models.Model):
    """Words that were searched for: how often, and by how many people at least, from bits of them."""

    query = models.CharField(_("searched for"), max_length=LONGEST_QUERY, validators=[validate_text])
    times = models.PositiveIntegerField(_("times"), default=1)
    people_bits = models.PositiveBigIntegerField(_("bits of people"), default=0)
    last_at = MomentField(_("last at"), db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.query

    @property
    def people(self) -> int:
        """By how many people at least."""
        return at_least(self.people_bits)


class LedSearch(_Search):
    """Words with which a module was found and opened."""

    module = models.ForeignKey(
        "content.Module", on_delete=models.CASCADE, related_name="led_searches", verbose_name=_("module")
    )

    class Meta:
        verbose_name = _("search that led to a module")
        verbose_name_plural = _("searches that led to modules")
        constraints = [
            models.UniqueConstraint(fields=["module", "query"], name="led_search_once_a_module"),
            models.CheckConstraint(condition=Q(times__gte=1), name="led_search_counted"),
        ]


class FailedSearch(_Search):
    """Words that no module answers to."""

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        constraints = [
            models.UniqueConstraint(fields=["query"], name="failed_search_once"),
            models.CheckConstraint(condition=Q(times__gte=1), name="failed_search_counted"),
        ]


class AbandonedSearch(_Search):
    """Words that were searched for, and left without opening any result."""

    class Meta:
        verbose_name = _("search that was left")
        verbose_name_plural = _("searches that were left")
        constraints = [
            models.UniqueConstraint(fields=["query"], name="abandoned_search_once"),
            models.CheckConstraint(condition=Q(times__gte=1), name="abandoned_search_counted"),
        ]


class RephrasedSearch(_Search):
    """Words that were left for other words, with which a result was opened: these may be synonyms."""

    later = models.CharField(_("opened with"), max_length=LONGEST_QUERY, validators=[validate_text])

    class Meta:
        verbose_name = _("search in other words")
        verbose_name_plural = _("searches in other words")
        constraints = [
            models.UniqueConstraint(fields=["query", "later"], name="rephrased_search_once"),
            models.CheckConstraint(condition=Q(times__gte=1), name="rephrased_search_counted"),
        ]
