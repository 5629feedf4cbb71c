"""What requests follow: evidence that answers them or is withdrawn, people who left, report to somebody else
now or are one person, and skills whose place others took."""

from datetime import datetime

from assessments.requests import services
from lifow.events.types import (
    EvidenceRecorded,
    EvidenceRestored,
    EvidenceWithdrawn,
    PeopleMerged,
    PeopleSeparated,
    RosterChanged,
    SkillsReplaced,
)


def close_answered(event: EvidenceRecorded | EvidenceRestored, *, occurred_at: datetime) -> None:
    """Close the requests that this evidence answers, whoever recorded it or had it count again."""
    services.close_answered(evidence_ids=event.evidence_ids, as_of=occurred_at)


def ask_again(event: EvidenceWithdrawn, *, occurred_at: datetime) -> None:
    """Open the requests again that evidence had answered which is withdrawn."""
    services.ask_again(evidence_ids=event.evidence_ids, as_of=occurred_at)


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
