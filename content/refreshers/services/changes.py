"""What has changed is asked again of those who learned it as it was."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from assessments.testing.bank.models import ItemVersion
from content.catalogue.models import ModuleVersion
from content.refreshers.choices import LEARNED_WITHIN, Change
from content.refreshers.models import RefresherCard
from content.refreshers.services.updates import ask_of_updates

TOLD = ("body", "parts")
"""What of a module is learned. Another title, summary or number of minutes changes nothing that was."""


def ask_changed_again(*, as_of: datetime, since: datetime | None = None) -> int:
    """Have questions come back today that say something else than when they were answered, or whose module
    does, and those of product updates that replace what somebody learned; how many.

    By what was published since a moment, two weeks ago by default. Answered again, they are as any other.
    """
    first = as_of - LEARNED_WITHIN if since is None else since
    return (
        _changed_questions(first, as_of) + _changed_modules(first, as_of) + ask_of_updates(first, as_of=as_of)
    )


def _changed_questions(since: datetime, as_of: datetime) -> int:
    """Those of which a version is in use now that was published since, and another one was answered."""
    versions = ItemVersion.objects.in_use().filter(published_at__gt=since, number__gt=1)
    current = dict(versions.values_list("item", "pk"))
    cards = RefresherCard.objects.answered().filter(item__in=current, change=Change.NONE)
    stale = cards.exclude(version__in=current.values())
    return _bring_back(stale, Change.QUESTION, as_of)


def _changed_modules(since: datetime, as_of: datetime) -> int:
    """Those that a module taught which says something else since they were answered."""
    rows = ModuleVersion.objects.filter(published_at__gt=since, number__gt=1)
    found = 0
    for version in rows.order_by("published_at", "pk"):
        before = ModuleVersion.objects.filter(module=version.module_id, number=version.number - 1).first()
        if before is None or _says(before.contents) != _says(version.contents):
            cards = RefresherCard.objects.answered().filter(
                module=version.module_id, change=Change.NONE, answered_at__lt=version.published_at
            )
            found += _bring_back(cards, Change.MODULE, as_of)
    return found


def _says(contents: Mapping[str, Any]) -> list[Any]:
    return [contents.get(name) for name in TOLD]


def _bring_back(cards: QuerySet[RefresherCard], change: Change, as_of: datetime) -> int:
    with transaction.atomic():
        ids: Collection[int] = list(cards.select_for_update(of=("self",)).values_list("pk", flat=True))
        changed = RefresherCard.objects.filter(pk__in=ids)
        changed.filter(Q(due_on__gt=_today(as_of))).update(due_on=_today(as_of))
        return changed.update(change=change, changed_at=as_of)


def _today(as_of: datetime) -> date:
    return as_of.date()
