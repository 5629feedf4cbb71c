"""What every benchmark shares: one way to measure a block and one shape of result."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024
STATUS = Path("/proc/self/status")
CLEAR_REFS = Path("/proc/self/clear_refs")


@dataclass(slots=True)
class Measurement:
    """Filled in when the block of `measured` ends: seconds of clock and of CPU, and MiB of memory."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mib: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """One benchmark's outcome. `ratios` are against something measured in the same run."""

    name: str
    seconds: float
    cpu_seconds: float
    peak_mib: float
    ratios: Mapping[str, float] = field(default_factory=dict)
    goal: str = ""
    met: bool = True

    def line(self) -> str:
        """The result as one line of JSON, its numbers rounded to what a reader can use."""
        rounded = asdict(self) | {
            "seconds": round(self.seconds, 4),
            "cpu_seconds": round(self.cpu_seconds, 4),
            "peak_mib": round(self.peak_mib, 1),
            "ratios": {against: round(float(ratio), 4) for against, ratio in self.ratios.items()},
            "met": bool(self.met),
        }
        return json.dumps(rounded)


@contextmanager
def measured() -> Iterator[Measurement]:
    """Measure the block: clock seconds, CPU seconds of all threads and ended children, peak growth in MiB.

    The peak is how far the process's resident memory rose above where it stood when the block began. Linux
    keeps that mark itself, so nothing between two samples is missed; elsewhere it is the growth of the
    process's highest mark: the same thing in the fresh process that `make bench` gives each benchmark.
    """
    measurement = Measurement()
    resident = _restart_peak()
    cpu, clock = _cpu_seconds(), time.perf_counter()
    try:
        yield measurement
    finally:
        measurement.seconds = time.perf_counter() - clock
        measurement.cpu_seconds = _cpu_seconds() - cpu
        measurement.peak_mib = max(0.0, (peak_bytes() - resident) / MIB)


def run_at_once(*commands: Sequence[str]) -> list[Measurement]:
    """Run Python with these arguments, all at the same time: seconds until each has ended, its CPU and peak.

    The peak is what each says of itself as it ends: see `benchmarks.launched`.

    Raises CalledProcessError for one that fails; what they print is theirs.
    """
    clock = time.perf_counter()
    running = [_launched(command) for command in commands]
    found = []
    for process, told in running:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        cpu = usage.ru_utime + usage.ru_stime
        with os.fdopen(told) as said:
            peak = int(said.read()) / MIB
        found.append(Measurement(seconds=time.perf_counter() - clock, cpu_seconds=cpu, peak_mib=peak))
    return found


def _launched(command: Sequence[str]) -> tuple[subprocess.Popen[bytes], int]:
    """A program that runs, and where it will say what memory it took."""
    told, tells = os.pipe()
    launched = [sys.executable, "-m", "benchmarks.launched", str(tells), *command]
    try:
        process = subprocess.Popen(launched, cwd=ROOT, stdout=subprocess.DEVNULL, pass_fds=[tells])
    finally:
        os.close(tells)
    return process, told


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _restart_peak() -> int:
    """Bytes resident now; from here on the kernel's high-water mark counts anew, where it can."""
    try:
        CLEAR_REFS.write_text("5")
    except OSError:
        return peak_bytes()
    return _status_bytes("VmRSS:")


def peak_bytes() -> int:
    if STATUS.exists():
        return _status_bytes("VmHWM:")
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest if sys.platform == "darwin" else highest * 1024


def _status_bytes(label: str) -> int:
    for line in STATUS.read_text().splitlines():
        if line.startswith(label):
            return int(line.split()[1]) * 1024
    raise LookupError(f"{STATUS} has no line {label!r}")
