"""How often a target is found on a changed page, beside two libraries that make a selector of it.

2,000 pairs of made pages, a kind of change each, from seeds; beside them targets that are gone. Then real
front ends in two versions: their targets are the elements whose role and accessible name no other has, in
both versions; the name is withheld from the scorer, with the hints that often say the same. Right, wrong
(pointed at another element) and moved (said not to be found) are counted by kind. Detail goes to standard
error, a line a kind; the result is the last line.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page

from benchmarks.guidance_targets.browser import ask, bundled, installed, opened
from benchmarks.guidance_targets.designs import BENCHMARK
from benchmarks.guidance_targets.families import FAMILIES
from benchmarks.guidance_targets.pairs import GONE, KINDS, Material, make_pair
from benchmarks.guidance_targets.real_pages import FRONT_ENDS, FrontEnd
from benchmarks.harness import Result, measured

PAIRS = 2000
LEAST_RIGHT_MADE = 0.9
LEAST_RIGHT_REAL = 0.6
MOST_WRONG = 0.01
WAYS = ("ours", "finder", "generator")
SETTLES = 1500

Answers = list[dict[str, Any]]


def made_pairs(page: Page, material: Material, count: int = PAIRS, first_seed: int = 0) -> Answers:
    """What each way points at on made pages: as many pairs of each kind of change, and of gone targets."""
    changes = [kind for kind in KINDS if kind != GONE]
    seeds = range(first_seed, first_seed + count)
    pairs = [make_pair(seed, changes[seed % len(changes)], material) for seed in seeds]
    pairs += [make_pair(seed, GONE, material) for seed in seeds[:: len(changes)]]
    page.goto("about:blank")
    page.add_script_tag(content=bundled())
    return ask(page, "judgePairs", pairs)


def real_targets(page: Page, front_end: FrontEnd) -> Answers:
    """What each way points at in the later version of a front end, for each target once."""
    modules, script = installed(), bundled()

    def shown(address: str, state: str) -> None:
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_timeout(SETTLES)
        front_end.states[state](page)
        page.wait_for_timeout(SETTLES / 3)
        page.evaluate(script)

    kept: dict[str, dict[str, Any]] = {}
    with front_end.serve(modules, front_end.before) as address:
        seen: set[str] = set()
        for state in front_end.states:
            shown(address, state)
            found = page.evaluate("targets.keepReal()")
            kept[state] = {key: one for key, one in found.items() if key not in seen}
            seen |= set(found)
    answers: Answers = []
    with front_end.serve(modules, front_end.after) as address:
        for state in front_end.states:
            shown(address, state)
            answers += page.evaluate("kept => targets.judgeReal(kept)", kept[state])
    return [{**answer, "kind": front_end.name} for answer in answers]


def shares(answers: Iterable[dict[str, Any]], way: str) -> dict[str, float]:
    """The shares that are right, wrong and moved."""
    counted = Counter(answer[way] for answer in answers)
    return {name: counted[name] / max(1, counted.total()) for name in ("right", "wrong", "moved")}


def by_kind(answers: Answers) -> dict[str, Answers]:
    """The answers of each kind, in the order in which the kinds come."""
    kinds = dict.fromkeys(answer["kind"] for answer in answers)
    return {kind: [answer for answer in answers if answer["kind"] == kind] for kind in kinds}


def tell(answers: Answers) -> None:
    """Print the shares of each kind, for each way, to standard error."""
    for kind, some in by_kind(answers).items():
        told = {way: {name: round(share, 4) for name, share in shares(some, way).items()} for way in WAYS}
        print(json.dumps({"kind": kind, "targets": len(some), **told}), file=sys.stderr, flush=True)


def is_met(made: Answers, real: Answers) -> bool:
    """Whether few are wrong in each kind of change and over all real targets, and enough are right.

    Targets that are gone are told apart: there is no right answer but that they have moved.
    """
    changed = [answer for answer in made if answer["kind"] != GONE]
    groups = [*by_kind(changed).values(), real]
    return (
        all(shares(group, "ours")["wrong"] <= MOST_WRONG for group in groups)
        and shares(changed, "ours")["right"] >= LEAST_RIGHT_MADE
        and shares(real, "ours")["right"] >= LEAST_RIGHT_REAL
    )


def run() -> Result:
    """Make the pages, open the real ones, and count."""
    with measured() as all_of_it, opened(bypass_csp=True) as page:
        made = made_pairs(page, Material(FAMILIES, BENCHMARK))
        real = [answer for front_end in FRONT_ENDS for answer in real_targets(page, front_end)]
    tell(made + real)
    changed = [answer for answer in made if answer["kind"] != GONE]
    ratios: dict[str, float] = {}
    for name, answers in (("made", changed), ("real", real)):
        for way in WAYS:
            found = shares(answers, way)
            ratios |= {f"{name}, {way}: right": found["right"], f"{name}, {way}: wrong": found["wrong"]}
    return Result(
        name="guidance_targets",
        seconds=all_of_it.seconds,
        cpu_seconds=all_of_it.cpu_seconds,
        peak_mib=all_of_it.peak_mib,
        ratios=ratios,
        goal=(
            f"wrong at most {MOST_WRONG:.0%} in each kind and over all real targets;"
            f" right at least {LEAST_RIGHT_MADE:.0%} of changed, {LEAST_RIGHT_REAL:.0%} of real ones"
        ),
        met=is_met(made, real),
    )
