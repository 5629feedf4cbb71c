"""Verbs that write: plans and the minutes they keep to, what was done of them, and the modules."""

from content.services.activity import ModuleNotOpenError, complete_module, start_module
from content.services.catalogue import advance_catalogue
from content.services.modules import (
    Effect,
    ModuleChangedError,
    ModuleContents,
    ModuleError,
    check_effects,
    check_prerequisites,
    create_module,
    delete_modules,
    publish_module,
    retire_module,
    update_module,
)
from content.services.plans import (
    MOST_MINUTES_A_WEEK,
    LearningTimeError,
    people_with_stale_plans,
    refresh_plans,
    set_learning_time,
)

__all__ = [
    "MOST_MINUTES_A_WEEK",
    "Effect",
    "LearningTimeError",
    "ModuleChangedError",
    "ModuleContents",
    "ModuleError",
    "ModuleNotOpenError",
    "advance_catalogue",
    "check_effects",
    "check_prerequisites",
    "complete_module",
    "create_module",
    "delete_modules",
    "people_with_stale_plans",
    "publish_module",
    "refresh_plans",
    "retire_module",
    "set_learning_time",
    "start_module",
    "update_module",
]
