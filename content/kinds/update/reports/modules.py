"""Which modules say what a product update replaces, before and after it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from content.activity.models import Activity
from content.catalogue.choices import ModuleKind, ModuleStatus
from content.catalogue.models import Module
from content.kinds.reading import modules_named, read_once
from content.kinds.update.mentions import may_mention, mention_of
from content.kinds.update.models import ProductUpdate, ReplacedModule
from content.kinds.update.parts import said_in
from lifow.people.persons.models import Person

MOST_MENTIONS = 100
"""Modules that one update marks at once; who replaces words of more has to choose narrower ones."""
READ_IN = ("title", "summary", "body", "parts_text")


@dataclass(frozen=True, slots=True)
class Replaced:
    """A module that says what an update replaces: by which words, "" for one that was chosen, and where."""

    module: Module
    term: str = ""
    passage: str = ""
    is_kept: bool = False


def to_be_replaced(parts: Mapping[str, Any], but: int = 0) -> list[Replaced]:
    """What an update marks as outdated, those that its author chose first; and what it would, and is kept.

    Published modules that mention one of its terms, but for other updates, which tell of a change. Two
    queries, without terms one.
    """
    said = said_in(parts)
    chosen = [one for one in map(modules_named(said.replaced).get, said.replaced) if one is not None]
    found = [Replaced(one) for one in chosen if one.status == ModuleStatus.PUBLISHED and one.pk != but]
    mentioning = _mentioning(tuple(one.text for one in said.terms if one.text), but)
    left = (one for one in mentioning if one.module.public_id not in said.replaced)
    found += (replace(one, is_kept=one.module.public_id in said.kept) for one in left)
    return found[:MOST_MENTIONS]


def terms_of(parts: Mapping[str, Any]) -> list[str]:
    """The words that are not right any more, as a product update says them."""
    return [one.text for one in said_in(parts).terms if one.text]


@read_once
def _mentioning(terms: tuple[str, ...], but: int) -> Sequence[Replaced]:
    """Published modules that mention words, but for updates, with where they do; no query without words."""
    found = list[Replaced]()
    if not terms:
        return found
    rows = Module.objects.published().exclude(pk=but).exclude(kind=ModuleKind.ANNOUNCEMENT)
    mentioning = rows.filter(may_mention(terms, *READ_IN)).order_by("title", "pk")
    for module in mentioning.iterator(chunk_size=200):
        term, passage = mention_of("\n".join(getattr(module, name) for name in READ_IN), terms)
        if passage:
            found.append(Replaced(module, term, passage))
    return found


def replaced_by(update: ProductUpdate) -> list[ReplacedModule]:
    """What an update has marked as outdated; what waits for its owner first."""
    rows = ReplacedModule.objects.filter(update=update)
    found = rows.select_related("module__author", "decided_by")
    return sorted(found, key=lambda one: (one.state != one.State.OUTDATED, one.module.title, one.pk))


def changed_since(module: Module, activity: Activity | None) -> list[ReplacedModule]:
    """What has changed since somebody learned a module, newest first; nothing where they have not."""
    if activity is None or activity.completed_at is None:
        return []
    rows = ReplacedModule.objects.holding().filter(module=module, outdated_at__gt=activity.completed_at)
    return list(rows.select_related("update__module").order_by("-outdated_at", "-pk")[:5])


def with_changes(modules: QuerySet[Module], activity: str) -> QuerySet[Module]:
    """Modules, each with `has_changed`: whether `changed_since` names something, in their query, which has
    somebody's activity under the name `activity`."""
    rows = ReplacedModule.objects.holding().filter(
        module=OuterRef("pk"), outdated_at__gt=OuterRef(f"{activity}__completed_at")
    )
    return modules.annotate(has_changed=Exists(rows))


def learned_before(update: ProductUpdate, person: Person) -> list[Module]:
    """The modules that somebody has learned, and that an update changes."""
    rows = ReplacedModule.objects.holding().filter(update=update)
    done = Activity.objects.completed().filter(person=person, module__in=rows.values("module"))
    return [one.module for one in done.select_related("module").order_by("module__title")[:5]]
