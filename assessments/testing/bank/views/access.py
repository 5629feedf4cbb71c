"""Who opens the pages of the bank, and what they are about."""

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from assessments.testing.bank.models import Item, ItemVersion
from lifow.base.access import needs_permission

LINKED = (
    "item__skill__framework",
    "item__author",
    "picture",
    "created_by",
    "changed_by",
    "reviewer",
    "reviewed_by",
)

for_authors = needs_permission(
    "assessments.author_questions",
    who=gettext_lazy(
        "Only content authors write and review questions for tests. An HR admin can give you access."
    ),
)


def item_named(public_id: str) -> Item:
    """A question by its public id, with its skill; 404 for none."""
    found: Item = get_object_or_404(
        Item.objects.select_related("skill__framework", "author", "retired_by"), public_id=public_id
    )
    return found


def versions_of_item(item: Item) -> list[ItemVersion]:
    """Its versions, the newest first, with all that pages say of them; 404 where there is none."""
    found = list(item.versions.select_related(*LINKED).order_by("-number"))
    if not found:
        raise Http404
    return found


def version_asked_for(item: Item, query: QueryDict) -> ItemVersion:
    """The version of a question that `?version=` names, the newest where it names none; 404 for another."""
    return chosen(versions_of_item(item), query)


def chosen(versions: list[ItemVersion], query: QueryDict) -> ItemVersion:
    """The one of a question's versions that `?version=` names, the first where it names none."""
    asked = query.get("version", "")
    found = next((one for one in versions if asked in ("", str(one.number))), None)
    if found is None:
        raise Http404
    return found
