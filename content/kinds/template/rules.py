"""Who reads a copy of a template: its writer, and those above them once it is shared.

`portal.rules` adds the mentor of its writer, whom nobody here knows.
"""

from typing import Any

import rules

from content.kinds.template.models import TemplateCopy
from lifow.base.media.models import Picture
from lifow.people.persons.rules import is_above

MOST_LOOKED_AT = 20


@rules.predicate
def is_writer(user, copy) -> bool:
    return copy is not None and user.pk == copy.person_id


@rules.predicate
def is_shared(user, copy) -> bool:
    return copy is not None and copy.shared_at is not None


@rules.predicate
def is_above_writer(user, copy) -> bool:
    return copy is not None and is_above(user, copy.person)


reads_copy = is_writer | (is_shared & is_above_writer)


def may_see_picture(user: Any, picture: Picture) -> bool:
    """Whether somebody sees a picture in a copy of a template, which may show it no more itself."""
    copies = TemplateCopy.objects.filter(module__pictures=picture, text__contains=picture.public_id)
    shared = copies.filter(shared_at__isnull=False).select_related("person")[:MOST_LOOKED_AT]
    return copies.for_person(user).exists() or any(is_above(user, one.person) for one in shared)


rules.add_perm("content.read_copy", reads_copy)
rules.add_perm("content.write_copy", is_writer)
