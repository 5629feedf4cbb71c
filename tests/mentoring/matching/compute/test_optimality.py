from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching.compute import MatchPolicy, Reason, match
from tests.backing.examples import examples
from tests.mentoring.matching.compute.audit import audit
from tests.mentoring.matching.compute.company import (
    EMPATHY,
    ENGLISH,
    GERMAN,
    OFFICE,
    REFUNDS,
    SQL,
    Guide,
    Learner,
    company,
)
from tests.mentoring.matching.compute.greedy import greedy_match

NEEDS = st.dictionaries(
    st.sampled_from([REFUNDS, SQL, EMPATHY]), st.tuples(st.integers(1, 3), st.integers(0, 4)), max_size=3
)
LEVELS = st.dictionaries(st.sampled_from([REFUNDS, SQL, EMPATHY]), st.integers(1, 4), max_size=3)
HOURS = st.sampled_from([OFFICE, frozenset(range(12, 20)), frozenset(range(14, 22))])
LANGUAGES = st.sampled_from([ENGLISH, ENGLISH | GERMAN, GERMAN])
SOME_COUPLES = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=3)
POLICIES = st.builds(MatchPolicy, unmatched_cost=st.sampled_from([0.4, 1.0, 1.5]))


@st.composite
def small_companies(draw: st.DrawFn) -> tuple[list[Learner], list[Guide], dict[str, list[tuple[int, int]]]]:
    learners = [
        Learner(person, draw(NEEDS), draw(HOURS), draw(LANGUAGES), draw(st.integers(0, 2)))
        for person in range(1, 1 + draw(st.integers(0, 4)))
    ]
    guides = [
        Guide(
            person,
            draw(LEVELS),
            draw(HOURS),
            draw(LANGUAGES),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 2)),
            draw(st.sampled_from([True, True, True, False])),
            draw(st.sampled_from([frozenset(), frozenset(), frozenset({SQL})])),
        )
        for person in range(3, 3 + draw(st.integers(0, 4)))
    ]
    return learners, guides, {name: draw(SOME_COUPLES) for name in ("line", "excluded", "paired")}


def worth_of(learner: Learner, guide: Guide) -> float:
    total = sum(gap for _, gap in learner.needs.values())
    return sum(
        gap / total
        for skill, (required, gap) in learner.needs.items()
        if gap and skill not in guide.only_claimed and guide.strengths.get(skill, 0) >= required
    )


def may_meet(learner: Learner, guide: Guide, barriers: dict[str, list[tuple[int, int]]]) -> bool:
    couple = (learner.id, guide.id)
    return (
        guide.eligible
        and learner.id != guide.id
        and couple not in barriers["line"]
        and couple[::-1] not in barriers["line"]
        and couple not in barriers["excluded"]
        and couple not in barriers["paired"]
        and len(learner.hours & guide.hours) >= 4
        and learner.languages & guide.languages != 0
    )


def best_worth(learners: list[Learner], guides: list[Guide], barriers: dict, policy: MatchPolicy) -> float:
    """Try every set of mentors for every mentee."""
    floor = 1 - policy.unmatched_cost
    choices = []
    for learner in learners:
        worth = {g.id: worth_of(learner, g) - floor for g in guides if may_meet(learner, g, barriers)}
        worth = {g.id: worth[g.id] for g in guides if g.id in worth and worth_of(learner, g) > 0}
        most = min(learner.wanted, len(worth))
        choices.append(
            [(c, sum(worth[g] for g in c)) for k in range(most + 1) for c in combinations(worth, k)]
        )
    seats = {guide.id: guide.seats for guide in guides}
    best = 0.0
    for sets in product(*choices):
        taken = [guide for mentors, _ in sets for guide in mentors]
        if all(taken.count(guide) <= seats[guide] for guide in set(taken)):
            best = max(best, sum(worth for _, worth in sets))
    return best


@given(told=small_companies(), policy=POLICIES)
@settings(max_examples=examples(300))
def test_no_assignment_is_better(told: tuple, policy: MatchPolicy):
    learners, guides, barriers = told
    people = company(learners, guides, **barriers)
    result = match(*people, policy)
    assert audit(*people, policy, result) == []
    assert result.objective == pytest.approx(best_worth(learners, guides, barriers, policy), abs=1e-3)
    assert greedy_match(*people, policy).objective <= result.objective + 1e-9


@given(told=small_companies(), policy=POLICIES, few=st.sampled_from([1, 2, 20]))
def test_each_reason_is_true(told: tuple, policy: MatchPolicy, few: int):
    learners, guides, barriers = told
    policy = replace(policy, best_of=few, shortlist=1)
    people = company(learners, guides, **barriers)
    result = match(*people, policy)
    assert audit(*people, policy, result) == []
    mentees = {learner.id: learner for learner in learners}
    pairs = [(pair.mentee, pair.mentor) for pair in result.pairs]
    for entry in result.unmatched:
        learner = mentees[entry.mentee]
        covering = [g for g in guides if (learner.id, g.id) not in pairs and worth_of(learner, g) > 0]
        allowed = [g for g in covering if may_meet(learner, g, barriers)]
        worthwhile = [g for g in allowed if worth_of(learner, g) >= 1 - policy.unmatched_cost - 1e-4]
        free = [g for g in worthwhile if sum(mentor == g.id for _, mentor in pairs) < g.seats]
        gaps = any(gap for _, gap in learner.needs.values())
        assert entry.reason is true_reason(gaps, covering, allowed, worthwhile)
        assert free == []


def true_reason(gaps: bool, covering: list[Guide], allowed: list[Guide], worthwhile: list[Guide]) -> Reason:
    steps = ((gaps, Reason.NO_GAPS), (covering, Reason.NOBODY_COVERS), (allowed, Reason.RULES))
    for passed, reason in (*steps, (worthwhile, Reason.BETTER_UNMATCHED)):
        if not passed:
            return reason
    return Reason.NO_FREE_SEAT
