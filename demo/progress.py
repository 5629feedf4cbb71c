"""Progress in a terminal: a line a step, with a bar that moves where the terminal can show it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper
from django.utils.functional import Promise
from django.utils.translation import gettext as _

NAME_WIDTH = 40
BAR_WIDTH = 20
CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Writes steps to `out`."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out
        self.name = ""

    @contextmanager
    def step(self, name: str | Promise) -> Iterator[Callable[[int], None]]:
        """A line for what happens in the block: its name, how many (told by the block), the seconds."""
        self.name = f"  {name}".ljust(NAME_WIDTH)
        began_at = time.monotonic()
        counts: list[int] = []
        self._write(self.name)
        try:
            yield counts.append
        except BaseException:
            self._write("\n")
            raise
        if self.out.isatty():
            self._write(CLEAR_LINE + self.name)
        count = (str(counts[0]) if counts[0] else _("as it was")) if counts else ""
        seconds = _("%(seconds).1f s") % {"seconds": time.monotonic() - began_at}
        self._write(f"{count:>10}  {seconds:>8}\n")

    def bar(self, done: int, total: int, words: str) -> None:
        """Move the bar of the step that runs: so much of a total, and what is left in words."""
        if self.out.isatty() and total:
            filled = BAR_WIDTH * done // total
            bar = "█" * filled + "░" * (BAR_WIDTH - filled)
            self._write(f"{CLEAR_LINE}{self.name}{bar} {words}")

    def _write(self, text: str) -> None:
        self.out.write(text, ending="")
        self.out.flush()
