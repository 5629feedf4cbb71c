"""What people see of videos as it is written, and captions that a machine drafts."""

from content.kinds.video.services.captions import with_captions
from content.kinds.video.services.drafting import ask_for_captions, draft_captions
from content.kinds.video.services.watching import move_video_progress, note_said, note_seen

__all__ = [
    "ask_for_captions",
    "draft_captions",
    "move_video_progress",
    "note_said",
    "note_seen",
    "with_captions",
]
