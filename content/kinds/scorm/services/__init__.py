"""Packages are kept, opened, and tell how far somebody is."""

from content.kinds.scorm.services.committing import note_report
from content.kinds.scorm.services.launching import (
    LaunchError,
    end_launch,
    forget_launches,
    keep_package,
    launch_module,
)
from content.kinds.scorm.services.merging import MOVED, move_packages

__all__ = [
    "MOVED",
    "LaunchError",
    "end_launch",
    "forget_launches",
    "keep_package",
    "launch_module",
    "move_packages",
    "note_report",
]
