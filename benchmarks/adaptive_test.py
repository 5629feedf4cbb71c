"""Adaptive tests beside random order with the same stop, a stop at a standard error, and a fixed form.

Of people of N(0, 1) it is asked whether they are at −1, 0 and +1 or above: over simulated banks of 150
items, against what is true; and over `VerbAgg`, with items that were fitted on one half of the people and are
used on the other, against what all 24 say. All is done over several seeds, whose people count together. The
standard error and the length of the form are, for each cut, the cheapest with which decisions are as accurate
as the adaptive test's, to a percentage point.

`python -m benchmarks.adaptive_test FILE …` tries other answers (see `response_data`), with the bars of
VerbAgg; `--seeds 9 --people 1000` other seeds and numbers of people.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessments.testing.compute.adaptive import Rules
from benchmarks.harness import Result, measured
from benchmarks.other_tests import (
    Tested,
    adaptive,
    cheapest,
    fixed_form,
    random_order,
    together,
    until_error,
)
from benchmarks.response_data import VERB_AGG, Sample, read_answers, samples_of, simulated

CUTS = (-1.0, 0.0, 1.0)
SEEDS, PEOPLE = 6, 600
WITHIN = 0.01
SIMULATED_BARS = {"random order": 0.25, "stop at error": 0.40, "fixed form": 0.40}
ANSWERED_BARS = {"random order": 0.15, "stop at error": 0.35, "fixed form": 0.35}


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one way: items a person and accuracy, each the mean over the cuts."""

    items: float
    accuracy: float


def run(files: Sequence[Path] = (), *, seeds: int = SEEDS, people: int = PEOPLE) -> Result:
    """Try every way over every set of answers, and print a line each to stderr."""
    with measured() as measurement:
        found = _worlds(files, seeds, people)
    ratios: dict[str, float] = {}
    is_met = True
    for name, (ways, bars) in found.items():
        ours = ways["adaptive"]
        for way, bar in bars.items():
            saved = 1 - ours.items / ways[way].items
            ratios[f"{name}_fewer_than_{way.replace(' ', '_')}"] = saved
            is_met &= saved >= bar
        # The same stop, so as accurate: less is not bought with worse decisions.
        is_met &= ours.accuracy >= ways["random order"].accuracy - WITHIN
        ratios |= {f"{name}_items": ours.items, f"{name}_accuracy": ours.accuracy}
    return Result(
        name="adaptive_test",
        seconds=measurement.seconds,
        cpu_seconds=measurement.cpu_seconds,
        peak_mib=measurement.peak_mib,
        ratios=ratios,
        goal="fewer items, as accurate within a point: simulated ≥ 25% than random order and ≥ 40% than the "
        "others, answered ≥ 15% and ≥ 35%",
        met=bool(found) and is_met,
    )


def _worlds(
    files: Sequence[Path], seeds: int, people: int
) -> dict[str, tuple[dict[str, Figures], Mapping[str, float]]]:
    """The figures of each set of answers, with its bars."""
    every = range(seeds)
    found: dict[str, tuple[dict[str, Figures], Mapping[str, float]]] = {}
    if not files:
        banks = [simulated(people, seed=seed) for seed in every]
        found["simulated"] = _figures("simulated", banks), SIMULATED_BARS
        if not VERB_AGG.exists():
            print(f"{VERB_AGG} is not here: only simulated banks are tried", file=sys.stderr)
            return found
    for path in files or [VERB_AGG]:
        answers = list(samples_of(read_answers(path), every))
        found[path.stem.lower()] = _figures(path.stem, answers), ANSWERED_BARS
    return found


def _figures(name: str, samples: Sequence[Sample]) -> dict[str, Figures]:
    """What each way needs, over all samples, and how accurate it is."""
    by_cut = [_ways(samples, cut) for cut in CUTS]
    found = {}
    for way in by_cut[0]:
        tested = [ways[way] for ways in by_cut]
        found[way] = Figures(
            sum(one.items for one in tested) / len(tested), sum(one.accuracy for one in tested) / len(tested)
        )
        by_each = "  ".join(
            f"{cut:+.0f}: {one.items:.2f} ({one.accuracy:.3f})" for cut, one in zip(CUTS, tested, strict=True)
        )
        mean = f"{found[way].items:6.2f} items, {found[way].accuracy:.3f} right"
        print(f"{name:10} {way:14} {mean}   {by_each}", file=sys.stderr, flush=True)
    return found


def _ways(samples: Sequence[Sample], cut: float) -> dict[str, Tested]:
    """Every way at one cut, over the people of all samples."""
    rules = Rules(cut=cut, trial_share=0)
    ours = together([adaptive(one, rules, seed=seed) for seed, one in enumerate(samples)])
    others = {
        "stop at error": [until_error(one, cut) for one in samples],
        "fixed form": [fixed_form(one, cut) for one in samples],
    }
    return {
        "adaptive": ours,
        "random order": together([random_order(one, rules, seed=seed) for seed, one in enumerate(samples)]),
        **{
            way: cheapest(
                [together(list(parts)) for parts in zip(*tried, strict=True)], ours.accuracy - WITHIN
            )
            for way, tried in others.items()
        },
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Adaptive tests beside other ways to test.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    asked = parser.parse_args()
    print(run(asked.files, seeds=asked.seeds, people=asked.people).line())
