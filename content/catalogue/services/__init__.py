"""Writing modules: drafts, what learners have, its versions, and whether plans choose from it."""

from content.catalogue.services.contents import (
    EDITION_LENGTH,
    Effect,
    ModuleChangedError,
    ModuleContents,
    ModuleError,
    check_effects,
    contents_from,
    contents_of,
    edition_of,
)
from content.catalogue.services.counting import advance_catalogue, check_prerequisites, lock_catalogue
from content.catalogue.services.following import follow_skills
from content.catalogue.services.versions import discard_draft, draft_of, edited_contents, restore_version
from content.catalogue.services.writing import (
    create_module,
    delete_modules,
    publish_module,
    retire_module,
    save_draft,
    save_module,
    update_module,
)

__all__ = [
    "EDITION_LENGTH",
    "Effect",
    "ModuleChangedError",
    "ModuleContents",
    "ModuleError",
    "advance_catalogue",
    "check_effects",
    "check_prerequisites",
    "contents_from",
    "contents_of",
    "create_module",
    "delete_modules",
    "discard_draft",
    "draft_of",
    "edited_contents",
    "edition_of",
    "follow_skills",
    "lock_catalogue",
    "publish_module",
    "restore_version",
    "retire_module",
    "save_draft",
    "save_module",
    "update_module",
]
