"""Mentors and their seats, pairings and how they go, tasks and the feedback that becomes evidence."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Evidence, Skill
from lifow.base.fields import PublicIdField
from lifow.base.models import Timestamped
from lifow.people.models import Person
from mentoring.querysets import MentorQuerySet, PairingQuerySet, SeatQuerySet, TaskQuerySet


class Mentor(Timestamped):
    """A person who is willing to guide others. What they can guide in is proven by evidence, not claimed."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="mentor", verbose_name=_("person")
    )
    is_willing = models.BooleanField(_("willing"), default=True)
    about = models.TextField(_("about"), blank=True, help_text=_("What I can help with, in my own words."))

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")

    def __str__(self) -> str:
        return str(self.person)


class Seat(models.Model):
    """One place with a mentor. As many open seats as the mentor has capacity."""

    mentor = models.ForeignKey(
        Mentor, on_delete=models.CASCADE, related_name="seats", verbose_name=_("mentor")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["mentor", "number"], name="seat_number_once_a_mentor")]

    def __str__(self) -> str:
        return f"{self.mentor} {self.number}"


class ExcludedPair(models.Model):
    """Two people who must not be paired, whatever the match says."""

    mentee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("mentee"))
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("mentor"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("excluded pair")
        verbose_name_plural = _("excluded pairs")
        constraints = [models.UniqueConstraint(fields=["mentee", "mentor"], name="excluded_pair_once")]

    def __str__(self) -> str:
        return f"{self.mentee} – {self.mentor}"


class Pairing(Timestamped):
    """A learner and a mentor: proposed or asked for, accepted, active, and over in one of four ways."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Accepted")
        ACTIVE = "active", _("Active")
        COMPLETED = "completed", _("Completed")
        ENDED = "ended", _("Ended")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")

    class Cause(models.TextChoices):
        """Why a pairing closed that neither of the two closed."""

        LEFT = "left", _("One of the two left")
        RULES = "rules", _("The two may not be paired")

    public_id = PublicIdField(prefix="par")
    mentee = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="pairings_as_mentee", verbose_name=_("mentee")
    )
    mentor = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="pairings_as_mentor", verbose_name=_("mentor")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PROPOSED)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="pairings", verbose_name=_("seat")
    )
    score = models.FloatField(_("share of the gap covered"), default=0)
    is_recommended = models.BooleanField(
        _("recommended"), default=False, help_text=_("The match's own choice among the learner's shortlist.")
    )
    reason = models.JSONField(
        _("reason"), default=dict, blank=True, help_text=_("Skills covered, shared hours, shared languages.")
    )
    message = models.TextField(_("what the learner wrote"), blank=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    closes_on = models.DateField(_("planned until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closing_note = models.CharField(_("closing note"), max_length=300, blank=True)
    closing_cause = models.CharField(_("closing cause"), max_length=20, choices=Cause, blank=True)
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
        constraints = [
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="pairing_of_two_people"),
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=["accepted", "active"]),
                name="seat_held_by_one_pairing",
            ),
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(state__in=["proposed", "asked", "accepted", "active"]),
                name="pairing_open_once_for_two_people",
            ),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(state__in=["asked", "accepted", "active"]),
                name="pairing_under_way_once_a_mentee",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "active"]) | Q(seat__isnull=False),
                name="pairing_accepted_has_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} – {self.mentor}"


class Unmatched(models.Model):
    """A learner for whom the last match run found no mentor, and why."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="unmatched", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=50)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("unmatched learner")
        verbose_name_plural = _("unmatched learners")

    def __str__(self) -> str:
        return f"{self.person}: {self.reason}"


class Task(Timestamped):
    """A piece of real work that a learner shows to the mentor."""

    public_id = PublicIdField(prefix="tsk")
    pairing = models.ForeignKey(
        Pairing, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("pairing")
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("what was done"))
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    handed_in_at = models.DateTimeField(_("handed in at"))

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return self.title


class Feedback(Timestamped):
    """What the mentor says of a task: a level in a skill and words. It becomes evidence."""

    task = models.OneToOneField(
        Task, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("task")
    )
    text = models.TextField(_("text"))
    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("evidence")
    )
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return str(self.task)
