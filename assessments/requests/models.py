"""Who is asked for which rating, since when, and what came of it: an open question is a row."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.requests.choices import (
    DECLINING,
    OF_ONESELF,
    ClosingReason,
    RequestOrigin,
    RequestSource,
    RequestState,
)
from assessments.requests.querysets import RatingRequestQuerySet, RequestBatchQuerySet
from lifow.base.fields import MomentField, ObjectField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class RequestBatch(models.Model):
    """What was asked at once: by whom, until when, and how many were left out, by reason."""

    Origin = RequestOrigin

    public_id = PublicIdField(prefix="rqb")
    origin = models.CharField(_("origin"), max_length=20, choices=RequestOrigin)
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = MomentField(_("asked at"))
    expires_at = MomentField(_("expires at"))
    skipped = ObjectField(
        _("skipped"), default=dict, blank=True, help_text=_("How many were not asked, by reason.")
    )
    idempotency_key = models.CharField(
        max_length=200,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Makes a retried write the same write."),
    )

    objects = RequestBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of requests")
        verbose_name_plural = _("batches of requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="request_batch_expires_after_asking"
            )
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="request_batch_newest")]

    def __str__(self) -> str:
        return self.public_id


class RatingRequest(Timestamped):
    """Somebody is asked for a rating of a person in a skill: open until answered, declined or closed."""

    Source = RequestSource
    State = RequestState
    Reason = ClosingReason

    public_id = PublicIdField(prefix="rrq")
    batch = models.ForeignKey(
        RequestBatch, on_delete=models.PROTECT, null=True, related_name="requests", verbose_name=_("batch")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="requests_about", verbose_name=_("about")
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    source = models.CharField(_("source"), max_length=10, choices=RequestSource)
    asked = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="requests_to_answer", verbose_name=_("asked")
    )
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    origin = models.CharField(_("origin"), max_length=20, choices=RequestOrigin)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    asked_at = MomentField(_("asked at"))
    expires_at = MomentField(_("expires at"))
    closed_at = MomentField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closing_reason = models.CharField(
        _("closing reason"), max_length=20, choices=ClosingReason, blank=True, default=""
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("answer")
    )

    objects = RatingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a rating")
        verbose_name_plural = _("requests for ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["asked", "person", "skill"],
                condition=Q(state=RequestState.OPEN),
                name="rating_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(source__in=OF_ONESELF, asked=F("person"))
                | (~Q(source__in=OF_ONESELF) & ~Q(asked=F("person"))),
                name="rating_request_self_asks_the_person",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, closed_at__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(closed_at__isnull=False)),
                name="rating_request_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("asked_at")),
                name="rating_request_closed_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ANSWERED, evidence__isnull=False)
                | (~Q(state=RequestState.ANSWERED) & Q(evidence__isnull=True)),
                name="rating_request_answered_by_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.DECLINED, closing_reason__in=DECLINING)
                | (~Q(state=RequestState.DECLINED) & ~Q(closing_reason__in=DECLINING)),
                name="rating_request_declined_says_why",
            ),
        ]
        indexes = [
            # What waits for somebody is counted on each of their pages.
            models.Index(
                fields=["asked", "asked_at"],
                condition=Q(state=RequestState.OPEN),
                name="rating_request_waiting",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state=RequestState.OPEN), name="rating_request_expiring"
            ),
            models.Index(fields=["person", "skill", "asked_at"], name="rating_request_of_a_person"),
            models.Index(fields=["updated_at"], name="rating_request_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.asked} → {self.person}: {self.skill}"
