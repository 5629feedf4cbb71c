"""What the catalogue follows: skills that others took the place of."""

from content.catalogue import services
from lifow.events.types import SkillsReplaced


def follow_skills(event: SkillsReplaced, *, occurred_at: object) -> None:
    """Have modules raise the skills in the place of those that they raised."""
    services.follow_skills(skill_ids=event.skill_ids)
