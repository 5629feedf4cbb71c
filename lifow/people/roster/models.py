"""What imports have to remember: files and plans, who may be the same person, ids of before or erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import DayField, ListField, MomentField, ObjectField, PublicIdField, RandomId
from lifow.base.file_imports.choices import OPEN
from lifow.base.file_imports.models import FileImport
from lifow.people.persons.models import ID_TAKEN, Person
from lifow.people.roster.choices import MatchState


class PersonMatch(models.Model):
    """Somebody under a new id who may be somebody known: a question to HR, answered once.

    While it is open nobody is created for the new id, and the person does not leave by being absent.
    """

    State = MatchState

    source = models.CharField(_("source"), max_length=50)
    external_id = models.CharField(_("new id"), max_length=200)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="matches", verbose_name=_("known person")
    )
    name = models.CharField(_("name in the file"), max_length=310)
    reasons = ListField(_("what speaks for it"), default=list)
    state = models.CharField(_("answer"), max_length=20, choices=MatchState, default=MatchState.OPEN)
    asked_at = MomentField(_("asked at"))
    decided_at = MomentField(_("answered at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("possible match")
        verbose_name_plural = _("possible matches")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id", "person"], name="person_match_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.external_id}): {self.person}?"


class FormerExternalId(models.Model):
    """An id by which a source named somebody before it gave them another; what it says of it still counts."""

    source = models.CharField(_("source"), max_length=50)
    value = models.CharField(_("value"), max_length=200)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="former_external_ids", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("former external id")
        verbose_name_plural = _("former external ids")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "value"],
                name="former_external_id_of_one_person",
                violation_error_message=ID_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"


class ErasedId(models.Model):
    """An id or email address of somebody who was erased, as a keyed digest: files do not bring them in again.

    Neither the id nor the source can be told from it. Without these rows whoever a file names is new.
    """

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    erased_on = DayField(_("erased on"))
    erasure = models.ForeignKey(
        "people.Erasure", on_delete=models.CASCADE, related_name="ids", verbose_name=_("erasure")
    )

    class Meta:
        verbose_name = _("id of an erased person")
        verbose_name_plural = _("ids of erased people")

    def __str__(self) -> str:
        return f"{self.erased_on}: {self.digest[:8]}"


class RosterWrite(models.Model):
    """What another system has changed row by row, of the kinds that have a limit: numbers, and no names.

    A day's writes count together, as if they had come in one file. `lifted` has of each kind that was let
    through how many, and `reason` says why.
    """

    source = models.CharField(_("source"), max_length=50)
    written_by = models.CharField(_("written by"), max_length=200)
    written_at = MomentField(_("written at"))
    counts = ObjectField(_("changes"), default=dict)
    lifted = ObjectField(_("limits lifted"), default=dict)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change by another system")
        verbose_name_plural = _("changes by other systems")
        indexes = [models.Index(fields=["source", "written_at"], name="roster_write_of_a_day")]

    def __str__(self) -> str:
        return f"{self.source} ({self.written_by})"


class RosterImport(FileImport):
    """A roster that HR brings in on a page: its file, how it is read, and what was let through for once.

    `lifted` has of each limit that was lifted for this import how many changes were let through, and `reason`
    says why. A source has one import at a time that may still change something. `sent_by` and `applied_by`
    are clients of the API. One that `rolls_back` another has the file that was applied before that one.
    """

    public_id = PublicIdField(prefix="imp", db_default=RandomId("imp"))
    source = models.CharField(_("source"), max_length=50)
    sent_by = models.CharField(
        _("client that sent it"), max_length=200, blank=True, default="", db_default=""
    )
    applied_by = models.CharField(
        _("client that applied it"), max_length=200, blank=True, default="", db_default=""
    )
    rolls_back = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="rolled_back_by",
        verbose_name=_("rolls back"),
    )
    mapping = models.TextField(_("mapping"), blank=True)
    is_strict = models.BooleanField(_("nothing is written where a line is bad"), default=False)
    lifted = ObjectField(_("limits lifted"), default=dict)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=OPEN), name="roster_import_open_once_a_source"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="roster_import_of_a_source"),
        ]
