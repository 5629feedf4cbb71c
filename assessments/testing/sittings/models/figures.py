"""What came of tests in numbers, as it was when enough people had taken them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.testing.sittings.choices import LEAST_IN_AGGREGATE
from assessments.testing.sittings.models.forms import TestForm
from lifow.base.fields import ListField, MomentField, NumberField


class FormFigures(models.Model):
    """What came of a test in numbers of at least five people, at a moment.

    It is counted again only when at least five more people have finished the test: nobody's result can be
    read off it, nor off what it was before.

    people    who has finished it; `passed` is how many of them did, None without a mark
    minutes   half of them took so long or less
    skills    of each skill its id, of how many people it was measured, how many were found to meet the needed
              level, to be below, or neither, their mean level, and when that was counted
    """

    form = models.OneToOneField(
        TestForm, on_delete=models.CASCADE, related_name="figures", verbose_name=_("test")
    )
    counted_at = MomentField(_("counted at"))
    people = models.PositiveIntegerField(_("people"))
    passed = models.PositiveIntegerField(_("passed"), null=True, blank=True)
    minutes = NumberField(_("minutes"), null=True, blank=True)
    skills = ListField(_("by skill"), default=list, blank=True)

    class Meta:
        verbose_name = _("results of a test")
        verbose_name_plural = _("results of tests")
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=LEAST_IN_AGGREGATE), name="form_figures_of_enough_people"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.people}"
