"""Who may make material, and who may learn from it."""

import rules

from content.catalogue.models import Module


@rules.predicate
def makes_content(user) -> bool:
    return bool(user.is_authenticated and (user.is_author or user.is_hr_admin))


@rules.predicate
def is_published(user, module) -> bool:
    return module is not None and module.status == Module.Status.PUBLISHED


rules.add_perm("content.view_module", is_published | makes_content)
rules.add_perm("content.change_module", makes_content)
