"""Python's garbage collector: held off while much is made that holds no circles, and told what stays."""

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


@contextmanager
def collection_rare() -> Iterator[None]:
    """A search for circles of objects only once 300,000 have come up, and never among what is loaded before.

    For what makes many circles and throws them away, as migrations do with the models of each state: without
    any search those of 200 migrations took 1 GB of memory, with Python's own pace a fifth more of the time.
    """
    before, is_frozen = gc.get_threshold(), gc.get_freeze_count() > 0
    if not is_frozen:
        gc.freeze()
    gc.set_threshold(300_000, 5, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not is_frozen:
            gc.unfreeze()


def freeze_what_is_loaded() -> None:
    """Have the collector never look again at what there is by now: modules, models and pages stay anyway.

    Called once, when a process has loaded the site. A search through all of its 180,000 objects takes as long
    as two pages, and one in eight requests for a long page waited for such a search.
    """
    gc.collect()
    gc.freeze()
