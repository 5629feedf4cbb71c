"""Every page and API list of each role at 1,000 and at 100,000 people, over real HTTP.

Two companies of the same shape, each on a PostgreSQL of its own behind two gunicorn workers. Each page is
requested 50 times of either, in turn, after both were warmed up. Queries are counted in a pass of their own.
The admin and exports are apart, and so is the search, which has a benchmark of its own.

`python -m benchmarks.flat_pages PART …` measures the pages whose name or address has one of the parts.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.harness import ROOT, Result, measured
from benchmarks.serving import get

SIZES = (1_000, 100_000)
REQUESTS = 50
MOST_RATIO, MOST_SECONDS, MOST_QUERIES = 1.5, 0.3, 12
# What a machine that is busy with itself adds to a page; below this difference two times are the same.
NOISE_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Company:
    """A company that is served: its socket, a session of each role, and its pages with their queries."""

    site: str
    sessions: dict[str, str]
    pages: list[tuple[str, str, str, int]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One page at both sizes: the median and the 95th percentile in seconds, queries, and statuses."""

    role: str
    address: str
    p50: tuple[float, float]
    p95: tuple[float, float]
    queries: tuple[int, int]
    statuses: tuple[int, ...]

    @property
    def ratio(self) -> float:
        return self.p95[1] / self.p95[0]

    @property
    def faults(self) -> list[str]:
        """Which bars it misses."""
        is_flat = self.ratio <= MOST_RATIO or self.p95[1] - self.p95[0] <= NOISE_SECONDS
        found = {
            "ratio": not is_flat,
            "seconds": max(self.p95) > MOST_SECONDS,
            "queries": max(self.queries) > MOST_QUERIES,
            "status": set(self.statuses) != {200},
        }
        return [name for name, is_missed in found.items() if is_missed]

    def line(self) -> str:
        small, large = self.p50
        return (
            f"{self.role:10}{self.address[:60]:61}"
            f"p50 {1000 * small:6.0f} → {1000 * large:6.0f} ms  "
            f"p95 {1000 * self.p95[0]:6.0f} → {1000 * self.p95[1]:6.0f} ms  × {self.ratio:5.2f}  "
            f"{self.queries[0]:3} → {self.queries[1]:3} queries  {' '.join(self.faults)}"
        )


def run(parts: Sequence[str] = ()) -> Result:
    """Serve both companies, request every page of both in turn, and print a line a page to stderr."""
    with ExitStack() as stack, measured() as measurement:
        small, large = (stack.enter_context(_company(people)) for people in SIZES)
        figures = []
        for one, other in zip(small.pages, large.pages, strict=True):
            if not parts or any(part in one[1] or part in one[2] for part in parts):
                figures.append(_figure(small, large, one, other))
                print(figures[-1].line(), file=sys.stderr, flush=True)
    return Result(
        name="flat_pages",
        seconds=measurement.seconds,
        cpu_seconds=measurement.cpu_seconds,
        peak_mib=measurement.peak_mib,
        ratios={
            "worst_p95_at_100000_to_1000": max(one.ratio for one in figures),
            "worst_p95_to_the_bar": max(max(one.p95) for one in figures) / MOST_SECONDS,
            "most_queries_to_the_bar": max(max(one.queries) for one in figures) / MOST_QUERIES,
            "pages_that_miss_a_bar": sum(bool(one.faults) for one in figures) / len(figures),
        },
        goal=f"p95 at most {MOST_RATIO} × at 100 × the people, none above {1000 * MOST_SECONDS:.0f} ms, "
        f"at most {MOST_QUERIES} queries",
        met=not any(one.faults for one in figures),
    )


@contextmanager
def _company(people: int) -> Iterator[Company]:
    """A company in a process of its own, which ends when nobody listens any more."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.served_company", str(people)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield Company(told["site"], told["sessions"], [tuple(page) for page in told["pages"]])
    finally:
        process.communicate()


def _figure(
    small: Company, large: Company, one: tuple[str, str, str, int], other: tuple[str, str, str, int]
) -> Figure:
    role = one[0]
    asked = [
        (company.site, page[2], company.sessions[role]) for company, page in ((small, one), (large, other))
    ]
    for each in asked:
        for _ in range(2):
            get(*each)
    answers = [[get(*each) for each in asked] for _ in range(REQUESTS)]
    times = [[answer[place][1] for answer in answers] for place in (0, 1)]
    p95 = [quantiles(those, n=20)[-1] for those in times]
    return Figure(
        role=role,
        address=other[2],
        p50=(median(times[0]), median(times[1])),
        p95=(p95[0], p95[1]),
        queries=(one[3], other[3]),
        statuses=tuple(answer[place][0] for answer in answers for place in (0, 1)),
    )


if __name__ == "__main__":
    print(run(sys.argv[1:]).line())
