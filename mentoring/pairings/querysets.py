"""Adjectives of pairings."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db.models import Q

from lifow.base.querysets import TimestampedQuerySet
from mentoring.choices import HOLDING, OPEN, OVER, RESERVED_FOR, UNDER_WAY, ClosingCause, PairingState


class PairingQuerySet(TimestampedQuerySet):
    def open(self) -> Self:
        """Neither completed nor ended, declined or expired."""
        return self.filter(state__in=OPEN)

    def proposed(self) -> Self:
        """On a learner's shortlist, and not asked for."""
        return self.filter(state=PairingState.PROPOSED)

    def asked(self) -> Self:
        """Requests that wait for an answer."""
        return self.filter(state=PairingState.ASKED)

    def recommended(self) -> Self:
        """The proposals that matching recommends, whether or not their two weeks have passed."""
        return self.proposed().filter(is_recommended=True)

    def with_a_reserved_seat(self, as_of: datetime) -> Self:
        """The proposals for which a seat is kept. One is kept for each request too."""
        return self.recommended_after(as_of - RESERVED_FOR)

    def recommended_after(self, moment: datetime) -> Self:
        return self.recommended().filter(recommended_at__gt=moment)

    def under_way(self) -> Self:
        """Asked for or running: more than a proposal."""
        return self.filter(state__in=UNDER_WAY)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=HOLDING, seat__isnull=False)

    def paused(self) -> Self:
        """Current ones that wait for somebody who is on leave."""
        return self.filter(state__in=HOLDING, paused_on__isnull=False)

    def going_on(self) -> Self:
        """Current ones that wait for nobody who is on leave: the end that is planned for them comes."""
        return self.filter(state__in=HOLDING, paused_on__isnull=True)

    def over(self) -> Self:
        """Once asked for, and answered, run or forgotten since: proposals that nobody asked for are not."""
        return self.filter(state__in=OVER, asked_at__isnull=False)

    def dropped(self) -> Self:
        """Proposals that were closed before anybody asked."""
        return self.filter(state=PairingState.EXPIRED, asked_at__isnull=True)

    def not_asked_of(self, mentor) -> Self:
        """Proposals of this mentor that nobody asks for, or not any more: withdrawn requests too."""
        return self.for_mentor(mentor).filter(
            state__in=[PairingState.PROPOSED, PairingState.EXPIRED], asked_at__isnull=True
        )

    def not_to_propose(self) -> Self:
        """Two who are paired, or of whom one declined or ended it: leaving the company is no refusal."""
        ended = Q(state=PairingState.ENDED) & ~Q(closing_cause=ClosingCause.LEFT)
        return self.filter(ended | Q(state__in=[PairingState.DECLINED, *UNDER_WAY]))

    def for_mentee(self, person) -> Self:
        return self.filter(mentee=person)

    def for_mentor(self, person) -> Self:
        return self.filter(mentor=person)

    def for_mentee_or_mentor(self, person_ids: Collection[int]) -> Self:
        """With one of these people on either side."""
        return self.filter(Q(mentee__in=person_ids) | Q(mentor__in=person_ids))

    def visible_to(self, user) -> Self:
        """A learner's own, and a mentor's own once the learner has asked; for an HR admin, all.

        What a proposal says of a learner's gaps is the learner's to show.
        """
        if user.is_hr_admin:
            return self
        asked = Q(asked_at__isnull=False) | Q(state__in=UNDER_WAY)
        return self.filter(Q(mentee=user) | (Q(mentor=user) & asked))
