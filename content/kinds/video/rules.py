"""Who may upload videos, and who sees the pictures that they show before they play."""

from typing import Any

from content.catalogue.models import Module
from lifow.base.media.models import Picture
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.rules import may_author


def may_upload(user: Any) -> bool:
    """Whether somebody may upload a video: content authors."""
    return bool(may_author(user))


def may_see_poster(user: Any, picture: Picture) -> bool:
    """Whether somebody sees the picture of a video: who sees a module with it, and authors."""
    ids = list(StoredFile.objects.filter(poster=picture).values_list("public_id", flat=True))
    if not ids:
        return False
    visible = Module.objects.visible_to(user).filter(kind=Module.Kind.VIDEO, parts__file__in=ids)
    return may_upload(user) or visible.exists()
