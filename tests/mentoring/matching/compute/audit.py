"""An independent check of a matching, written plainly from the rules; it shares no code on purpose."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mentoring.matching.compute.outcome import MatchResult, Pair
from mentoring.matching.compute.people import Barriers, Mentees, Mentors
from mentoring.matching.compute.policy import MatchPolicy

_PROBABILITY_SLACK = 1e-9
_SHARE_SLACK = 2e-5  # shares are rounded
_LEAST_LEVELS = 0.01  # what a gap is worth at least, and a skill that is to be assessed


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a result breaks, and the people whom it concerns."""

    rule: str
    mentee: int | None
    mentor: int | None
    detail: str


def audit(
    mentees: Mentees, mentors: Mentors, barriers: Barriers, policy: MatchPolicy, result: MatchResult
) -> list[Violation]:
    """Return every violation of a hard rule, of a reason or of a count in this result; none is an empty list.

    Plain loops over the pairs and shortlists: some 0.1 ms a pair.
    """
    facts = _Facts(mentees, mentors, barriers, policy)
    found: list[Violation] = []
    for pair in (*result.pairs, *result.shortlist):
        found += facts.broken_by(pair)
    found += [
        Violation("least_share", pair.mentee, pair.mentor, f"{pair.score} of the gap")
        for pair in result.pairs
        if 0 < pair.score < policy.least_share - _SHARE_SLACK
    ]
    found += _counts(facts, result)
    levels = sum(pair.levels for pair in result.pairs)
    if abs(levels - result.levels) > 1e-6 * (1 + len(result.pairs)):
        found.append(Violation("levels", None, None, f"stated {result.levels}, the pairs give {levels}"))
    return found


class _Facts:
    """The inputs as dictionaries."""

    def __init__(self, mentees: Mentees, mentors: Mentors, barriers: Barriers, policy: MatchPolicy) -> None:
        self.policy = policy
        self.mentee_hours = _sets_of_hours(mentees)
        self.mentor_hours = _sets_of_hours(mentors)
        self.mentee_languages = dict(zip(mentees.ids.tolist(), mentees.languages.tolist(), strict=True))
        self.mentor_languages = dict(zip(mentors.ids.tolist(), mentors.languages.tolist(), strict=True))
        self.wanted = dict(zip(mentees.ids.tolist(), mentees.wanted.tolist(), strict=True))
        self.seats = dict(zip(mentors.ids.tolist(), mentors.seats.tolist(), strict=True))
        self.eligible = dict(zip(mentors.ids.tolist(), mentors.eligible.tolist(), strict=True))
        self.line = {tuple(row) for row in barriers.line.tolist()}
        self.excluded = {tuple(row) for row in barriers.excluded.tolist()}
        self.paired = {tuple(row) for row in barriers.paired.tolist()}
        self.needs: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
        self.to_assess = {
            (person, skill): required
            for person, skill, required in zip(
                mentees.to_assess.person.tolist(),
                mentees.to_assess.skill.tolist(),
                mentees.to_assess.required.tolist(),
                strict=True,
            )
        }
        rows = mentees.needs
        for person, skill, required, gap in zip(
            rows.person.tolist(),
            rows.skill.tolist(),
            rows.required.tolist(),
            rows.weighted_gap.tolist(),
            strict=True,
        ):
            self.needs[person][skill] = (required, gap)
        proofs = mentors.strengths
        self.strengths = {
            (person, skill): (mu, sigma, corroborated)
            for person, skill, mu, sigma, corroborated in zip(
                proofs.person.tolist(),
                proofs.skill.tolist(),
                proofs.mu.tolist(),
                proofs.sigma.tolist(),
                proofs.corroborated.tolist(),
                strict=True,
            )
        }

    def broken_by(self, pair: Pair) -> Iterator[Violation]:
        """Yield what this pair breaks."""
        mentee, mentor = pair.mentee, pair.mentor
        if mentee not in self.wanted or mentor not in self.seats:
            yield Violation("unknown", mentee, mentor, "one of the two is not in the input")
            return
        hours = len(self.mentee_hours[mentee] & self.mentor_hours[mentor])
        languages = self.mentee_languages[mentee] & self.mentor_languages[mentor]
        checks = (
            ("eligible", not self.eligible[mentor], "the mentor may not mentor"),
            ("oneself", mentee == mentor, "nobody mentors oneself"),
            ("line", (mentee, mentor) in self.line or (mentor, mentee) in self.line, "one line"),
            ("excluded", (mentee, mentor) in self.excluded, "the pair is excluded"),
            ("paired", (mentee, mentor) in self.paired, "the pair exists already"),
            ("language", languages == 0, "no language in common"),
            ("hours", hours < self.policy.min_shared_hours, f"{hours} shared hours"),
            ("seat", self.seats[mentor] == 0, "the mentor has no free seat"),
            ("shared_hours", hours != pair.shared_hours, f"stated {pair.shared_hours}, counted {hours}"),
            ("shared_languages", languages != pair.shared_languages, "stated other languages"),
        )
        for rule, broken, detail in checks:
            if broken:
                yield Violation(rule, mentee, mentor, detail)
        yield from self._wrong_reasons(pair)

    def _wrong_reasons(self, pair: Pair) -> Iterator[Violation]:
        known = {skill: need for skill, need in self.needs[pair.mentee].items() if need[1] > 0}
        unknown = {
            skill: (level, 0.0) for (who, skill), level in self.to_assess.items() if who == pair.mentee
        }
        total = sum(gap for _, gap in known.values())
        stated = {covered.skill: covered.share for covered in pair.covered}
        for skill in stated.keys() - known.keys() - unknown.keys():
            yield Violation("covered", pair.mentee, pair.mentor, f"skill {skill} is no gap of the learner")
        for skill, (required, gap) in {**known, **unknown}.items():
            margin = self._proof(pair.mentor, skill, required) - self.policy.min_proof
            if (skill in stated) != (margin >= 0) and abs(margin) > _PROBABILITY_SLACK:
                yield Violation(
                    "covered", pair.mentee, pair.mentor, f"skill {skill} is proven or stated, not both"
                )
            if skill in stated and abs(stated[skill] - (gap / total if gap else 0)) > _SHARE_SLACK:
                yield Violation("share", pair.mentee, pair.mentor, f"skill {skill} is {gap} of {total}")
        is_empty = pair.score <= 0 and not stated.keys() <= unknown.keys()
        if not stated or is_empty or abs(sum(stated.values()) - pair.score) > _SHARE_SLACK:
            yield Violation("score", pair.mentee, pair.mentor, "the shares do not add up to the score")
        worth = sum(max({**known, **unknown}.get(skill, (0, 0.0))[1], _LEAST_LEVELS) for skill in stated)
        if abs(worth - pair.levels) > _LEAST_LEVELS * (1 + len(stated)) / 2:
            yield Violation("levels", pair.mentee, pair.mentor, f"stated {pair.levels}, counted {worth}")

    def _proof(self, mentor: int, skill: int, required: float) -> float:
        """Return P(level ≥ required − half_level), 0 where nobody else than the mentor has seen it."""
        mu, sigma, corroborated = self.strengths.get((mentor, skill), (0.0, 0.0, False))
        bar = required - self.policy.half_level
        if not corroborated:
            return 0.0
        if sigma == 0:
            return float(mu >= bar)
        return 0.5 * math.erfc((bar - mu) / sigma / math.sqrt(2))


