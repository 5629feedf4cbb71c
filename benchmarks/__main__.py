"""Run every benchmark, each in a fresh process, and print one line of JSON each. Used by `make bench`."""

import argparse
import json
import pkgutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import benchmarks
from benchmarks.harness import Result

ROOT = Path(__file__).resolve().parent.parent
NOT_BENCHMARKS = {
    "__main__",
    "channel_month",
    "company",
    "corpus",
    "crossed_effects",
    "harness",
    "knowing_posterior",
    "mentoring_worlds",
    "launched",
    "minimal_settings",
    "minimal_site",
    "other_tests",
    "outages",
    "search_judging",
    "paged_company",
    "plain_levels",
    "rated_worlds",
    "response_data",
    "role_pages",
    "round_oracle",
    "cutting_proxy",
    "served_company",
    "served_videos",
    "serving",
    "taught_companies",
    "sitting_clients",
    "sitting_company",
}


def names() -> list[str]:
    """Every module of this package that is a benchmark, in alphabetical order."""
    return sorted({module.name for module in pkgutil.iter_modules(benchmarks.__path__)} - NOT_BENCHMARKS)


def result_line(output: str) -> str | None:
    """The last line of a benchmark's output that is a result, or None where there is none."""
    expected = {field.name for field in fields(Result)}
    for line in reversed(output.splitlines()):
        try:
            found = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(found, dict) and set(found) == expected:
            return line
    return None


def run(name: str) -> bool:
    """Run one benchmark in its own process; print its line; tell whether it met its goal."""
    print(f"bench: {name}", file=sys.stderr, flush=True)
    process = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    line = result_line(process.stdout)
    if process.returncode or line is None:
        print(process.stdout, file=sys.stderr, end="")
        print(f"bench: {name} ended with {process.returncode} and no result", file=sys.stderr)
        return False
    print(line, flush=True)
    return bool(json.loads(line)["met"])


def main() -> int:
    """Exit status: 0 when every benchmark met its goal, 1 when one did not, 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "only", nargs="*", metavar="NAME", help="the benchmarks to run; all when none is named"
    )
    chosen = parser.parse_args().only or names()
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        parser.error(f"no benchmark named {', '.join(unknown)}; there are {', '.join(names())}")
    missed = [name for name in chosen if not run(name)]
    if missed:
        print(f"bench: goal not met: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
