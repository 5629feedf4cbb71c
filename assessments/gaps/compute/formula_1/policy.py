"""The parameters of measurement: how far each source is trusted, when a gap is called a gap.

A policy is plain data. It lives in one versioned database row, and every report is computed with exactly
one version, so that the report follows from requirements, evidence and policy alone.

Spreads are relative to the span of a scale (0 to its top level), so that a scale of 4 levels and one of 8
behave alike: a spread of 0.25 is one level of four, or two of eight.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from assessments.evidence.choices import Source
from assessments.gaps.compute.plain import PolicyError, between, exact_keys, number, sequence, whole_id

FORMAT = 1
PRIOR_SD = 0.25


class Prior(NamedTuple):
    """What is expected of a person nobody has assessed: mean and spread as shares of the scale's span."""

    mean: float
    sd: float


DEFAULT_PRIOR = Prior(0.5, PRIOR_SD)


@dataclass(frozen=True, slots=True)
class SourceTrust:
    """How a source errs.

    sd              spread of one fresh reading around the true level, as a share of the scale's span
    half_life_days  days after which a reading carries half its weight
    shared_error    share of the error variance that raters of this source have in common, 0 ≤ ρ < 1
    """

    sd: float
    half_life_days: float
    shared_error: float


def sd_from_reliability(reliability: float, population_sd: float = PRIOR_SD) -> float:
    """Error spread of a reading whose reliability in a population of that spread is given.

    Reliability is the share of true variance in observed variance, r = σ² / (σ² + sd²) (Lord & Novick,
    1968), hence sd = σ·√((1 − r) / r).
    """
    return population_sd * math.sqrt((1 - reliability) / reliability)


def default_sources() -> dict[Source, SourceTrust]:
    """Trust in each source, from published reliabilities.

    manager   r = .52, one supervisor (Viswesvaran, Ones & Schmidt, 1996)
    peer      r = .42, one peer (the same)
    self      r = .25: self-ratings correlate .29 to .33 with measures (Mabe & West, 1982; Freund & Kasten,
              2012), up to .64 where anchored as our levels are; .50 is taken, and .50² = .25
    mentor    r = .60, the asymptote of one rater with much opportunity to observe (Rothstein, 1990)
    observed  r = .65, one scored work sample
    test      r = .80, the customary floor of a short test used for decisions about groups (Nunnally, 1978)

    Half-lives: half of an unused skill is lost after 6.5 months (accuracy), 11 (mixed) to 13 (speed)
    (Tatel & Ackerman, 2023), and on the job skills grow as well, so a reading keeps half its weight for a
    year; a self-rating for half of that, and a test, which no rater's memory colours, for one and a half.

    Shared error: a source's raters share a perspective. Estimates reach from next to nothing (Scullen,
    Mount & Goff, 2000) to a good part of the error (Hoffman, Lance, Bynum & Gentry, 2010); a quarter is
    taken. Two self-ratings or two tests share more, the same person, the same items, and a half is taken; it
    has a bearing on tests that name different raters only, since otherwise the newest alone counts.
    """
    reliabilities = {
        Source.SELF: (0.25, 180.0, 0.5),
        Source.MANAGER: (0.52, 365.0, 0.25),
        Source.PEER: (0.42, 365.0, 0.25),
        Source.TEST: (0.80, 540.0, 0.5),
        Source.OBSERVED: (0.65, 365.0, 0.25),
        Source.MENTOR: (0.60, 365.0, 0.25),
    }
    return {
        source: SourceTrust(round(sd_from_reliability(reliability), 3), half_life, shared)
        for source, (reliability, half_life, shared) in reliabilities.items()
    }


