"""What the last test of each connection has found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField


class ConnectionTest(models.Model):
    """Whether an integration, or a way to reach people, worked when it was tested last; one row each.

    people  how many people have connected it, None where that is not counted
    """

    key = models.CharField(_("integration or way"), max_length=50, unique=True)
    is_well = models.BooleanField(_("works"))
    says = models.CharField(_("what the test says"), max_length=300)
    people = models.PositiveIntegerField(_("people"), null=True)
    tested_at = MomentField(_("tested at"))

    class Meta:
        verbose_name = _("test of a connection")
        verbose_name_plural = _("tests of connections")

    def __str__(self) -> str:
        return self.key
