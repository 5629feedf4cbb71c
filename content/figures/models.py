"""How a module is used, counted together, for its author."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from lifow.base.fields import ListField, MomentField


class ModuleFigures(models.Model):
    """How a module was used within a year. Derived from activity; counted again after it has changed.

    visits   how often it was opened to read: what follows within half an hour is the same visit
    reached  of those who opened it, how many have read to each twentieth of its text, or further
    seen     how many have seen each twentieth of its video
    """

    module = models.OneToOneField(
        Module, on_delete=models.CASCADE, related_name="figures", verbose_name=_("module")
    )
    opened = models.PositiveIntegerField(_("people who opened it"), default=0)
    done = models.PositiveIntegerField(_("people who have done it"), default=0)
    visits = models.PositiveIntegerField(_("visits"), default=0, db_default=0)
    median_seconds = models.PositiveIntegerField(_("seconds that it took"), null=True, blank=True)
    reached = ListField(_("people by how far they have read"), default=list, blank=True)
    watchers = models.PositiveIntegerField(_("people who watched its video"), default=0)
    seen = ListField(_("people by what of the video they have seen"), default=list, blank=True)
    counted_at = MomentField(_("counted at"), db_index=True)

    class Meta:
        verbose_name = _("figures of a module")
        verbose_name_plural = _("figures of modules")
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("opened")), name="module_figures_done_are_part")
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.done} / {self.opened}"
