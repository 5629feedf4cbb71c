"""What is answered in an outage: which kind of problem it is, and when to try again."""

from lifow.base.api.problems import KINDS, ProblemKind
from lifow.base.outages import is_database_away, is_disk_full, is_outage

RETRY_AFTER_SECONDS = {"unavailable": 5, "busy": 5, "storage_full": 60}


def outage_of(error: BaseException | None) -> ProblemKind | None:
    """The kind of problem that an outage is; None for an error that is none.

    The error itself is judged. The server is not asked again: by then it may be back.
    """
    if is_disk_full(error):
        return KINDS["storage_full"]
    if is_database_away(error):
        return KINDS["unavailable"]
    return KINDS["busy"] if is_outage(error) else None


def retry_after(kind: ProblemKind) -> dict[str, str]:
    """The header that says in how many seconds to try again."""
    return {"Retry-After": str(RETRY_AFTER_SECONDS[kind.code])}
