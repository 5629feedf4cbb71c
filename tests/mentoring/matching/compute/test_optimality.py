from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching.compute import MatchPolicy, Reason, match
from tests.backing.examples import examples
from tests.mentoring.matching.compute.audit import audit
from tests.mentoring.matching.compute.company import (
    CALM,
    EMPATHY,
    ENGLISH,
    GERMAN,
    OFFICE,
    REFUNDS,
    SQL,
    Guide,
    Learner,
    company,
    earlier,
)
from tests.mentoring.matching.compute.oracle import best_worth, least_rounds
from tests.mentoring.matching.compute.plainly import is_worthwhile, levels_of, may_meet, told_plainly

NEEDS = st.dictionaries(
    st.sampled_from([REFUNDS, SQL, EMPATHY]), st.tuples(st.integers(1, 3), st.integers(0, 4)), max_size=3
)
LEVELS = st.dictionaries(st.sampled_from([REFUNDS, SQL, EMPATHY, CALM]), st.integers(1, 4), max_size=3)
HOURS = st.sampled_from([OFFICE, frozenset(range(12, 20)), frozenset(range(14, 22))])
LANGUAGES = st.sampled_from([ENGLISH, ENGLISH | GERMAN, GERMAN])
PEOPLE = st.integers(1, 6)
SOME_COUPLES = st.lists(st.tuples(PEOPLE, PEOPLE), max_size=3)
POLICIES = st.builds(MatchPolicy, least_share=st.sampled_from([0, 0.4, 0.7]))
ROUNDS = st.sampled_from([0, 0, 0.5, 1, 2, 3])


@st.composite
def small_companies(draw: st.DrawFn) -> tuple[list[Learner], list[Guide], dict[str, list[tuple[int, int]]]]:
    learners = [
        Learner(
            person,
            draw(NEEDS),
            draw(HOURS),
            draw(LANGUAGES),
            draw(st.integers(0, 2)),
            draw(ROUNDS),
            draw(st.sampled_from([{}, {}, {CALM: 2}])),
        )
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


@given(told=small_companies(), policy=POLICIES, proposed=st.dictionaries(PEOPLE, PEOPLE, max_size=3))
@settings(max_examples=examples(300))
def test_no_round_is_better(told: tuple, policy: MatchPolicy, proposed: dict[int, int]):
    learners, guides, barriers = told
    people = company(learners, guides, **barriers)
    result = match(*people, policy, earlier(learners, proposed.items()))
    assert audit(*people, policy, result) == []
    plainly = told_plainly(learners, guides, barriers, policy, proposed)
    assert result.rounds == least_rounds(plainly)
    assert result.objective == pytest.approx(best_worth(plainly), abs=0.02)


@given(told=small_companies(), policy=POLICIES, few=st.sampled_from([1, 2, 20]))
def test_each_reason_is_true(told: tuple, policy: MatchPolicy, few: int):
    learners, guides, barriers = told
    policy = replace(policy, best_of=few, shortlist=1, exact_up_to=0)
    people = company(learners, guides, **barriers)
    result = match(*people, policy, earlier(learners))
    assert audit(*people, policy, result) == []
    mentees = {learner.id: learner for learner in learners}
    pairs = [(pair.mentee, pair.mentor) for pair in result.pairs]
    for entry in result.unmatched:
        learner = mentees[entry.mentee]
        covering = [g for g in guides if (learner.id, g.id) not in pairs and levels_of(learner, g) > 0]
        allowed = [g for g in covering if may_meet(learner, g, barriers)]
        worthwhile = [g for g in allowed if is_worthwhile(learner, g, policy)]
        free = [g for g in worthwhile if sum(mentor == g.id for _, mentor in pairs) < g.seats]
        gaps = any(gap for _, gap in learner.needs.values()) or bool(learner.to_assess)
        assert entry.reason is true_reason(gaps, covering, allowed, worthwhile)
        assert free == []


def true_reason(gaps: bool, covering: list[Guide], allowed: list[Guide], worthwhile: list[Guide]) -> Reason:
    steps = ((gaps, Reason.NO_GAPS), (covering, Reason.NOBODY_COVERS), (allowed, Reason.RULES))
    for passed, reason in (*steps, (worthwhile, Reason.BETTER_UNMATCHED)):
        if not passed:
            return reason
    return Reason.NO_FREE_SEAT
