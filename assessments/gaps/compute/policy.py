"""The parameters of measurement: how far each source is trusted, what is expected, and what may be said.

A policy is plain data. It lives in one versioned database row, and every report is computed with exactly
one version, so that the report follows from requirements, evidence and policy alone.

Levels, offsets and spreads are shares of the span of a scale (0 to its top level), so that a scale of 4
levels and one of 8 behave alike: 0.25 is one level of four, or two of eight.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, Self

from assessments.evidence.choices import Source
from assessments.gaps.compute.plain import PolicyError, between, exact_keys, number, sequence, whole_id
from lifow.base.intervals import COVERAGE

FORMAT = 5
POPULATION_SD = 0.25
"""Spread of true levels between people, a quarter of the scale: it turns reliabilities into errors."""


class Expected(NamedTuple):
    """What is expected in a skill of a role family besides the general: a shift, and the spread around it."""

    shift: float
    sd: float


@dataclass(frozen=True, slots=True)
class SourceTrust:
    """How a source errs.

    sd              spread of one word around the true level
    offset          by how much it is above the true level on average
    half_life_days  for so long its word needs no renewal: the source is not asked again
    """

    sd: float
    offset: float
    half_life_days: float


def sd_from_reliability(reliability: float, population_sd: float = POPULATION_SD) -> float:
    """Error spread of a word whose reliability in a population of that spread is given.

    Reliability is the share of true variance in observed variance, r = σ² / (σ² + sd²) (Lord & Novick,
    1968), hence sd = σ·√((1 − r) / r).
    """
    return population_sd * math.sqrt((1 - reliability) / reliability)


def default_sources() -> dict[Source, SourceTrust]:
    """Trust in each source, from published reliabilities.

    manager   r = .52, one supervisor (Viswesvaran, Ones & Schmidt, 1996)
    peer      r = .42, one peer (the same)
    self      r = .41: self-ratings correlate .29 to .33 with measures (Mabe & West, 1982; Freund & Kasten,
              2012), up to .64 where each level is described, as ours are, and .64² = .41
    mentor    r = .60, the asymptote of one rater with much opportunity to observe (Rothstein, 1990)
    observed  r = .65, one scored work sample
    test      r = .80, the customary floor of a short test used for decisions about groups (Nunnally, 1978)

    Offset: people rate themselves d = .32 spreads higher than their supervisors do (Heidemeier & Moser,
    2009), and .32 · .25 = .08; the others' is taken as 0.

    Half-lives: half of an unused skill is lost after 6.5 months (accuracy), 11 (mixed) to 13 (speed)
    (Tatel & Ackerman, 2023); a self-rating is renewed after half a year, a test after one and a half.
    """
    published = {
        Source.SELF: (0.41, 0.08, 180.0),
        Source.MANAGER: (0.52, 0.0, 365.0),
        Source.PEER: (0.42, 0.0, 365.0),
        Source.TEST: (0.80, 0.0, 540.0),
        Source.OBSERVED: (0.65, 0.0, 365.0),
        Source.MENTOR: (0.60, 0.0, 365.0),
    }
    return {
        source: SourceTrust(round(sd_from_reliability(reliability), 3), offset, half_life)
        for source, (reliability, offset, half_life) in published.items()
    }


# Lowest and highest value of each number, and whether these may be taken.
RANGES: dict[str, tuple[float, float, bool]] = {
    "gap_below": (0, 1, False),
    "meets_above": (0, 1, False),
    "interval_coverage": (0, 1, False),
    "skill_correlation": (0, 1, True),
    "repeated_error": (0, 1, False),
    "repeated_drift": (0, math.inf, True),
    "attributed_weight": (0.1, 1, True),
    "drift": (0, math.inf, True),
    "conflict_distance": (0, 1, False),
    "random_words": (0, 1, True),
    "conflict_freedom": (0, math.inf, False),
    "reassess_after_days": (0, math.inf, False),
    "expected_level": (0, 1, True),
    "expected_slope": (0, 1, True),
    "person_sd": (0, math.inf, False),
    "slope_sd": (0, math.inf, False),
    "skill_sd": (0, math.inf, False),
    "pooling_people": (0, math.inf, False),
}


EARLIER_SWITCHES = ("uses_severity",)
SWITCHES = (*EARLIER_SWITCHES, "reads_standard_errors")


@dataclass(frozen=True, slots=True)
class GapPolicy:
    """All parameters of a gap report. Raises PolicyError naming the first value that cannot be used.

    sources                trust in every source
    gap_below, meets_above P(meets) under which it is a gap, over which it is met
    interval_coverage      probability that an interval is to hold
    skill_correlation      correlation between the errors of one person's levels: halo and a general factor
                           run through all ratings of a person (Viswesvaran, Schmidt & Ones, 2005)
    repeated_error         share of the error variance that comes again where a rater rates again: .6 of
                           supervisors', as two ratings agree by .81 if they are one's, and by .52 if not
                           (Viswesvaran, Ones & Schmidt, 1996); of others it is not known, and .5 is taken
    repeated_drift         spread of the change in a year of a level that somebody rates again
    attributed_weight      what a word weighs that a machine says in a rater's name, beside the rater's own
    drift                  spread of the change of a level in a year
    conflict_distance      newest words so far apart are in conflict
    random_words           share of words in conflict that say nothing: carelessness, mistakes
    conflict_freedom       how slowly disagreement adds doubt, in words
    reassess_after_days    age at which the newest word says nothing about today
    expected_level         expected where the level that is asked for is the middle of the scale
    expected_slope         by how much more is expected where more is required: 0 not at all, 1 as much
    person_sd, slope_sd    how people differ in these two
    skill_sd               spread of a person's levels around their own line
    pooling_people         how many people's worth of trust the expectations keep when they are estimated
    expected               per (role family id, skill id), estimated
    severity               per rater id, estimated: by how much higher than others they rate
    uses_severity          whether `severity` is taken off their words
    reads_standard_errors  whether a test that says its standard error errs by that, not as its source does
    """

    format: ClassVar[int] = FORMAT
    numbers: ClassVar[Mapping[str, tuple[float, float, bool]]] = RANGES
    switches: ClassVar[tuple[str, ...]] = SWITCHES
    tells_attributed: ClassVar[bool] = True
    """Whether what a machine says in a rater's name is told from what the rater says."""

    sources: Mapping[Source, SourceTrust] = field(default_factory=default_sources)
    gap_below: float = round(1 - COVERAGE, 6)
    meets_above: float = COVERAGE
    interval_coverage: float = COVERAGE
    skill_correlation: float = 0.25
    repeated_error: float = 0.5
    repeated_drift: float = 0.3
    attributed_weight: float = 0.5
    drift: float = 0.1
    conflict_distance: float = 0.4
    random_words: float = 0.03
    conflict_freedom: float = 6.0
    reassess_after_days: float = 1095.0
    expected_level: float = 0.5
    expected_slope: float = 0.5
    person_sd: float = 0.15
    slope_sd: float = 0.5
    skill_sd: float = 0.19
    pooling_people: float = 10.0
    expected: Mapping[tuple[int, int], Expected] = field(default_factory=dict)
    severity: Mapping[int, float] = field(default_factory=dict)
    uses_severity: bool = False
    reads_standard_errors: bool = True

    def __post_init__(self) -> None:
        for source in Source:
            if source not in self.sources:
                raise PolicyError("sources", "missing", "{name} is missing", name=source.key)
            _check_trust(f"sources.{source.key}", self.sources[source])
        for name, (low, high, ends) in self.numbers.items():
            between(name, getattr(self, name), low, high, ends=ends)
        if self.gap_below >= self.meets_above:
            raise PolicyError(
                "gap_below",
                "order",
                "{low} must be below meets_above, {high}",
                low=self.gap_below,
                high=self.meets_above,
            )
        for (family, skill), one in self.expected.items():
            where = f"expected[family {family}, skill {skill}]"
            between(f"{where}.shift", one.shift, -1, 1, ends=True)
            between(f"{where}.sd", one.sd, 0, math.inf)
        for rater, severity in self.severity.items():
            between(f"severity[{rater}]", severity, -0.5, 0.5, ends=True)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, every value written out and in a fixed order."""
        return {
            "format": self.format,
            "sources": {
                source.key: {name: getattr(self.sources[source], name) for name in _TRUST}
                for source in Source
            },
            **{name: getattr(self, name) for name in self.numbers},
            "expected": [[*key, *self.expected[key]] for key in sorted(self.expected)],
            "severity": [[rater, self.severity[rater]] for rater in sorted(self.severity)],
            **{name: getattr(self, name) for name in self.switches},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The policy that `to_dict` wrote.

        Every value must be there and none besides: a stored policy means the same after the defaults of
        the code have changed. Raises PolicyError.
        """
        keys = {"format", "sources", "expected", "severity", *cls.switches, *cls.numbers}
        exact_keys("top level", data, keys)
        if data["format"] != cls.format:
            message = "{found} is not known, use {known}"
            raise PolicyError("format", "format", message, found=data["format"], known=cls.format)
        exact_keys("sources", data["sources"], {source.key for source in Source})
        for name in cls.switches:
            if not isinstance(data[name], bool):
                raise PolicyError(name, "type", "must be true or false")
        return cls(
            sources={source: _trust(source, data["sources"][source.key]) for source in Source},
            expected=_expected(data["expected"]),
            severity=_severity(data["severity"]),
            **_values(cls, data),
        )


