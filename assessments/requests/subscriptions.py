"""What requests follow: evidence that answers them, people who left, report to somebody else now or are one
person, and skills whose place others took."""

from datetime import datetime

from assessments.requests import services
from lifow.events.types import (
    EvidenceRecorded,
    PeopleMerged,
    PeopleSeparated,
    RosterChanged,
    SkillsReplaced,
)


def close_answered(event: EvidenceRecorded, *, occurred_at: datetime) -> None:
    """Close the requests that this evidence answers, whoever recorded it."""
    services.close_answered(evidence_ids=event.evidence_ids, as_of=occurred_at)


def follow_people(event: RosterChanged, *, occurred_at: datetime) -> None:
    """Withdraw what is asked of leavers or about them, and ask whoever is the manager now."""
    services.follow_people(person_ids=event.person_ids, as_of=occurred_at)


def move_requests(event: PeopleMerged, *, occurred_at: datetime) -> None:
    """Ask the person who stands for a merged record by now."""
    services.move_requests(merge_id=event.merge_id, as_of=occurred_at)


def put_requests_back(event: PeopleSeparated, *, occurred_at: datetime) -> None:
    """Ask each of the two again what was asked of them before."""
    services.put_requests_back(merge_id=event.merge_id, as_of=occurred_at)


def follow_skills(event: SkillsReplaced, *, occurred_at: datetime) -> None:
    """Ask about the skills in the place of those that were asked about."""
    services.follow_skills(skill_ids=event.skill_ids, as_of=occurred_at)
