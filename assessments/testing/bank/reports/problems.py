"""What is unfinished about a version, and problems in the reader's words."""

from django.utils.translation import gettext as _

from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.kinds import BodyProblem, kind_named
from assessments.testing.bank.kinds.parts import NO_PICTURE
from assessments.testing.bank.models import ItemVersion


def version_problems(version: ItemVersion) -> list[BodyProblem]:
    """All for which a version cannot be sent for review yet."""
    found = kind_named(version.kind).problems(version.body)
    if version.kind == ItemKind.HOTSPOT and version.picture_id is None:
        found.insert(0, BodyProblem(NO_PICTURE, "picture"))
    return found


def in_words(problem: BodyProblem) -> str:
    """Why, and what to do, in the reader's language."""
    return _(problem.reasons[problem.code]) % problem.parameters
