"""How far people are in walkthroughs, and the pictures that these keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from lifow.base.fields import ListField, MomentField
from lifow.base.media.models import Picture
from lifow.people.persons.models import Person


class WalkthroughProgress(models.Model):
    """Which steps of a walkthrough somebody has gone through in its rehearsal, by their keys.

    `said_at` is when they said that they have followed the steps on the page.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="walkthrough_progress", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="walkthrough_progress", verbose_name=_("module")
    )
    passed = ListField(_("steps gone through"), default=list, blank=True)
    said_at = MomentField(_("said that they were followed at"), null=True, blank=True)
    passed_at = MomentField(_("last step at"), null=True, blank=True)

    class Meta:
        verbose_name = _("progress in a walkthrough")
        verbose_name_plural = _("progress in walkthroughs")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="walkthrough_progress_once_a_module")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"


class WalkthroughPicture(models.Model):
    """A picture that an author has put into a walkthrough: it is kept as long as a text names it."""

    picture = models.OneToOneField(
        Picture, on_delete=models.PROTECT, related_name="+", verbose_name=_("picture")
    )
    kept_at = MomentField(_("uploaded last at"), db_index=True)

    class Meta:
        verbose_name = _("picture of a walkthrough")
        verbose_name_plural = _("pictures of walkthroughs")

    def __str__(self) -> str:
        return str(self.picture)
