"""Who may make material, who may learn from it, and who sees its pictures."""

from typing import Any

import rules

from content.catalogue.models import Module
from lifow.base.media.models import Picture
from lifow.people.persons.rules import may_author


@rules.predicate
def is_published(user, module) -> bool:
    """Whether learners may read it: what is outdated too, which says so."""
    return module is not None and module.status in (Module.Status.PUBLISHED, Module.Status.OUTDATED)


def may_see_picture(user: Any, picture: Picture) -> bool:
    """Whether somebody sees a picture of a text: who can read a module that shows it now.

    Authors see those of drafts and earlier versions too, and those that are in no text yet.
    """
    if not may_author(user):
        shown = picture.modules.readable_by(user).filter(body__contains=picture.public_id)
        return bool(shown.exists())
    is_of_a_text = picture.modules.exists() or picture.editing_sessions.exists()
    return is_of_a_text or Picture.objects.unused().filter(pk=picture.pk).exists()


rules.add_perm("content.view_module", is_published | may_author)
rules.add_perm("content.change_module", may_author)