def _sets_of_hours(people: Mentees | Mentors) -> dict[int, set[int]]:
    return {
        person: {hour for hour, works in enumerate(week) if works}
        for person, week in zip(people.ids.tolist(), people.hours.tolist(), strict=True)
    }


def _counts(facts: _Facts, result: MatchResult) -> Iterator[Violation]:
    """Check seats, wishes, repeated pairs, and that every mentee is served or told why not."""
    pairs = [(pair.mentee, pair.mentor) for pair in result.pairs]
    shortlisted = [(pair.mentee, pair.mentor) for pair in result.shortlist]
    for mentee, mentor in _repeated(pairs) + _repeated(shortlisted):
        yield Violation("repeated", mentee, mentor, "the pair is given twice")
    for mentor, taken in Counter(mentor for _, mentor in pairs).items():
        if taken > facts.seats.get(mentor, 0):
            yield Violation(
                "seats", None, mentor, f"{taken} pairs on {facts.seats.get(mentor, 0)} free seats"
            )
    for mentee, listed in Counter(mentee for mentee, _ in shortlisted).items():
        if listed > facts.policy.shortlist:
            yield Violation("shortlist", mentee, None, f"{listed} on a shortlist of {facts.policy.shortlist}")
    got = Counter(mentee for mentee, _ in pairs)
    missing = {entry.mentee: entry.missing for entry in result.unmatched}
    for mentee, wanted in facts.wanted.items():
        if got[mentee] + missing.get(mentee, 0) != wanted:
            yield Violation(
                "wanted", mentee, None, f"wanted {wanted}, got {got[mentee]}, told {missing.get(mentee, 0)}"
            )


def _repeated(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [pair for pair, times in Counter(pairs).items() if times > 1]
