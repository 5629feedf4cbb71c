"""Errors that are nobody's fault: a server that is away, a full disk, no memory, no time left.

What somebody's data causes counts as an attempt, and comes to an end after some; what is nobody's fault never
does: it is tried again until it is over.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import sleep
from traceback import format_exception_only

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError

from lifow.base.database.errors import is_of_a_full_disk, is_of_a_server_away, is_of_the_server

FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
# A full disk, one that fails, too many open files, no memory.
OUTAGE_ERRNOS = FULL_ERRNOS | {errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}
NOT_ENDED = "The attempt began and has not ended; its process may have been killed."
REASON_LENGTH = 2000
# For about a minute it is waited for a database that cannot be written to.
PATIENCE_SECONDS = (1, 2, 4, 8, 15, 30)


def is_outage(error: BaseException | None) -> bool:
    """Whether an error, or one that it came of, is nobody's fault: it comes and goes by itself.

    What is raised while somebody clears up after such an error hides it.
    """
    return any(_is_nobodys_fault(one) for one in _chain(error))


def is_out_of_time(error: BaseException | None) -> bool:
    """Whether an error, or one that it came of, says that the time of a task is over."""
    return any(isinstance(one, SoftTimeLimitExceeded) for one in _chain(error))


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or one that it came of, says that nothing more can be written."""
    return any(
        is_of_a_full_disk(one) or (isinstance(one, OSError) and one.errno in FULL_ERRNOS)
        for one in _chain(error)
    )


def is_database_away(error: BaseException | None) -> bool:
    """Whether an error, or one that it came of, says that the database cannot be reached."""
    return any(is_of_a_server_away(one) for one in _chain(error))


def reason_of(error: BaseException) -> str:
    """The error in a line or a few, never empty, as any database can keep it."""
    text = "".join(format_exception_only(error)).strip()[:REASON_LENGTH]
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()


def written_patiently(write: Callable[[], object]) -> bool:
    """Write something small as soon as the database takes it again, for a minute; whether it did.

    `write` is called outside of any transaction, again after an outage, and so has to be safe to run twice.
    """
    for seconds in PATIENCE_SECONDS:
        with suppress(DatabaseError, InterfaceError):
            write()
            return True
        sleep(seconds)
    return False


def _is_nobodys_fault(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return isinstance(error, ConnectionError | TimeoutError) or error.errno in OUTAGE_ERRNOS
    return isinstance(error, MemoryError | SoftTimeLimitExceeded) or is_of_the_server(error)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[BaseException] = set()
    while error is not None and error not in seen:
        yield error
        seen.add(error)
        error = error.__cause__ or error.__context__
