"""The bank as a list: of what state, skill, language and level, the last changed first."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.models import Item, ItemVersion

PUBLISHED, DRAFTS, IN_REVIEW, RETIRED = "published", "drafts", "in_review", "retired"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty is everything."""

    state: str = PUBLISHED
    skill: Skill | None = None
    language: str = ""
    level: int | None = None


def versions_of(wanted: Wanted) -> QuerySet[ItemVersion]:
    """A row a question, by the version that the state is about, the last changed first."""
    rows = _narrowed(_in_state(wanted.state), wanted)
    return rows.select_related("item__skill", "created_by").order_by("-updated_at", "-pk")


def counts_by_state(wanted: Wanted) -> dict[str, int]:
    """How many questions there are in each state, of what is wanted else; one query a state."""
    return {
        state: _narrowed(_in_state(state), wanted).count()
        for state in (PUBLISHED, DRAFTS, IN_REVIEW, RETIRED)
    }


def languages() -> list[str]:
    """The languages in which there are questions."""
    found = Item.objects.order_by("language").values_list("language", flat=True).distinct()
    return list(found)


def skills_with_items() -> QuerySet[Skill]:
    """The skills for which there are questions, by name."""
    items = Item.objects.filter(skill=OuterRef("pk"))
    return Skill.objects.filter(Exists(items)).order_by("name", "pk")


def _in_state(state: str) -> QuerySet[ItemVersion]:
    current = ItemVersion.objects.exclude(item__state=ItemState.RETIRED)
    if state == DRAFTS:
        return current.filter(state=VersionState.DRAFT)
    if state == IN_REVIEW:
        return current.filter(state=VersionState.IN_REVIEW)
    if state == RETIRED:
        newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
        return ItemVersion.objects.filter(~Exists(newer), item__state=ItemState.RETIRED)
    return current.filter(state=VersionState.PUBLISHED)


def _narrowed(rows: QuerySet[ItemVersion], wanted: Wanted) -> QuerySet[ItemVersion]:
    if wanted.skill is not None:
        rows = rows.filter(item__skill=wanted.skill)
    if wanted.language:
        rows = rows.filter(item__language=wanted.language)
    if wanted.level is not None:
        rows = rows.filter(level=wanted.level)
    return rows
