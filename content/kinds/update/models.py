"""Product updates that were published, and the modules that said what they replaced."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from content.kinds.update.choices import LONGEST_TERM, ReplacedState
from content.kinds.update.querysets import ProductUpdateQuerySet, ReplacedModuleQuerySet
from lifow.base.fields import DayField, MomentField, PublicIdField
from lifow.people.persons.models import Person


class ProductUpdate(models.Model):
    """A product update as it was published last, and what is still to be done for it.

    applied_at   when the modules that it replaces were marked as outdated; empty while that waits for its day
    told_at      when those whom it concerns were told; empty while that is to be done
    reminded_at  when somebody had those reminded last who have not read it
    people       whom it concerns, and `readers` how many of them have read it, counted at `counted_at`
    """

    module = models.OneToOneField(
        Module, on_delete=models.CASCADE, related_name="product_update", verbose_name=_("module")
    )
    from_day = DayField(_("in force from"))
    published_at = MomentField(_("published at"))
    applied_at = MomentField(_("applied at"), null=True, blank=True)
    told_at = MomentField(_("told at"), null=True, blank=True)
    reminded_at = MomentField(_("reminded at"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people it concerns"), default=0)
    readers = models.PositiveIntegerField(_("of these, have read it"), default=0)
    counted_at = MomentField(_("counted at"), null=True, blank=True)

    objects = ProductUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("product update")
        verbose_name_plural = _("product updates")
        constraints = [
            models.CheckConstraint(
                condition=Q(readers__lte=models.F("people")), name="product_update_readers_are_part"
            )
        ]
        indexes = [
            models.Index(
                fields=["from_day"], condition=Q(applied_at__isnull=True), name="product_update_to_apply"
            )
        ]

    def __str__(self) -> str:
        return str(self.module)


class ReplacedModule(models.Model):
    """A module that a product update has marked as outdated: by `term`, or because its author chose it.

    There is one for an update and a module, ever: what was found still right is not outdated by it again.
    """

    State = ReplacedState

    public_id = PublicIdField(prefix="rpm")
    update = models.ForeignKey(
        ProductUpdate, on_delete=models.CASCADE, related_name="replaced", verbose_name=_("product update")
    )
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="replaced_by_updates", verbose_name=_("module")
    )
    term = models.CharField(_("words that it mentions"), max_length=LONGEST_TERM, blank=True, default="")
    outdated_at = MomentField(_("marked as outdated at"), db_index=True)
    state = models.CharField(_("state"), max_length=20, choices=ReplacedState, default=ReplacedState.OUTDATED)
    decided_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("found still right by"),
    )
    decided_at = MomentField(_("found still right at"), null=True, blank=True)

    objects = ReplacedModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module outdated by a product update")
        verbose_name_plural = _("modules outdated by product updates")
        constraints = [
            models.UniqueConstraint(fields=["update", "module"], name="replaced_module_once"),
            models.CheckConstraint(
                condition=~Q(state=ReplacedState.STILL_RIGHT) | Q(decided_at__isnull=False),
                name="replaced_module_decided_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update_id}: {self.module}"
