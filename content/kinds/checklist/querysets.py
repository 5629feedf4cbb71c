"""Adjectives of checklists and of who mentors whom."""

from typing import Any, Self

from django.db.models import Q, QuerySet

from content.kinds.checklist.choices import BY_MANAGER, BY_MENTOR, CopyState
from lifow.people.persons.models import Person


class StandingPairQuerySet(QuerySet):
    def standing(self) -> Self:
        """Pairs of whom one mentors the other now."""
        return self.filter(ended_at__isnull=True)


class ChecklistCopyQuerySet(QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def asked(self) -> Self:
        """Those that wait for a sign-off."""
        return self.filter(state=CopyState.ASKED)

    def waiting_for(self, user) -> Self:
        """Those that wait for the user as a manager or a mentor; the longest first is `longest_first`."""
        pairs: Any = self.model._meta.apps.get_model("content", "StandingPair")
        reports = Person.objects.reporting_to(user).values("pk")
        learners = pairs.objects.standing().filter(mentor=user).values("learner")
        theirs = Q(asked_of__in=BY_MANAGER, person__in=reports) | Q(
            asked_of__in=BY_MENTOR, person__in=learners
        )
        return self.asked().filter(theirs)

    def longest_first(self) -> Self:
        return self.order_by("asked_at", "pk")
