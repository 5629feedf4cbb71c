"""Modules that people have saved for later."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from lifow.base.fields import MomentField
from lifow.people.persons.models import Person


class SavedModule(models.Model):
    """A module that somebody keeps to come back to. Nobody else sees it."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="saved_modules", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="saved_by", verbose_name=_("module")
    )
    saved_at = MomentField(_("saved at"))

    class Meta:
        verbose_name = _("saved module")
        verbose_name_plural = _("saved modules")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="saved_module_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id}"
