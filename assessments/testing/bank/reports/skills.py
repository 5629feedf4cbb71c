"""Which skill a question measures: whether that is settled, and what took its place."""

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import replaced_by
from assessments.testing.bank.models import Item


def has_settled_skill(item: Item) -> bool:
    """Whether results stand on the skill of a question: it was published, and the skill is still assessed.

    The question comes with its skill. One query.
    """
    is_assessed = item.skill.retired_at is None
    return is_assessed and item.versions.filter(published_at__isnull=False).exists()


def skills_in_place(item: Item) -> list[Skill]:
    """The skills in the place of the one that a question measures, by name; none where that is assessed."""
    return replaced_by(item.skill) if item.skill.retired_at else []
