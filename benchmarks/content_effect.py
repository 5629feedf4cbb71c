"""Is what is said of the effect of modules true? 500 made-up companies in which the effects are known.

People take modules for reasons that have to do with their levels (`taught_companies`). Counted are how often
the 80% interval holds the true effect, and how often a module without any effect is said to work or to harm.
Told too, to stderr: how often an effect of half a level is found, by the number of takers, and false claims
where one reason alone leads people to a module.

`python -m benchmarks.content_effect SEED COMPANIES` tries others.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.harness import Result, measured
from benchmarks.taught_companies import Reasons, TaughtCompany, taught_company
from content.effect.choices import SHOWN, SURE
from content.effect.compute import Carry, Effect, carry_of, effect_of, pairs_of, sums_of

SEED, COMPANIES = 20_261, 500
LEAST, MOST, MOST_FALSE = 0.75, 0.85, 0.06
PLAIN = Carry(share=1.0, variance=0.0)
SINGLE = {
    "the gap": Reasons(0.8, 0.0, 0.0),
    "the reading": Reasons(0.0, 0.8, 0.0),
    "drive": Reasons(0.0, 0.0, 0.8),
}
TAKERS = (8, 20, 40, 80, 160, 10_000)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one module, with its true effect and what a plain difference in differences says."""

    true: float
    effect: Effect
    plain: Effect

    def holds(self, effect: Effect, chance: float) -> bool:
        low, high = effect.interval(chance)
        return low <= self.true <= high

    @property
    def is_claimed(self) -> bool:
        return _is_claimed(self.effect)


def _is_claimed(effect: Effect) -> bool:
    low, high = effect.interval(SURE)
    return low > 0 or high < 0


def run(seed: int = SEED, companies: int = COMPANIES) -> Result:
    """Try the companies of a seed, and hold coverage and false claims against their bars."""
    with measured() as measurement:
        found = [one for number in range(companies) for one in effects_of(taught_company(seed, number))]
    known = [one for one in found if one.effect.freedom]
    without = [one for one in known if not one.true]
    coverage = float(np.mean([one.holds(one.effect, SHOWN) for one in known]))
    false = float(np.mean([one.is_claimed for one in without]))
    for line in (*_power(known), *_single_reasons(seed, max(1, companies // 5))):
        print(line, file=sys.stderr)
    return Result(
        name="content_effect",
        seconds=measurement.seconds,
        cpu_seconds=measurement.cpu_seconds,
        peak_mib=measurement.peak_mib,
        ratios={
            "modules": len(known),
            "coverage_of_80": coverage,
            "false_claims": false,
            "mean_error_in_levels": float(np.mean([one.effect.levels - one.true for one in known])),
            "coverage_of_a_plain_comparison": float(np.mean([one.holds(one.plain, SHOWN) for one in known])),
            "false_claims_of_a_plain_comparison": float(np.mean([_is_claimed(one.plain) for one in without])),
        },
        goal=f"{LEAST}–{MOST} of the 80% intervals hold the effect; at most {MOST_FALSE:.0%} false claims",
        met=LEAST <= coverage <= MOST and false <= MOST_FALSE,
    )


def effects_of(company: TaughtCompany) -> Iterator[Found]:
    """What is found of each module of a company."""
    pairs = pairs_of(company.readings, company.touches)
    sums = {
        module: sums_of(pairs, module, skill, company.touches) for module, skill in company.skill_of.items()
    }
    carry = carry_of(list(sums.values()))
    for module, one in sums.items():
        yield Found(company.effects[module], effect_of(one, carry), effect_of(one, PLAIN))


def _power(found: list[Found]) -> Iterator[str]:
    for least, most in pairwise(TAKERS):
        here = [one for one in found if one.true == 0.5 and least <= one.effect.takers < most]
        if here:
            share = float(np.mean([one.effect.interval(SURE)[0] > 0 for one in here]))
            yield f"half a level, {least}–{most - 1} takers: found in {share:.0%} of {len(here)}"


def _single_reasons(seed: int, companies: int) -> Iterator[str]:
    """False claims where people take modules for one reason alone, as strong as it gets."""
    for name, reasons in SINGLE.items():
        made = (taught_company(seed, one, effects=(0.0,), reasons=reasons) for one in range(companies))
        found = [one for company in made for one in effects_of(company) if one.effect.freedom]
        claims = float(np.mean([one.is_claimed for one in found]))
        off = float(np.mean([one.effect.levels for one in found]))
        plain = float(np.mean([_is_claimed(one.plain) for one in found]))
        yield f"{name} alone: {claims:.1%} false claims, off by {off:+.2f} levels; plain {plain:.1%}"


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])).line())
