"""Reads for the pages of authors: what differs, who reviews what, comments, and where a module stands."""

from content.authoring.reports.changes import Changes, changes_between
from content.authoring.reports.comments import Block, Thread, commented_places, open_comments, text_blocks
from content.authoring.reports.editing import open_editors, others_editing, unsaved, was_saved_since
from content.authoring.reports.folders import (
    FolderPlan,
    Outcome,
    PlannedModule,
    module_files,
    plan_of_folder,
)
from content.authoring.reports.links import external_links
from content.authoring.reports.lists import LISTS, list_counts, listed_modules
from content.authoring.reports.missing import Missing, minutes_to_read, missing_before_publishing
from content.authoring.reports.picture_files import FolderPictures, pictures_of_files, pictures_of_folder
from content.authoring.reports.reviews import (
    asked_to_review,
    has_written,
    is_approved,
    may_review,
    open_review,
    review_is_needed,
    review_standing,
    reviewers_for,
    reviews_modules,
    waiting_reviews,
    writers_of,
)

__all__ = [
    "LISTS",
    "Block",
    "Changes",
    "FolderPictures",
    "FolderPlan",
    "Missing",
    "Outcome",
    "PlannedModule",
    "Thread",
    "asked_to_review",
    "changes_between",
    "commented_places",
    "external_links",
    "has_written",
    "is_approved",
    "list_counts",
    "listed_modules",
    "may_review",
    "minutes_to_read",
    "missing_before_publishing",
    "module_files",
    "open_comments",
    "open_editors",
    "open_review",
    "others_editing",
    "pictures_of_files",
    "pictures_of_folder",
    "plan_of_folder",
    "review_is_needed",
    "review_standing",
    "reviewers_for",
    "reviews_modules",
    "text_blocks",
    "unsaved",
    "waiting_reviews",
    "was_saved_since",
    "writers_of",
]
