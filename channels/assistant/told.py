"""What tools tell: small values, links into lifow, and words of people marked as data."""

from typing import Annotated

import msgspec
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django_mcpz.server import ToolError

from assessments.frameworks.models import Skill
from lifow.base.bounds import without_controls
from lifow.base.links import absolute_url

LONGEST_QUOTE = 400

SkillName = Annotated[
    str, msgspec.Meta(max_length=200, description="The id of a skill (skl_…), or its name.")
]


def link_to(name: str, *args: str) -> str:
    """The whole address of a page of lifow."""
    return absolute_url(reverse(name, args=args))


def quoted(text: str, most: int = LONGEST_QUOTE) -> str:
    """What somebody wrote, shortened and marked as data: no text can end the mark by itself."""
    plain = " ".join(without_controls(text).replace("<", "‹").replace(">", "›").split())
    cut = plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
    return f"<quoted>{cut}</quoted>" if cut else ""


def in_one_line(html: str) -> str:
    """The words of a piece of a page, in one line."""
    return " ".join(strip_tags(html).split())


def skill_named(named: str) -> Skill:
    """The skill with this id or name. Raises ToolError where there is none, or more than one."""
    words = without_controls(named).strip()
    known = Skill.objects.assessable().with_scale_ends().select_related("framework")
    found = list(known.filter(public_id=words)[:1] or known.filter(name__iexact=words).order_by("pk")[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise ToolError(_("Several skills have this name. Use the id of one of them (skl_…)."))
    raise ToolError(_("No skill has this id or name. Search for it first."))
