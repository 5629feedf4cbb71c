"""Who opens the pages of the bank, and what they are about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from assessments.testing.bank.models import Item, ItemVersion
from lifow.base.requests import SignedInRequest

View = Callable[..., HttpResponseBase]
LINKED = (
    "item__skill__framework",
    "item__author",
    "picture",
    "created_by",
    "changed_by",
    "reviewer",
    "reviewed_by",
)


def for_authors(view: View) -> View:
    """Let authors and HR admins in; tell others who can open it."""

    @wraps(view)
    def checked(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm("assessments.author_questions"):
            return view(request, *args, **kwargs)
        who = _("Only content authors write and review questions for tests. An HR admin can give you access.")
        return render(request, "no_permission.html", {"who": who}, status=403)

    return login_required(checked)


def item_named(public_id: str) -> Item:
    """A question by its public id, with its skill; 404 for none."""
    found: Item = get_object_or_404(
        Item.objects.select_related("skill__framework", "author", "retired_by"), public_id=public_id
    )
    return found


def versions_of_item(item: Item) -> list[ItemVersion]:
    """Its versions, the newest first, with all that pages say of them."""
    return list(item.versions.select_related(*LINKED).order_by("-number"))
