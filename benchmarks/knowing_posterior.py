"""What can be known at best: the posterior of true levels for one who knows how the world was made.

A Gibbs sampler with the readings before rounding as latent variables (Albert & Chib 1993): a reading is the
level then, the offset of its source, its rater's severity and an error; what is told is rounded and cut off
at the ends of the scale. Levels have effects of skills (by company) and of people. Raters who answer at
random and pieces that repeat the manager's are told apart by indicators. Without `with_raters` severity is
noise of each piece: that is all that can be known by one who does not compare raters.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from assessments.evidence.choices import Source
from benchmarks.rated_worlds import DAYS, Company, Floats, errors, expected

TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Known:
    """People × skills: mean and standard deviation of the level, and the probability that it is met."""

    mean: Floats
    sd: Floats
    p_meets: Floats


def knowing_posterior(
    company: Company, *, with_raters: bool, rounds: int = 600, burn_in: int = 150, seed: int = 0
) -> Known:
    """The posterior by the parameters of the company's world; `rounds` of which the first are left out."""
    sampler = Sampler(company, with_raters, np.random.default_rng(seed))
    total, squares, meets = (np.zeros(company.truth.size) for _ in range(3))
    for number in range(rounds):
        mean, variance = sampler.step()
        if number >= burn_in:
            total += mean
            squares += mean**2 + variance
            meets += ndtr((mean - company.required.ravel() + 0.5) / np.sqrt(variance))
    kept = rounds - burn_in
    mean = total / kept
    sd = np.sqrt(np.maximum(squares / kept - mean**2, TINY))
    shape = company.truth.shape
    return Known(mean.reshape(shape), sd.reshape(shape), (meets / kept).reshape(shape))


class Sampler:
    """The state of the chain, one array entry a piece, cell, person, skill of a company, or rater."""

    def __init__(self, company: Company, with_raters: bool, rng: np.random.Generator) -> None:
        world, people, skills = company.world, *company.truth.shape
        self.company, self.world, self.rng, self.with_raters = company, world, rng, with_raters
        self.cell = company.person * skills + company.skill
        self.of_person = np.repeat(np.arange(people), skills)
        # Skills are those of a company.
        block = np.arange(people) // (people // company.count)
        self.of_skill = np.repeat(block, skills) * skills + np.tile(np.arange(skills), people)
        self.offset, sd = errors(world, company.source)
        named = company.source != int(Source.TEST)
        self.is_rated = named
        lenient = 0.0 if with_raters else world.leniency**2
        drift = world.drift**2 * company.age / DAYS
        self.variance = sd**2 + np.where(named, lenient, 0) + drift
        self.low = np.where(company.level <= 0, -np.inf, company.level - 0.5)
        self.high = np.where(company.level >= world.top, np.inf, company.level + 0.5)
        self.centre = expected(world, company.required.ravel())
        self.theta = self.centre.copy()
        self.person, self.skill = np.zeros(people), np.zeros(int(self.of_skill.max()) + 1)
        self.severity = np.zeros(int(company.rater.max(initial=0)) + 1)
        self.counts = np.ones(len(self.cell), dtype=bool)
        self._of_manager = self._managers_words()

    def _managers_words(self) -> Floats:
        found = np.full(self.theta.size, np.nan)
        managers = self.company.source == int(Source.MANAGER)
        found[self.cell[managers]] = self.company.level[managers]
        words: Floats = found[self.cell]
        return words

    def step(self) -> tuple[Floats, Floats]:
        """One round; mean and variance of each level given all else."""
        self._who_counts()
        severity = self.severity[self.company.rater] * self.is_rated
        centre = self.theta[self.cell] + self.offset + severity
        heard = self._before_rounding(centre)
        precision = np.where(self.counts, 1 / self.variance, 0)
        residual = heard - self.offset
        if self.with_raters and self.world.leniency:
            self._draw_severity(residual - self.theta[self.cell], precision)
            residual = residual - self.severity[self.company.rater] * self.is_rated
        prior = self.centre + self.person[self.of_person] + self.skill[self.of_skill]
        tau = self.world.within**-2
        weight = tau + np.bincount(self.cell, precision, self.theta.size)
        mean = (tau * prior + np.bincount(self.cell, precision * residual, self.theta.size)) / weight
        self.theta = mean + self.rng.normal(0, 1, len(mean)) / np.sqrt(weight)
        self._draw_effects()
        return mean, 1 / weight

    def _draw_effects(self) -> None:
        tau = self.world.within**-2
        for name, of, spread in (
            ("person", self.of_person, self.world.people),
            ("skill", self.of_skill, self.world.skills),
        ):
            other = self.skill[self.of_skill] if name == "person" else self.person[self.of_person]
            left = self.theta - self.centre - other
            size = len(getattr(self, name))
            weight = max(spread, TINY) ** -2 + tau * np.bincount(of, minlength=size)
            mean = tau * np.bincount(of, left, size) / weight
            setattr(self, name, mean + self.rng.normal(0, 1, size) / np.sqrt(weight))

    def _draw_severity(self, left: Floats, precision: Floats) -> None:
        size, rater = len(self.severity), self.company.rater
        precision = precision * self.is_rated
        weight = self.world.leniency**-2 + np.bincount(rater, precision, size)
        mean = np.bincount(rater, precision * left, size) / weight
        self.severity = mean + self.rng.normal(0, 1, size) / np.sqrt(weight)

    def _before_rounding(self, centre: Floats) -> Floats:
        sd = np.sqrt(self.variance)
        low, high = ndtr((self.low - centre) / sd), ndtr((self.high - centre) / sd)
        drawn = low + (high - low) * self.rng.random(len(centre))
        return centre + sd * ndtri(np.clip(drawn, TINY, 1 - TINY))

    def _likelihood(self) -> Floats:
        """Of each piece as a reading, given the levels."""
        centre = self.theta[self.cell] + self.offset + self.severity[self.company.rater] * self.is_rated
        sd = np.sqrt(self.variance)
        found: Floats = np.maximum(ndtr((self.high - centre) / sd) - ndtr((self.low - centre) / sd), TINY)
        return found

    def _who_counts(self) -> None:
        """Which pieces say something: not those of careless raters, nor those that only repeat."""
        world, counts = self.world, np.ones(len(self.cell), dtype=bool)
        if not world.careless and not world.copying:
            return
        likelihood = self._likelihood()
        if world.careless:
            odds = np.log(likelihood * (world.top + 1)) * self.is_rated
            # Who does not compare raters asks it of each piece by itself.
            of = self.company.rater if self.with_raters else np.arange(len(odds))
            log_odds = np.bincount(of, odds) + np.log(1 / world.careless - 1)
            careless = self.rng.random(len(log_odds)) > 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
            counts &= ~(careless[of] & self.is_rated)
        if world.copying:
            may_copy = np.isin(self.company.source, (int(Source.PEER), int(Source.MENTOR)))
            same = may_copy & (self._of_manager == self.company.level)
            share = world.copying / (world.copying + (1 - world.copying) * likelihood)
            counts &= ~(same & (self.rng.random(len(counts)) < share))
        self.counts = counts
