"""The learner's side: who could help, who was asked, the pairing that runs."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from assessments.models import Skill
from assessments.reports import gaps_of
from lifow.people.models import Person
from mentoring.models import Mentor, Pairing, Task, Unmatched
from mentoring.reports.allowed import allowed
from mentoring.reports.covered import PairingReason, with_reasons, with_standings
from mentoring.reports.pairs import tasks_of
from mentoring.reports.reasons import ReasonWords, reason_words

EARLIER = 5


@dataclass(frozen=True, slots=True)
class MentorLine:
    """What a learner's home says about mentoring: the pairing that runs or was asked for, or proposals."""

    pairing: Pairing | None
    proposals: int


@dataclass(frozen=True, slots=True)
class LearnerSide:
    """A learner's page.

    current     what was asked for or runs, with the tasks of it, newest first
    shortlist   mentors to ask, the match's own choice first; empty while a pairing runs
    why         why the last match found nobody, where it did not
    earlier     the latest pairings that are over
    """

    current: PairingReason | None
    tasks: tuple[Task, ...]
    shortlist: tuple[PairingReason, ...]
    why: ReasonWords | None
    earlier: tuple[Pairing, ...]


def learner_side(mentee: Person) -> LearnerSide:
    """All that a learner's page shows; a fixed number of queries."""
    current = next(iter(under_way_of(mentee)), None)
    runs = current is not None and current.pairing.seat_id is not None
    shown = with_standings([*([current] if current else []), *(() if runs else shortlist_of(mentee))], mentee)
    unmatched = Unmatched.objects.filter(person=mentee).first()
    over = Pairing.objects.for_mentee(mentee).over().select_related("mentor", "closed_by")
    return LearnerSide(
        current=shown[0] if current else None,
        tasks=tasks_of(current.pairing) if current and runs else (),
        shortlist=shown[1:] if current else shown,
        why=reason_words(unmatched.reason) if unmatched else None,
        earlier=tuple(over.order_by("-closed_at", "pk")[:EARLIER]),
    )


def shortlist_of(mentee: Person) -> tuple[PairingReason, ...]:
    """The mentors whom a learner may ask: the match's own choice first, then by the gap they cover."""
    reasons = with_reasons(
        _to_ask(mentee)
        .select_related("mentor__mentor", "mentee")
        .order_by("-is_recommended", "-score", "mentor_id")
    )
    open_to_more = set(
        Mentor.objects.with_a_free_seat()
        .filter(person__in=[one.pairing.mentor_id for one in reasons])
        .values_list("person_id", flat=True)
    )
    return tuple(replace(one, has_a_free_seat=one.pairing.mentor_id in open_to_more) for one in reasons)


def under_way_of(mentee: Person) -> tuple[PairingReason, ...]:
    """What a learner has asked for or is in."""
    rows = Pairing.objects.for_mentee(mentee).under_way()
    return with_reasons(rows.select_related("mentor__mentor", "mentee").order_by("-asked_at", "pk"))


def mentor_line(mentee: Person) -> MentorLine:
    """What the learner's home says about mentoring."""
    current = Pairing.objects.for_mentee(mentee).under_way().select_related("mentor").first()
    return MentorLine(pairing=current, proposals=_to_ask(mentee).count())


def skills_to_show(pairing: Pairing) -> tuple[tuple[Skill, ...], tuple[Skill, ...]]:
    """The skills that a task can be about: those that the mentor covers, then the learner's other gaps."""
    covered = tuple(one.skill for one in with_reasons([pairing])[0].covers)
    gapped = (row.skill for row in gaps_of(pairing.mentee).gaps)
    return covered, tuple(skill for skill in gapped if skill not in covered)


def _to_ask(mentee: Person) -> QuerySet[Any]:
    """Proposals of mentors who still take learners and may still be paired with this one."""
    proposals = Pairing.objects.for_mentee(mentee).proposed()
    return allowed(proposals.filter(mentor__mentor__is_willing=True))
