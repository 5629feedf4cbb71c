"""What pages tell of a video: its file, chapters, transcript, how far somebody is, captions to correct."""

from content.kinds.video.parts import QUESTIONS
from content.kinds.video.reports.captions import EditedCaptions, edited_captions
from content.kinds.video.reports.showing import (
    Passage,
    Seen,
    Sentence,
    Track,
    clocks_at,
    file_for,
    file_of,
    moment_passages,
    parts_seen,
    passages_of,
    seen_by,
    seen_in,
    sentence_with,
    told_of,
    tracks_of,
    used_files,
)

__all__ = [
    "QUESTIONS",
    "EditedCaptions",
    "Passage",
    "Seen",
    "Sentence",
    "Track",
    "clocks_at",
    "edited_captions",
    "file_for",
    "file_of",
    "moment_passages",
    "parts_seen",
    "passages_of",
    "seen_by",
    "seen_in",
    "sentence_with",
    "told_of",
    "tracks_of",
    "used_files",
]
