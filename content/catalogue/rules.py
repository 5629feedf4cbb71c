"""Who may make material, and who may learn from it."""

import rules

from content.catalogue.models import Module
from lifow.people.persons.rules import may_author


@rules.predicate
def is_published(user, module) -> bool:
    return module is not None and module.status == Module.Status.PUBLISHED


rules.add_perm("content.view_module", is_published | may_author)
rules.add_perm("content.change_module", may_author)
