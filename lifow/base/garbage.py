"""Python's garbage collector, held off while much is made that holds no circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """No search for circles of objects during the block, in any thread; what nothing refers to goes anyway.

    The collector looks at all young objects whenever 700 have come up, and at all that there are whenever a
    quarter has: of a million small tuples that live for a second, every third cycle of the CPU went there.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
