"""Reads: what a digest says, its links, and when it is due."""

from channels.digest.reports.contents import DigestContents, contents_of, question_for
from channels.digest.reports.due import due_from, is_due, monday_of, weekdays_of
from channels.digest.reports.links import DigestLink, read_link
from channels.digest.reports.questions import AskedQuestion, asked_question, place_elsewhere

__all__ = [
    "AskedQuestion",
    "DigestContents",
    "DigestLink",
    "asked_question",
    "contents_of",
    "due_from",
    "is_due",
    "monday_of",
    "place_elsewhere",
    "question_for",
    "read_link",
    "weekdays_of",
]