@dataclass(frozen=True, slots=True)
class NormalPolicy:
    """All parameters of a gap report. Raises PolicyError naming the first value that cannot be used.

    sources            trust in every source
    gap_below          P(meets) under which a gap is certain enough to act on
    meets_above        P(meets) over which a requirement counts as met
    interval_coverage  probability that an interval of readiness is to hold
    skill_correlation  correlation between the errors of one person's levels: halo and a general factor
                       run through all ratings of a person (Viswesvaran, Schmidt & Ones, 2005), so errors
                       do not cancel out over many skills as independent ones would
    default_prior      where a (role family, skill) has none of its own
    prior_persons      how many persons' worth of trust the default keeps when priors are estimated
    priors             per (role family id, skill id)
    """

    sources: Mapping[Source, SourceTrust] = field(default_factory=default_sources)
    gap_below: float = 0.2
    meets_above: float = 0.8
    interval_coverage: float = 0.8
    skill_correlation: float = 0.25
    default_prior: Prior = DEFAULT_PRIOR
    prior_persons: float = 10.0
    priors: Mapping[tuple[int, int], Prior] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for source in Source:
            if source not in self.sources:
                raise PolicyError("sources", "missing", "{name} is missing", name=source.key)
            _check_trust(f"sources.{source.key}", self.sources[source])
        between("gap_below", self.gap_below, 0, 1)
        between("meets_above", self.meets_above, 0, 1)
        if self.gap_below >= self.meets_above:
            raise PolicyError(
                "gap_below",
                "order",
                "{low} must be below meets_above, {high}",
                low=self.gap_below,
                high=self.meets_above,
            )
        between("interval_coverage", self.interval_coverage, 0, 1)
        between("skill_correlation", self.skill_correlation, 0, 1, ends=True)
        between("prior_persons", self.prior_persons, 0, math.inf)
        _check_prior("default_prior", self.default_prior)
        for (family, skill), prior in self.priors.items():
            _check_prior(f"priors[family {family}, skill {skill}]", prior)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, every value written out and in a fixed order."""
        return {
            "format": FORMAT,
            "sources": {
                source.key: {
                    "sd": self.sources[source].sd,
                    "half_life_days": self.sources[source].half_life_days,
                    "shared_error": self.sources[source].shared_error,
                }
                for source in Source
            },
            **{name: getattr(self, name) for name in _NUMBERS},
            "default_prior": list(self.default_prior),
            "priors": [[*key, *self.priors[key]] for key in sorted(self.priors)],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "NormalPolicy":
        """The policy that `to_dict` wrote.

        Every value must be there and none besides: a stored policy means the same after the defaults of
        the code have changed. Raises PolicyError.
        """
        exact_keys("top level", data, {"format", "sources", "default_prior", "priors", *_NUMBERS})
        if data["format"] != FORMAT:
            raise PolicyError(
                "format", "format", "{found} is not known, use {known}", found=data["format"], known=FORMAT
            )
        exact_keys("sources", data["sources"], {source.key for source in Source})
        return cls(
            sources={source: _trust(source, data["sources"][source.key]) for source in Source},
            default_prior=_default_prior(data["default_prior"]),
            priors=_priors(data["priors"]),
            **{name: number(name, data[name]) for name in _NUMBERS},
        )


_NUMBERS = ("gap_below", "meets_above", "interval_coverage", "skill_correlation", "prior_persons")
_TRUST = ("sd", "half_life_days", "shared_error")


def _check_trust(where: str, trust: SourceTrust) -> None:
    between(f"{where}.sd", trust.sd, 0, math.inf)
    between(f"{where}.half_life_days", trust.half_life_days, 0, math.inf)
    if trust.shared_error != 0:
        between(f"{where}.shared_error", trust.shared_error, 0, 1)


def _check_prior(where: str, prior: Prior) -> None:
    between(f"{where}.mean", prior.mean, 0, 1, ends=True)
    between(f"{where}.sd", prior.sd, 0, math.inf)


def _trust(source: Source, data: Any) -> SourceTrust:
    where = f"sources.{source.key}"
    exact_keys(where, data, set(_TRUST))
    return SourceTrust(**{name: number(f"{where}.{name}", data[name]) for name in _TRUST})


def _default_prior(value: object) -> Prior:
    mean, sd = sequence("default_prior", value, 2)
    return Prior(number("default_prior", mean), number("default_prior", sd))


def _priors(value: object) -> dict[tuple[int, int], Prior]:
    priors: dict[tuple[int, int], Prior] = {}
    for index, row in enumerate(sequence("priors", value)):
        where = f"priors[{index}]"
        family, skill, mean, sd = sequence(where, row, 4)
        key = (whole_id(where, family), whole_id(where, skill))
        if key in priors:
            raise PolicyError(
                where, "twice", "family {family}, skill {skill} is there twice", family=key[0], skill=key[1]
            )
        priors[key] = Prior(number(where, mean), number(where, sd))
    return priors
