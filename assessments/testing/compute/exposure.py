"""Exposure: how often items are given, and the chances that keep the best of them from being given to all.

By Sympson & Hetter (1985): sittings of people of a population are played; an item that was chosen more often
than it may be given is from then on given with the chance (most ÷ how often it was chosen), and so on until
nothing changes. `adaptive` reads the chances.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessments.testing.compute.adaptive import Answer, Bank, Rules, Step, step
from assessments.testing.compute.expectation import Population
from assessments.testing.compute.items import Floats, probabilities
from assessments.testing.compute.posterior import Prior

ROUNDS = 8
SITTINGS = 300
LEAST_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Exposure:
    """What chances make of a bank, by sittings that were played.

    chance  with which each item is given where it is chosen
    given   share of sittings in which it was given, at the last
    """

    chance: Floats
    given: Floats


def exposure_chances(
    bank: Bank,
    rules: Rules,
    population: Population,
    *,
    most: float,
    top: float,
    seed: int,
    sittings: int = SITTINGS,
    rounds: int = ROUNDS,
) -> Exposure:
    """Chances with which no item is given in more than a share of sittings, as far as others can be.

    most  the share, above 0 and at most 1
    """
    prior = Prior(population.mean, population.sd)
    chance, share = np.ones(len(bank)), np.zeros(len(bank))
    for number in range(rounds):
        draw = np.random.default_rng((seed, number))
        trial = replace(bank, chance=chance)
        given, chosen = np.zeros(len(bank)), np.zeros(len(bank))
        for sitting in range(sittings):
            theta = float(draw.normal(population.mean, population.sd))
            own = played(trial, rules, prior, theta, top=top, seed=seed + sitting, draw=draw)
            given[[one.row for one in own.answers]] += 1
            chosen[list(own.chosen)] += 1
        share = given / sittings
        wanted = np.where(chosen > most * sittings, most * sittings / np.maximum(chosen, 1), 1.0)
        chance = np.clip(wanted, LEAST_CHANCE, 1)
    return Exposure(chance, share)


@dataclass(frozen=True, slots=True)
class Played:
    """A sitting that was played: its answers, and which items were chosen on the way, given or not."""

    answers: Sequence[Answer]
    chosen: frozenset[int]
    last: Step


def played(
    bank: Bank, rules: Rules, prior: Prior, theta: float, *, top: float, seed: int, draw: np.random.Generator
) -> Played:
    """A sitting of somebody at a level, with answers drawn by the items' own models."""
    answers: list[Answer] = []
    chosen: set[int] = set()
    while (next_one := step(bank, answers, rules, prior, top=top, seed=seed)).row is not None:
        chosen |= {next_one.row, *next_one.passed_over}
        p = probabilities(bank.items.at(next_one.row), np.array([theta]))[0, :, 0]
        score = int(np.searchsorted(np.cumsum(p), draw.random() * p.sum()))
        answers.append(Answer(next_one.row, min(score, len(p) - 1)))
    return Played(answers, frozenset(chosen), next_one)
