"""Erasures of people: who asked, who confirmed, and when it was done, without a name of the erased."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import ListField, MomentField, PublicIdField, RandomId
from lifow.people.persons.models import Person
from lifow.people.privacy.choices import OPEN, ErasureState
from lifow.people.privacy.querysets import ErasureQuerySet


class Erasure(models.Model):
    """That somebody is to be erased, or was: two HR admins, and how many rows of which kind went.

    A worker that begins an attempt has the row until `taken_until`. Once it is done nothing in it names the
    person: `person` is empty, `counts` are numbers, and `people` are ids that the API tells as deleted, by
    which they are erased again from a backup of before. `public_id` is the erasure's own, in the list of all.
    """

    State = ErasureState

    public_id = PublicIdField(prefix="ers", db_default=RandomId("ers"))
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        related_name="erasures",
        verbose_name=_("person"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ErasureState, default=ErasureState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = MomentField(_("asked at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = MomentField(_("confirmed at"), null=True, blank=True)
    finished_at = MomentField(_("finished at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken_until = MomentField(_("taken until"), null=True, blank=True)
    problem = models.TextField(_("reason it failed"), blank=True)
    counts = models.JSONField(
        _("rows"), default=dict, blank=True, help_text=_("How many rows of each kind went, or lost the name.")
    )
    people = ListField(
        _("ids of the erased"), null=True, blank=True, help_text=_("As the API tells them as deleted.")
    )

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=OPEN),
                name="erasure_open_once_a_person",
                violation_error_message=_("Somebody has asked for this already."),
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="erasure_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=ErasureState.DONE) | Q(person__isnull=True, finished_at__isnull=False),
                name="erasure_done_names_nobody",
            ),
        ]
        indexes = [models.Index(fields=["state", "confirmed_at"], name="erasure_by_state")]

    def __str__(self) -> str:
        day = date_format(self.finished_at or self.asked_at, "j F Y")
        return f"{self.get_state_display()} ({day})"
