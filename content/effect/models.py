"""What modules change, as far as evidence says it by now."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from content.effect.choices import Verdict
from lifow.base.fields import MomentField, NumberField, ObjectField


class MeasuredEffect(models.Model):
    """What a module changes in a skill that it raises: independent evidence before and after, of those who
    took it and of comparable people who did not. Derived; made again by a job.

    `sums` is what its pairs of readings say, which the estimate is made of once all modules are known.
    """

    Verdict = Verdict

    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="measured_effects", verbose_name=_("module")
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    verdict = models.CharField(_("what can be said"), max_length=15, choices=Verdict, default=Verdict.TOO_FEW)
    levels = NumberField(_("effect in levels"), null=True, blank=True)
    low = NumberField(_("lower end of the interval of 80%"), null=True, blank=True)
    high = NumberField(_("upper end of the interval of 80%"), null=True, blank=True)
    takers = models.PositiveIntegerField(_("people who took it"), default=0)
    others = models.PositiveIntegerField(_("people compared with"), default=0)
    needed = models.PositiveIntegerField(_("people needed"), default=0)
    sums = ObjectField(_("what pairs of readings say"), default=dict, blank=True)
    read_at = MomentField(_("evidence read at"))

    class Meta:
        verbose_name = _("measured effect")
        verbose_name_plural = _("measured effects")
        constraints = [
            models.UniqueConstraint(fields=["module", "skill"], name="measured_effect_once_a_skill"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.TOO_FEW)
                | Q(levels__isnull=False, low__isnull=False, high__isnull=False),
                name="measured_effect_claims_have_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.get_verdict_display()}"
