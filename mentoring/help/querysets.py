"""Adjectives of requests for help."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from mentoring.help.choices import OPEN, HelpKind, HelpState


class HelpRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def now(self) -> Self:
        """Help now, and no questions."""
        return self.filter(kind=HelpKind.NOW)

    def of_question(self, question_id: int) -> Self:
        return self.filter(kind=HelpKind.QUESTION, question_id=question_id)

    def due(self, as_of: datetime) -> Self:
        """Waiting, and the next step is due."""
        return self.filter(state=HelpState.WAITING, next_at__lte=as_of)

    def run_out(self, as_of: datetime) -> Self:
        """Claimed by somebody whose claim has run out."""
        return self.filter(state=HelpState.CLAIMED, claim_until__lt=as_of)

    def asked_of(self, person: Any) -> Self:
        """Waiting requests that somebody was asked to answer and has not passed on, and those that they have
        claimed."""
        steps: Any = self.model._meta.get_field("steps").related_model
        own = steps.objects.filter(request=OuterRef("pk"), person=person, passed_at__isnull=True)
        waiting = Q(state=HelpState.WAITING) & Q(Exists(own))
        return self.filter(waiting | Q(state=HelpState.CLAIMED, claimed_by=person))

    def readable_by(self, user: Any) -> Self:
        """By the asker, and by those who were asked while it waits; then by asker and helper alone."""
        steps: Any = self.model._meta.get_field("steps").related_model
        own = steps.objects.filter(request=OuterRef("pk"), person=user.pk)
        waiting = Q(state=HelpState.WAITING) & Q(Exists(own))
        helped = Q(claimed_by=user.pk) | Q(answered_by=user.pk)
        return self.filter(Q(person=user.pk) | waiting | helped)
