"""Making modules together: reviews and comments, and the one way by which a text goes to learners."""

from content.authoring.services.bulk import (
    Changed,
    archive_modules,
    duplicate_module,
    file_modules,
    own_modules,
)
from content.authoring.services.comments import (
    answer_comment,
    comment_on_module,
    reopen_comment,
    resolve_comment,
)
from content.authoring.services.editing import (
    close_editor,
    forget_sessions,
    forget_typed,
    keep_typed,
    note_open,
)
from content.authoring.services.folders import forget_uploads, upload_folder, write_folder, write_upload
from content.authoring.services.links import check_links, note_all_links, note_links
from content.authoring.services.merging import move_authoring, put_authoring_back
from content.authoring.services.owners import (
    AGAIN_AFTER,
    company_day,
    confirm_module,
    set_owner,
    set_ownership,
    tell_of_past_review,
)
from content.authoring.services.schedule import (
    approve_for_later,
    cancel_publication,
    publish_scheduled,
    schedule_publication,
)
from content.authoring.services.states import (
    approve_module,
    check_not_in_review,
    discard_changes,
    publish_checked,
    save_changes,
    send_back_module,
    submit_module,
    take_back_module,
)
from content.authoring.services.updates import carry_out_updates, confirm_replaced

__all__ = [
    "AGAIN_AFTER",
    "Changed",
    "answer_comment",
    "approve_for_later",
    "approve_module",
    "archive_modules",
    "cancel_publication",
    "carry_out_updates",
    "check_links",
    "check_not_in_review",
    "close_editor",
    "comment_on_module",
    "company_day",
    "confirm_module",
    "confirm_replaced",
    "discard_changes",
    "duplicate_module",
    "file_modules",
    "forget_sessions",
    "forget_typed",
    "forget_uploads",
    "keep_typed",
    "move_authoring",
    "note_all_links",
    "note_links",
    "note_open",
    "own_modules",
    "publish_checked",
    "publish_scheduled",
    "put_authoring_back",
    "reopen_comment",
    "resolve_comment",
    "save_changes",
    "schedule_publication",
    "send_back_module",
    "set_owner",
    "set_ownership",
    "submit_module",
    "take_back_module",
    "tell_of_past_review",
    "upload_folder",
    "write_folder",
    "write_upload",
]
