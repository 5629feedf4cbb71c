"""The bank as a list: of what state, skill, language and level, by words or the last changed first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.querysets import ItemVersionQuerySet
from lifow.base.pages import InOrder, Listed
from lifow.base.querysets import CountOf
from lifow.people.persons.models import Person

PUBLISHED, DRAFTS, IN_REVIEW, RETIRED, UNASKED = "published", "drafts", "in_review", "retired", "unasked"
STATES = (PUBLISHED, IN_REVIEW, DRAFTS, RETIRED, UNASKED)
MOST_COUNTED = 1_000
MOST_RANKED = 200
"""Of the questions that match words, so many are put in order: four pages, which nobody turns to the end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty is everything. `text` is what was typed to search for."""

    state: str = PUBLISHED
    skill: Skill | None = None
    language: str = ""
    level: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class FoundItems:
    """The questions that are wanted, a row each, by the version that the state is about.

    rows      the best match first, or the last changed
    counts    how many there are in each state of what is wanted else, up to `MOST_COUNTED` + 1
    best      how many are listed where more match the words; None where all are
    """

    rows: Listed
    counts: Mapping[str, int]
    best: int | None = None


def find_items(wanted: Wanted) -> FoundItems:
    """What is wanted of the bank. Two queries and one for a page of it; by words three at most."""
    narrowed = _narrowed(wanted)
    if not wanted.text:
        rows = _in_state(narrowed, wanted.state).order_by("-updated_at", "-pk")
        return FoundItems(_told(rows), _counted(narrowed))
    ids = narrowed.best_match_ids(wanted.text, MOST_RANKED + 1)
    if len(ids) <= MOST_RANKED:
        by_state = _by_state(narrowed.filter(pk__in=ids))
        mine = [pk for pk in ids if pk in by_state[wanted.state]]
        counts = {state: len(found) for state, found in by_state.items()}
        return FoundItems(InOrder(_told(narrowed), mine), counts)
    # Of that many the state has its own best; but for what is published, few are in it.
    own = _in_state(narrowed, wanted.state)
    mine = own.best_match_ids(wanted.text, MOST_RANKED + 1, is_narrow=wanted.state != PUBLISHED)
    ranked = InOrder(_told(narrowed), mine[:MOST_RANKED])
    if len(mine) > MOST_RANKED:
        return FoundItems(ranked, {}, best=MOST_RANKED)
    return FoundItems(ranked, {wanted.state: len(mine)})


def languages() -> list[str]:
    """The languages in which there are questions."""
    found = Item.objects.order_by("language").values_list("language", flat=True).distinct()
    return list(found)


def skills_with_items() -> list[Skill]:
    """The skills for which there are questions, by name."""
    items = Item.objects.filter(skill=OuterRef("pk"))
    return list(Skill.objects.filter(Exists(items)).order_by("name", "pk"))


def _counted(rows: ItemVersionQuerySet[ItemVersion]) -> dict[str, int]:
    """How many of these there are in each state, as far as `MOST_COUNTED` + 1; one query."""
    counts: list[Any] = [CountOf(_in_state(rows, one).values("pk")[: MOST_COUNTED + 1]) for one in STATES]
    # A row to hang the counts on: any, and there is one, as somebody asks.
    [found] = Person.objects.values_list(*counts)[:1]
    return dict(zip(STATES, found, strict=True))


def _by_state(rows: ItemVersionQuerySet[ItemVersion]) -> dict[str, set[int]]:
    """The ids of these rows by the states that they are in; one query."""
    every: Any = ItemVersion.objects.filter(pk=OuterRef("pk"))
    found = list(rows.values_list("pk", *(Exists(_in_state(every, state)) for state in STATES)))
    return {state: {pk for pk, *are_in in found if are_in[place]} for place, state in enumerate(STATES)}


def _told(rows: ItemVersionQuerySet[ItemVersion]) -> ItemVersionQuerySet[ItemVersion]:
    return rows.select_related("item__skill", "created_by")


def _in_state(rows: ItemVersionQuerySet[ItemVersion], state: str) -> ItemVersionQuerySet[ItemVersion]:
    """Of what is listed, the rows that are about a state; what is not asked is published too."""
    if state == RETIRED:
        return rows.filter(item__state=ItemState.RETIRED)
    current = rows.exclude(item__state=ItemState.RETIRED)
    if state == UNASKED:
        return current.unasked()
    return current.filter(state=VERSION_STATES[state])


VERSION_STATES = {
    PUBLISHED: VersionState.PUBLISHED,
    IN_REVIEW: VersionState.IN_REVIEW,
    DRAFTS: VersionState.DRAFT,
}


def _narrowed(wanted: Wanted) -> ItemVersionQuerySet[ItemVersion]:
    """What some state lists of what is wanted: of a retired question its newest version alone."""
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    is_listed = Q(~Exists(newer), item__state=ItemState.RETIRED) | (
        ~Q(item__state=ItemState.RETIRED) & ~Q(state=VersionState.REPLACED)
    )
    rows = ItemVersion.objects.filter(is_listed)
    if wanted.skill is not None:
        rows = rows.filter(item__skill=wanted.skill)
    if wanted.language:
        rows = rows.filter(item__language=wanted.language)
    if wanted.level is not None:
        rows = rows.filter(level=wanted.level)
    return rows
