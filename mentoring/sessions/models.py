"""When a learner and a mentor meet: times that are proposed, the one that is picked, what became of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person
from mentoring.pairings.models import Pairing
from mentoring.sessions.choices import MINUTES, OPEN, SessionState, Side
from mentoring.sessions.querysets import SessionQuerySet


class Session(Timestamped):
    """A meeting of the two of a pairing. One of a pairing is open at a time.

    minutes       how long the proposed times last; what is booked lasts from `starts_at` to `ends_at`
    proposed_by   who has proposed the times that wait; empty where none do. A booked session keeps its time
                  until one of the others is picked
    last_slot_at  when the last of the proposed times begins
    sequence      how often its time was changed or it was cancelled, as calendars count (RFC 5545, SEQUENCE)
    said_by       who said last whether it took place
    """

    State = SessionState

    public_id = PublicIdField(prefix="ses")
    pairing = models.ForeignKey(
        Pairing, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("pairing")
    )
    state = models.CharField(_("state"), max_length=12, choices=SessionState, default=SessionState.PROPOSED)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(min(MINUTES)), MaxValueValidator(max(MINUTES))]
    )
    proposed_by = models.CharField(_("proposed by"), max_length=6, choices=Side, blank=True, default="")
    last_slot_at = MomentField(_("last proposed time"), null=True, blank=True)
    starts_at = MomentField(_("starts at"), null=True, blank=True)
    ends_at = MomentField(_("ends at"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    cancelled_by = models.CharField(_("cancelled by"), max_length=6, choices=Side, blank=True, default="")
    said_by = models.CharField(_("said by"), max_length=6, choices=Side, blank=True, default="")
    closed_at = MomentField(_("closed at"), null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(state=SessionState.BOOKED), name="session_booked_until"
            ),
            models.Index(
                fields=["last_slot_at"], condition=Q(state=SessionState.PROPOSED), name="session_proposed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"], condition=Q(state__in=OPEN), name="session_open_once_a_pairing"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.BOOKED) | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="session_booked_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.PROPOSED)
                | (~Q(proposed_by="") & Q(last_slot_at__isnull=False)),
                name="session_proposed_by_one_of_the_two",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def side_of(self, person: Person) -> Side | None:
        """On which side of the pairing somebody is; None for anybody else."""
        sides = {self.pairing.mentee_id: Side.MENTEE, self.pairing.mentor_id: Side.MENTOR}
        return sides.get(person.pk)

    def person_on(self, side: Side) -> Person:
        """Who of the two is on this side."""
        return self.pairing.mentee if side is Side.MENTEE else self.pairing.mentor


class SessionSlot(models.Model):
    """A time that is proposed for a session, until one is picked."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="slots", verbose_name=_("session")
    )
    starts_at = MomentField(_("starts at"))
    ends_at = MomentField(_("ends at"))

    class Meta:
        verbose_name = _("proposed time")
        verbose_name_plural = _("proposed times")
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="session_slot_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_slot_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.starts_at}"


class SessionReminder(models.Model):
    """That one of the two is to be reminded of a booked session, and when. The row goes with the reminder."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("session")
    )
    side = models.CharField(_("whom"), max_length=6, choices=Side)
    due_at = MomentField(_("due at"), db_index=True)

    class Meta:
        verbose_name = _("reminder of a session")
        verbose_name_plural = _("reminders of sessions")
        constraints = [models.UniqueConstraint(fields=["session", "side"], name="session_reminder_once")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.get_side_display()}"
