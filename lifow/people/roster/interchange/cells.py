"""One cell of a roster: its text to an id, an email or a status, or a `CellError` that says why not."""

import re

from lifow.people.roster.interchange.mapping import RosterMapping
from lifow.people.roster.interchange.state import Status
from lifow.people.roster.interchange.texts import CellError, compared, says_nothing, text_of

LIMITS = {
    "external_id": 200,
    "given_name": 150,
    "family_name": 150,
    "preferred_given_name": 150,
    "preferred_family_name": 150,
    "full_name": 150,
    "email": 254,
    "job_title": 200,
    "job_code": 100,
    "org_unit": 200,
    "org_unit_code": 200,
    "org_unit_parent": 200,
    "manager_external_id": 200,
}

STATUS_WORDS = {
    Status.PREHIRE: "prehire, pre-hire, pre hire, future hire, pending hire, onboarding, not started",
    Status.ACTIVE: "active, employed, current, working, hired",
    Status.LEAVE: "leave, on leave, on_leave, leave of absence, loa, paid leave, unpaid leave, parental"
    " leave",
    Status.TERMINATED: "terminated, term, termed, left, leaver, former, former employee, resigned,"
    " retired, deceased, dismissed, separated, no longer employed",
}
STATUSES = {word: status for status, words in STATUS_WORDS.items() for word in words.split(", ")}

_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_KEPT_AS_TEXT = re.compile(r"""'(?P<marked>\d[^']*)|="(?P<quoted>[^"]+)\"""")

_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")


def id_of(cell: str, limit: int | None = None) -> str:
    """An id as it is compared. Errors: `nul_character`, `too_long`; `id_as_number` for “1.23E+05”.

    What spreadsheets write around a number that they are to keep as text is left out: '00123 and ="00123".
    """
    text = text_of(compared(cell), limit)
    if _SHORTENED.fullmatch(text):
        raise CellError("id_as_number")
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return kept["quoted"] or kept["marked"] if kept else text


def manager_id_of(cell: str) -> str:
    """The id of a manager, empty where the cell says nothing. Errors: `nul_character`, `too_long`."""
    text = id_of(cell, LIMITS["manager_external_id"])
    return "" if says_nothing(text) else text


def email_of(cell: str) -> str | None:
    """An email in lower case, None where the cell is empty. Errors: `bad_email`, `too_long`."""
    email = id_of(cell, LIMITS["email"]).lower()
    if says_nothing(email):
        return None
    if not _EMAIL.fullmatch(email):
        raise CellError("bad_email")
    return email


def status_of(cell: str, mapping: RosterMapping) -> Status | None:
    """A status, first by the mapping's words and then by the known ones, None where the cell is empty.

    Errors: `bad_status`, also for a single letter, by which systems mean different things.
    """
    word = text_of(cell).casefold()
    status = mapping.statuses.get(word) or STATUSES.get(word)
    if status is None and not says_nothing(word):
        raise CellError("bad_status")
    return status
