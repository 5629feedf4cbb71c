"""The page that says how levels are worked out: its numbers are the shipped ones, its examples come out."""

import re
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import pytest

from assessments.evidence.choices import Source
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.words import split_months
from benchmarks.plain_levels import SOURCES, Need, PlainRow, Word, plain_person, voices
from content.planning.compute import PlanPolicy
from mentoring.matching.compute.policy import MatchPolicy

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs/guide/method.md").read_text(encoding="utf-8")
TEXT = " ".join(PAGE.split())
POLICY = GapPolicy().to_dict()
NOT_NUMBERS = {"format", "sources", "expected", "severity", "uses_severity", "reads_standard_errors"}
SWITCHED = {"on": True, "off": False}
CODES = {name: code for code, name in SOURCES.items()}
TODAY, SKILL, OTHER, NEVER = 20_000, 1, 2, 2**31 - 1
NORMAL = NormalDist()


def cells() -> list[list[str]]:
    return [
        [one.strip() for one in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"
    ]


def written() -> dict[str, float]:
    """The shipped number of each name of a policy."""
    rows = [row for row in cells() if row[0].startswith("`") and row[1] not in SWITCHED]
    return {row[0].strip("`"): float(row[1]) for row in rows}


def written_switches() -> dict[str, bool]:
    return {row[0].strip("`"): SWITCHED[row[1]] for row in cells() if row[1:2] and row[1] in SWITCHED}


def written_trust() -> dict[str, tuple[float, ...]]:
    return {row[1].strip("`"): tuple(map(float, row[2:5])) for row in cells() if row[1].startswith("`")}


def test_what_was_said_of_a_skill_that_was_split_counts_as_older():
    policy = GapPolicy()
    months = int(split_months(policy)[2])
    error = sqrt(policy.sources[Source.MANAGER].sd ** 2 + policy.drift**2 * months / 12)
    assert f"= {months} months older" in TEXT
    assert f"= {error:.3f}." in TEXT


def test_each_number_of_the_policy_is_there_as_it_is_shipped():
    numbers = {name: POLICY[name] for name in POLICY.keys() - NOT_NUMBERS}
    assert numbers == {name: value for name, value in written().items() if name in POLICY}


def test_each_switch_that_is_there_is_as_it_is_shipped():
    assert written_switches() == {"reads_standard_errors": POLICY["reads_standard_errors"]}


def test_the_numbers_of_plans_and_of_matching_are_the_shipped_ones():
    others = {name: value for name, value in written().items() if name not in POLICY}
    policies = [PlanPolicy(), MatchPolicy()]
    shipped = {name: getattr(one, name) for one in policies for name in others if hasattr(one, name)}
    assert others == shipped
    assert len(others) >= 7


def test_each_source_is_there_as_it_is_shipped():
    trusts = {source.key: GapPolicy().sources[source] for source in Source}
    assert written_trust() == {key: (one.sd, one.offset, one.half_life_days) for key, one in trusts.items()}


def test_the_errors_follow_from_the_reliabilities_that_are_cited():
    for row in cells():
        if row[1].startswith("`"):
            reliability = float(re.match(r"\.\d+", row[5])[0])
            assert float(row[2]) == pytest.approx(0.25 * sqrt((1 - reliability) / reliability), abs=6e-4)


def told(required: float, *said: tuple[str, float], on: int = 0, critical: bool = False) -> PlainRow:
    """What is told of a skill on a scale to 5, `on` days after sources have said levels."""
    words = [
        Word(number, SKILL, level, CODES[source], 100 + number, TODAY, NEVER)
        for number, (source, level) in enumerate(said, 1)
    ]
    [row] = plain_person([Need(SKILL, required, critical, 1)], words, {SKILL: 5}, POLICY, TODAY + on)
    return row


def sheet(*said: tuple[float, float]) -> tuple[float, float]:
    """Level and chance of 3 by the spreadsheet of the page: (level, error in levels) of each rating."""
    points = [-2.45 + place / 10 for place in range(100)]
    weights = [NormalDist(2.5, 1.21).pdf(point) for point in points]
    for level, error in said:
        weights = [
            weight * (NORMAL.cdf((level + 0.5 - point) / error) - NORMAL.cdf((level - 0.5 - point) / error))
            for weight, point in zip(weights, points, strict=True)
        ]
    total = sum(weights)
    level = sum(w * point for w, point in zip(weights, points, strict=True)) / total
    return level, sum(w for w, point in zip(weights, points, strict=True) if point > 2.5) / total


def test_the_spreadsheet_gives_what_lifow_tells():
    for said, levels in (
        ([("manager", 4)], [(4, 1.2)]),
        ([("manager", 4), ("test", 4)], [(4, 1.2), (4, 0.625)]),
    ):
        row, (level, chance) = told(3, *said), sheet(*levels)
        assert (row.mean, row.p_meets) == (pytest.approx(level, abs=0.01), pytest.approx(chance, abs=1e-3))
        assert f"{level:.2f}" in PAGE
        assert f"{chance:.1%}".replace("%", " %") in PAGE


def test_the_examples_of_waiting_and_of_verdicts_come_out():
    alone = told(3, ("manager", 4))
    later = told(3, ("manager", 4), on=365)
    assert (round(alone.sd, 3), round(later.p_meets, 2)) == (0.864, 0.77)
    assert "a spread of 0.864 levels" in TEXT
    assert "Φ(0.738) = 77 %" in TEXT
    assert [alone.status, later.status] == [3, 2]
    waiting = told(3, ("manager", 4), critical=True)
    assert (waiting.status, waiting.needs_second) == (2, True)
    both = told(3, ("self", 2), ("manager", 2))
    assert (f"{both.p_meets:.1%}", both.status) == ("34.2%", 2)
    assert "34.2 %" in TEXT


def test_the_example_of_two_skills_comes_out():
    words = [Word(1, OTHER, 5, CODES["test"], 0, TODAY, NEVER)]
    needs = [Need(SKILL, 3, False, 1), Need(OTHER, 3, False, 1)]
    row = plain_person(needs, words, {SKILL: 5, OTHER: 5}, POLICY, TODAY)[0]
    weight = 1 / (0.0287 + 0.0361)
    assert 0.5 + weight * (1.1125 - 0.5) / (weight + 44.4) == pytest.approx(row.mean / 5, abs=1e-3)
    assert f"level {row.mean:.2f}. It needs assessment all the same" in TEXT
    assert row.status == 2
    nothing = told(3)
    assert (round(nothing.mean, 2), round(nothing.sd, 2)) == (2.5, 1.21)


def test_the_example_of_a_conflict_comes_out():
    row, calm = told(3, ("manager", 0), ("test", 4)), told(3, ("manager", 2), ("test", 2))
    assert (row.in_conflict, calm.in_conflict) == (True, False)
    weights = 1 / 0.24**2, 1 / 0.125**2
    mean = weights[1] * 0.8 / sum(weights)
    squares = weights[0] * mean**2 + weights[1] * (0.8 - mean) ** 2
    assert f"χ² = 17.4 × {mean:.3f}² + 64 × {0.8 - mean:.3f}² = {squares:.2f}" in TEXT
    assert f"= {(6 + squares) / 7:.2f}." in TEXT


def test_the_examples_of_ratings_that_are_given_again_come_out():
    def weights(days: int) -> tuple[float, float]:
        share = 1 / (1 + 0.3**2 * days / 365.25 / (0.5 * 0.24**2))
        newest = 1 / (0.5 + 0.5 * (1 + share))
        return newest, newest * share

    newer, older = weights(182)
    assert f"= {older / newer:.3f}, *G* = {1 + older / newer:.3f}" in TEXT
    assert f"= {newer:.2f}, her 2 counts 0.84 × {older / newer:.3f} = {older:.2f}" in TEXT
    assert "it would be {:.2f} and {:.2f}.".format(*weights(1)) in TEXT
    marta = [Word(1, SKILL, 2, CODES["manager"], 7, TODAY - 182, NEVER)]
    marta.append(Word(2, SKILL, 4, CODES["manager"], 7, TODAY, NEVER))
    said = [(one.word.level, one.weight) for one in voices(marta, POLICY)[0]]
    assert said == [(4, round(newer, 2)), (2, round(older, 2))]


def measured(*tests: tuple[float, float, int]) -> PlainRow:
    """What is told of a skill that is needed at 3 of 5 after tests: (level, standard error, days ago)."""
    words = [
        Word(number, SKILL, level, CODES["test"], 0, TODAY - age, NEVER, standard_error=error)
        for number, (level, error, age) in enumerate(tests, 1)
    ]
    [row] = plain_person([Need(SKILL, 3, False, 1)], words, {SKILL: 5}, POLICY, TODAY)
    return row


def test_the_examples_of_tests_that_say_how_sure_they_are_come_out():
    points = [-2.45 + place / 10 for place in range(100)]
    for error in (0.5, 0.9):
        weights = [NormalDist(2.5, 1.21).pdf(x) * NormalDist(x, error).pdf(3.6) for x in points]
        total = sum(weights)
        level = sum(w * x for w, x in zip(weights, points, strict=True)) / total
        chance = sum(w for w, x in zip(weights, points, strict=True) if x > 2.5) / total
        row = measured((3.6, error, 0))
        assert (row.mean, row.p_meets) == (pytest.approx(level, abs=0.01), pytest.approx(chance, abs=1e-3))
        assert f"{level:.2f}" in TEXT
        assert f"{chance:.1%}".replace("%", " %") in TEXT
    few, long = 1 / 0.24**2, 1 / (0.08**2 + 0.3**2 * 30 / 365.25)
    assert f"1 ÷ 0.24² = {few:.1f}" in TEXT
    assert (
        f"÷ 365.25) = {long:.1f}: it counts ({long:.1f} − {few:.1f}) × 0.08² = {(long - few) * 0.08**2:.2f}"
        in TEXT
    )
    assert f"The level is {measured((4.2, 0.4, 30), (3, 1.2, 0)).mean:.2f}." in TEXT


def test_what_a_program_says_in_somebodys_name_counts_half():
    weight = POLICY["attributed_weight"]
    assert f"here {sqrt(1 / weight):.2f} times" in TEXT
    sent = [Word(1, SKILL, 4, CODES["test"], 0, TODAY, NEVER, is_attributed=True)]
    ((said,),) = voices(sent, POLICY)
    assert said.weight == weight
    rows = [
        plain_person([Need(SKILL, 3, False, 1)], [word], {SKILL: 5}, POLICY, TODAY)[0]
        for word in (sent[0], sent[0]._replace(is_attributed=False))
    ]
    assert rows[0].sd > rows[1].sd


def test_the_example_of_a_self_rating_beside_another_comes_out():
    own, manager = 1 / 0.3**2, 1 / 0.24**2
    mean = (own * 4 + manager * 3) / (own + manager)
    assert f"÷ {own + manager:.1f} = {mean:.2f}" in TEXT
    assert f"difference of {4 - mean:.2f} levels" in TEXT
    policy = POLICY | {"sources": POLICY["sources"] | {"self": POLICY["sources"]["self"] | {"offset": 0.0}}}
    for level, is_off in ((4, True), (3, False)):
        words = [Word(1, SKILL, level, CODES["self"], 8, TODAY, NEVER)]
        words.append(Word(2, SKILL, 3, CODES["manager"], 7, TODAY, NEVER))
        rows = [plain_person([], words, {SKILL: 5}, one, TODAY)[0] for one in (POLICY, policy)]
        assert (rows[0].mean < rows[1].mean) == is_off
