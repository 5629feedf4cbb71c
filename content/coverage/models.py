"""Which modules are missing, kept as rows, and whether they are up to date."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from lifow.base.fields import MomentField, NumberField


class MissingStep(models.Model):
    """A step of one level in a skill that people have to make and no module makes. Derived from gap reports
    and the catalogue; replaced as a whole.

    `people`, `critical` and `gap` are of those who are not on leave, and 0 where only others have to make it.
    """

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    from_level = models.PositiveSmallIntegerField(_("from level"))
    to_level = models.PositiveSmallIntegerField(_("to level"))
    people = models.PositiveIntegerField(_("people"))
    critical = models.PositiveIntegerField(_("critical for"))
    gap = NumberField(_("total gap in levels"), db_index=True)
    people_with_leave = models.PositiveIntegerField(_("people, those on leave too"), default=0, db_default=0)
    critical_with_leave = models.PositiveIntegerField(
        _("critical for, those on leave too"), default=0, db_default=0
    )
    gap_with_leave = NumberField(_("total gap, those on leave too"), default=0, db_default=0)

    class Meta:
        verbose_name = _("missing step")
        verbose_name_plural = _("missing steps")
        constraints = [
            models.UniqueConstraint(
                fields=["skill", "from_level"], name="missing_step_once_a_skill_and_level"
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.from_level} → {self.to_level}"

    def count_leave(self) -> None:
        """Have the numbers be those with people on leave."""
        self.people, self.critical = self.people_with_leave, self.critical_with_leave
        self.gap = self.gap_with_leave


class CoverageState(models.Model):
    """One row: how many changes there were of what missing steps are made from, and how many they hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    changes = models.PositiveBigIntegerField(_("changes"), default=1)
    counted = models.PositiveBigIntegerField(_("changes counted"), default=0)
    computed_at = MomentField(_("computed at"), null=True)
    seconds = NumberField(_("seconds it took"), default=0)

    class Meta:
        verbose_name = _("state of missing steps")
        verbose_name_plural = _("state of missing steps")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="coverage_state_is_one_row")]

    def __str__(self) -> str:
        return f"{self.counted} / {self.changes}"
