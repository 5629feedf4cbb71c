"""What the bank follows: skills whose place others took."""

from assessments.testing.bank import services
from lifow.events.types import SkillsReplaced


def follow_skills(event: SkillsReplaced, *, occurred_at: object) -> None:
    """Have questions measure the skills in the place of those that they measured."""
    services.follow_skills(skill_ids=event.skill_ids)