def _values(kind: type[GapPolicy], data: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers and switches of a policy, by name."""
    numbers: dict[str, Any] = {name: number(name, data[name]) for name in kind.numbers}
    return numbers | {name: data[name] for name in kind.switches}


_TRUST = ("sd", "offset", "half_life_days")


def _check_trust(where: str, trust: SourceTrust) -> None:
    between(f"{where}.sd", trust.sd, 0, math.inf)
    between(f"{where}.offset", trust.offset, -1, 1)
    between(f"{where}.half_life_days", trust.half_life_days, 0, math.inf)


def _trust(source: Source, data: Any) -> SourceTrust:
    where = f"sources.{source.key}"
    exact_keys(where, data, set(_TRUST))
    return SourceTrust(**{name: number(f"{where}.{name}", data[name]) for name in _TRUST})


def _expected(value: object) -> dict[tuple[int, int], Expected]:
    found: dict[tuple[int, int], Expected] = {}
    for index, row in enumerate(sequence("expected", value)):
        where = f"expected[{index}]"
        family, skill, shift, sd = sequence(where, row, 4)
        key = (whole_id(where, family), whole_id(where, skill))
        if key in found:
            raise PolicyError(
                where, "twice", "family {family}, skill {skill} is there twice", family=key[0], skill=key[1]
            )
        found[key] = Expected(number(where, shift), number(where, sd))
    return found


def _severity(value: object) -> dict[int, float]:
    found: dict[int, float] = {}
    for index, row in enumerate(sequence("severity", value)):
        where = f"severity[{index}]"
        rater, shift = sequence(where, row, 2)
        if whole_id(where, rater) in found:
            raise PolicyError(where, "twice", "rater {rater} is there twice", rater=rater)
        found[whole_id(where, rater)] = number(where, shift)
    return found
