"""Lists in messages: ten are named and the rest is counted, so that no message grows with a file."""

from collections.abc import Collection
from itertools import islice

LISTED = 10


def first_names(names: Collection[object], *, more: str = "%(count)s more") -> list[str]:
    """The first ten as text and, where there are others, how many as one text more.

    `more` is the wording of that text, which pages translate. Join them with what stands between.
    """
    shown = [str(name) for name in islice(names, LISTED)]
    rest = len(names) - len(shown)
    return [*shown, more % {"count": f"{rest:,}"}] if rest > 0 else shown
