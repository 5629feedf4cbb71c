"""Benchmarks measure what they say they measure."""

import importlib
import json
import subprocess
import sys
import threading

import pytest

from benchmarks.__main__ import names, result_line
from benchmarks.harness import MIB, Result, measured, run_at_once


def burn() -> None:
    sum(number * number for number in range(300_000))


def burn_and_fail() -> None:
    burn()
    raise ZeroDivisionError


def test_peak_counts_memory_that_was_freed_before_the_end():
    with measured() as block:
        held = bytearray(64 * MIB)
        del held
    assert 60 <= block.peak_mib <= 100


def test_peak_of_an_earlier_block_is_not_charged_to_the_next():
    with measured():
        held = bytearray(64 * MIB)
        del held
    with measured() as later:
        pass
    assert later.peak_mib < 32


def test_what_is_held_here_is_not_charged_to_a_program_that_is_started():
    held = bytearray(300 * MIB)
    (alone,) = run_at_once(["-c", "bytearray(30 << 20)"])
    del held
    assert 30 <= alone.peak_mib <= 100


def test_cpu_seconds_include_threads_and_children():
    with measured() as block:
        thread = threading.Thread(target=burn)
        thread.start()
        thread.join()
    assert block.cpu_seconds > 0
    with measured() as parent:
        subprocess.run([sys.executable, "-c", "sum(n * n for n in range(300_000))"], check=True)
    assert parent.cpu_seconds > 0
    assert parent.seconds > 0


def test_measurement_is_filled_in_even_when_the_block_fails():
    with pytest.raises(ZeroDivisionError), measured() as block:
        burn_and_fail()
    assert block.seconds > 0


def test_result_is_one_line_of_json_with_every_field():
    result = Result("gap", 1.23456789, 2.0, 10.04, {"vs_plain_loop": 41.23456}, "at most 1 s", True)
    assert json.loads(result.line()) == {
        "name": "gap",
        "seconds": 1.2346,
        "cpu_seconds": 2.0,
        "peak_mib": 10.0,
        "ratios": {"vs_plain_loop": 41.2346},
        "goal": "at most 1 s",
        "met": True,
    }


def test_result_is_found_among_other_output():
    line = Result("gap", 1, 1, 1).line()
    assert result_line(f"warming up\n{{}}\n{line}\n3\n") == line
    assert result_line("nothing of the kind\n") is None


@pytest.mark.parametrize("name", names())
def test_each_benchmark_has_a_run(name):
    assert callable(importlib.import_module(f"benchmarks.{name}").run)


def test_processes_at_once_are_measured_each_for_itself():
    busy, idle = run_at_once(["-c", "sum(range(10**7))"], ["-c", "import time; time.sleep(0.3)"])
    assert busy.cpu_seconds > idle.cpu_seconds
    assert idle.seconds >= 0.3
    assert min(busy.peak_mib, idle.peak_mib) > 1


def test_a_process_that_fails_is_an_error():
    with pytest.raises(subprocess.CalledProcessError):
        run_at_once(["-c", "raise SystemExit(3)"])
