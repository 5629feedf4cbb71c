"""Reads for pages and the API: shortlists with their reasons, pairs, tasks that wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.models import Skill
from lifow.people.models import Person
from mentoring.models import Pairing, Task, Unmatched


@dataclass(frozen=True, slots=True)
class CoveredSkill:
    """A skill in which the mentor is proven, and the share of the learner's gap (0 to 1) that it is."""

    skill: Skill
    share: float


@dataclass(frozen=True, slots=True)
class PairingReason:
    """A pairing with its reason in full: what the mentor covers, hours a week and languages in common."""

    pairing: Pairing
    covers: tuple[CoveredSkill, ...]
    shared_hours: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorLine:
    """What a learner's home says about mentoring: the pairing that runs or was asked for, or proposals."""

    pairing: Pairing | None
    proposals: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What is on a mentor's desk: requests to answer, tasks to comment on, pairs that run."""

    requests: tuple[PairingReason, ...]
    tasks: tuple[Task, ...]
    pairs: tuple[PairingReason, ...]


def shortlist_of(mentee: Person) -> tuple[PairingReason, ...]:
    """The mentors proposed to a learner: the match's own choice first, then by the gap they cover."""
    proposals = Pairing.objects.for_mentee(mentee).filter(state=Pairing.State.PROPOSED)
    return with_reasons(
        proposals.select_related("mentor__mentor").order_by("-is_recommended", "-score", "mentor_id")
    )


def under_way_of(mentee: Person) -> tuple[PairingReason, ...]:
    """What a learner has asked for or is in."""
    rows = Pairing.objects.for_mentee(mentee).under_way()
    return with_reasons(rows.select_related("mentor__mentor", "mentee").order_by("-asked_at", "pk"))


def desk_of(mentor: Person) -> Desk:
    """Everything that waits for a mentor, oldest first, and the pairs that run."""
    rows = Pairing.objects.for_mentor(mentor).select_related("mentee", "mentor")
    requests = rows.filter(state=Pairing.State.ASKED).order_by("asked_at", "pk")
    pairs = rows.holding_a_seat().order_by("accepted_at", "pk")
    tasks = Task.objects.waiting_for(mentor).select_related("skill", "pairing__mentee")
    return Desk(with_reasons(requests), tuple(tasks.order_by("handed_in_at", "pk")), with_reasons(pairs))


def count_waiting(person: Person) -> int:
    """Requests and tasks that wait for a person as a mentor."""
    asked = Pairing.objects.for_mentor(person).filter(state=Pairing.State.ASKED).count()
    return asked + Task.objects.waiting_for(person).count()


def mentor_line(mentee: Person) -> MentorLine:
    """What the learner's home says about mentoring."""
    rows = list(
        Pairing.objects.for_mentee(mentee)
        .filter(state__in=["proposed", "asked", "accepted", "active"])
        .select_related("mentor")
    )
    running = [row for row in rows if row.state != Pairing.State.PROPOSED]
    return MentorLine(pairing=next(iter(running), None), proposals=len(rows) - len(running))


def unmatched() -> tuple[Unmatched, ...]:
    """Learners for whom the last match found no mentor, with the reason, by name."""
    rows = Unmatched.objects.select_related("person")
    return tuple(rows.order_by("reason", "person__family_name", "person__given_name", "person_id"))


def with_reasons(pairings: Iterable[Pairing]) -> tuple[PairingReason, ...]:
    """Pairings with the skills of their reasons, in the order given; one query more."""
    rows = list(pairings)
    skills = Skill.objects.in_bulk(_skill_ids(rows))
    return tuple(
        PairingReason(
            pairing=row,
            covers=tuple(
                CoveredSkill(skills[one["skill"]], one["share"])
                for one in row.reason.get("skills", [])
                if one["skill"] in skills
            ),
            shared_hours=row.reason.get("shared_hours", 0),
            languages=tuple(row.reason.get("languages", [])),
        )
        for row in rows
    )


def _skill_ids(rows: Sequence[Pairing]) -> set[int]:
    return {one["skill"] for row in rows for one in row.reason.get("skills", [])}
