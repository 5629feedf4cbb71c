"""A learner and a mentor, and how their pairing goes."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import DayField, MomentField, NumberField, ObjectField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING, OPEN, OVER, RESERVED_FOR, UNDER_WAY, ClosingCause, PairingState
from mentoring.mentors.models import Seat
from mentoring.pairings.querysets import PairingQuerySet


class Pairing(Timestamped):
    """A learner and a mentor: proposed or asked for, accepted, active, and over in one of four ways."""

    State = PairingState
    Cause = ClosingCause

    public_id = PublicIdField(prefix="par")
    mentee = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="pairings_as_mentee", verbose_name=_("learner")
    )
    mentor = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="pairings_as_mentor", verbose_name=_("mentor")
    )
    state = models.CharField(_("state"), max_length=20, choices=PairingState, default=PairingState.PROPOSED)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="pairings", verbose_name=_("seat")
    )
    score = NumberField(_("share of the gap covered"), default=0)
    is_recommended = models.BooleanField(
        _("recommended"),
        default=False,
        help_text=_("The one that matching recommends on the learner's shortlist."),
    )
    recommended_at = MomentField(
        _("recommended at"),
        null=True,
        blank=True,
        help_text=_("Since when a seat is reserved for the learner."),
    )
    reason = ObjectField(
        _("reason"), default=dict, blank=True, help_text=_("Skills covered, shared hours, shared languages.")
    )
    message = models.TextField(_("what the learner wrote"), blank=True)
    proposed_at = MomentField(_("proposed at"))
    asked_at = MomentField(_("asked at"), null=True, blank=True)
    accepted_at = MomentField(_("accepted at"), null=True, blank=True)
    expires_at = MomentField(_("expires at"), null=True, blank=True)
    closes_on = DayField(_("planned until"), null=True, blank=True)
    paused_on = DayField(
        _("paused on"),
        null=True,
        blank=True,
        help_text=_("Since when it waits for one of the two who is on leave, by the learner's calendar."),
    )
    closed_at = MomentField(_("closed at"), null=True, blank=True)
    closing_note = models.CharField(_("closing note"), max_length=300, blank=True)
    closing_cause = models.CharField(_("closing cause"), max_length=20, choices=ClosingCause, blank=True)
    closed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        indexes = [
            models.Index(fields=["state", "closed_at"], name="pairing_by_state"),
            # Each is a list that HR pages through, in its order.
            models.Index(
                fields=["asked_at", "id"], condition=Q(state=PairingState.ASKED), name="pairing_asked"
            ),
            models.Index(fields=["closes_on", "id"], condition=Q(state__in=HOLDING), name="pairing_running"),
            models.Index(
                fields=["-closed_at", "-id"],
                condition=Q(state__in=OVER, asked_at__isnull=False),
                name="pairing_over",
            ),
            # Few of the proposals, and counted by themselves.
            models.Index(
                fields=["id"],
                condition=Q(state=PairingState.PROPOSED, is_recommended=True),
                name="pairing_recommended",
            ),
            models.Index(
                fields=["recommended_at", "id"],
                condition=Q(state=PairingState.PROPOSED, is_recommended=True),
                name="pairing_reserved",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="pairing_of_two_people"),
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=HOLDING),
                name="seat_held_by_one_pairing",
            ),
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(state__in=OPEN),
                name="pairing_open_once_for_two_people",
            ),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(state__in=UNDER_WAY),
                name="pairing_under_way_once_a_mentee",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HOLDING) | Q(seat__isnull=False),
                name="pairing_accepted_has_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} – {self.mentor}"

    @property
    def reserved_until(self) -> datetime | None:
        """Until when the seat of a recommended proposal is kept for the learner."""
        is_reserved = self.state == PairingState.PROPOSED and self.is_recommended
        return self.recommended_at + RESERVED_FOR if is_reserved and self.recommended_at else None


class Waiting(models.Model):
    """A learner on the waiting list for a mentor, and since when.

    From the first match that found something to learn with a mentor, until a mentor accepts, the person
    leaves or has nothing more to learn with one; anew where a seat reserved for the learner passed unused.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="waiting", verbose_name=_("person")
    )
    since = MomentField(_("since"))

    class Meta:
        verbose_name = _("learner on the waiting list")
        verbose_name_plural = _("learners on the waiting list")

    def __str__(self) -> str:
        return str(self.person)


class Unmatched(models.Model):
    """A learner for whom the last match run found no mentor, why, and since when they wait for one."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="unmatched", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=50)
    since = MomentField(_("since"))
    waiting_since = MomentField(_("waiting since"), null=True, blank=True)

    class Meta:
        verbose_name = _("unmatched learner")
        verbose_name_plural = _("unmatched learners")
        indexes = [
            models.Index(fields=["reason"], name="unmatched_by_reason"),
            # The list that HR pages through, in its order.
            models.Index(fields=["reason", "waiting_since", "id"], name="unmatched_by_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.reason}"
