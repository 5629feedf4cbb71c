"""A line a step: what, how many, how long."""

import io
import re

import pytest
from django.core.management.base import OutputWrapper

from demo.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_step_says_how_many_and_how_long_or_that_nothing_changed():
    out = io.StringIO()
    progress = Progress(OutputWrapper(out))
    for count in (81, 0):
        with progress.step("people") as told:
            told(count)
    with progress.step("database"):
        pass
    lines = [re.sub(r"\s+", " ", line) for line in out.getvalue().splitlines()]
    assert lines == [" people 81 0.0 s", " people as it was 0.0 s", " database 0.0 s"]


def test_a_bar_moves_in_a_terminal_and_stays_out_of_a_file():
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        progress = Progress(OutputWrapper(stream))
        with progress.step("gap reports"):
            progress.bar(3, 4, "1 to go")
        assert (f"{'█' * 15}{'░' * 5} 1 to go" in stream.getvalue()) == shown


def test_a_step_that_fails_ends_its_line():
    out = io.StringIO()
    with pytest.raises(ValueError, match="why"), Progress(OutputWrapper(out)).step("people"):
        raise ValueError("why")
    assert out.getvalue().endswith("\n")
