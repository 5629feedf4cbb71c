"""Who may write records of people and org units at the same time.

Those who keep records one by one share a lock; an import, which writes thousands, has it alone. It is the
first that each of them takes, so that none holds a row that the other waits for.
"""

from lifow.base.database.locks import take_lock

RECORDS = 0x726F73746572


def keep_records() -> None:
    """Wait until no import is at work, and have none begin until the transaction around ends."""
    take_lock(RECORDS, is_shared=True)


def keep_records_still() -> None:
    """Wait until nobody writes records, and have nobody begin until the transaction around ends."""
    take_lock(RECORDS)
