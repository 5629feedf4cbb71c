from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.compute import (
    CoveredSkill,
    MatchPolicy,
    Mentees,
    Mentors,
    Reason,
    Rule,
    Unmatched,
    audit,
    greedy_match,
    match,
)
from tests.mentoring.compute.company import (
    EMPATHY,
    ENGLISH,
    GERMAN,
    HINDI,
    OFFICE,
    REFUNDS,
    SQL,
    Company,
    Guide,
    Learner,
    company,
    drawn_company,
)

TINA, OMAR = 1, 2
PRIYA, LEE, MAX = 11, 12, 13
NEEDS_BOTH = {REFUNDS: (3, 3.0), SQL: (2, 1.0)}


def couples_of(people: Company, policy: MatchPolicy | None = None) -> list[tuple[int, int]]:
    result = match(*people, policy or MatchPolicy())
    assert audit(*people, policy or MatchPolicy(), result) == []
    return [(pair.mentee, pair.mentor) for pair in result.pairs]


def reason_for(people: Company, policy: MatchPolicy | None = None) -> Unmatched:
    result = match(*people, policy or MatchPolicy())
    assert audit(*people, policy or MatchPolicy(), result) == []
    assert len(result.pairs) == 0
    return result.unmatched[0]


def test_a_pair_carries_the_share_of_the_gap_that_each_covered_skill_is():
    people = company(
        [Learner(TINA, {REFUNDS: (3, 3.0), SQL: (2, 1.0), EMPATHY: (4, 4.0)}, languages=ENGLISH | GERMAN)],
        [Guide(PRIYA, {REFUNDS: 4, SQL: 2, EMPATHY: 3}, hours=frozenset(range(12, 20)), languages=7)],
    )
    [pair] = match(*people).pairs
    assert (pair.mentee, pair.mentor, pair.score) == (TINA, PRIYA, 0.5)
    assert pair.covered == (CoveredSkill(REFUNDS, 0.375), CoveredSkill(SQL, 0.125))
    assert (pair.shared_hours, pair.shared_languages) == (5, ENGLISH | GERMAN)


def test_the_sum_beats_the_best_single_pair():
    people = company(
        [Learner(TINA, NEEDS_BOTH), Learner(OMAR, {REFUNDS: (3, 1.0)})],
        [Guide(PRIYA, {REFUNDS: 3, SQL: 2}), Guide(LEE, {SQL: 3})],
    )
    assert couples_of(people) == [(TINA, LEE), (OMAR, PRIYA)]
    result = match(*people)
    assert result.objective == 1.25
    assert result.greedy_objective == 1.0
    assert [(pair.mentee, pair.mentor) for pair in greedy_match(*people).pairs] == [(TINA, PRIYA)]


def test_the_learner_chooses_from_the_best_with_a_free_seat():
    people = company(
        [Learner(TINA, NEEDS_BOTH)],
        [
            Guide(PRIYA, {SQL: 2}),
            Guide(LEE, {REFUNDS: 3}),
            Guide(MAX, {REFUNDS: 3, SQL: 2}, seats=0),
            Guide(14, {EMPATHY: 5}),
        ],
    )
    assert [(pair.mentor, pair.score) for pair in match(*people).shortlist] == [(LEE, 0.75), (PRIYA, 0.25)]
    one = match(*people, MatchPolicy(shortlist=1)).shortlist
    assert [pair.mentor for pair in one] == [LEE]


def test_a_claim_that_nobody_else_has_seen_proves_nothing():
    people = company(
        [Learner(TINA, NEEDS_BOTH)], [Guide(PRIYA, {REFUNDS: 5, SQL: 5}, only_claimed=frozenset({REFUNDS}))]
    )
    [pair] = match(*people).pairs
    assert pair.covered == (CoveredSkill(SQL, 0.25),)


@pytest.mark.parametrize(("mu", "proven"), [(3.32, False), (3.35, True)])
def test_proven_is_a_probability_and_not_a_mean(mu: float, proven: bool):
    # P(level ≥ 2.5) with sigma 1 reaches 0.8 at mu = 2.5 + 0.8416
    people = company([Learner(TINA, {SQL: (3, 1.0)})], [Guide(PRIYA, {SQL: (mu, 1.0)})])
    assert bool(couples_of(people)) is proven


@pytest.mark.parametrize(
    ("mentor", "barriers", "rule"),
    [
        (Guide(PRIYA, {SQL: 5}, eligible=False), {}, Rule.ELIGIBLE),
        (Guide(TINA, {SQL: 5}), {}, Rule.ONESELF),
        (Guide(PRIYA, {SQL: 5}), {"line": [(TINA, PRIYA)]}, Rule.LINE),
        (Guide(PRIYA, {SQL: 5}), {"line": [(PRIYA, TINA)]}, Rule.LINE),
        (Guide(PRIYA, {SQL: 5}), {"excluded": [(TINA, PRIYA)]}, Rule.EXCLUDED),
        (Guide(PRIYA, {SQL: 5}), {"paired": [(TINA, PRIYA)]}, Rule.PAIRED),
        (Guide(PRIYA, {SQL: 5}, languages=HINDI), {}, Rule.LANGUAGE),
        (Guide(PRIYA, {SQL: 5}, hours=frozenset(range(14, 20))), {}, Rule.HOURS),
    ],
)
def test_each_rule_keeps_two_people_apart_and_says_so(mentor: Guide, barriers: dict, rule: Rule):
    people = company([Learner(TINA, {SQL: (3, 1.0)})], [mentor], **barriers)
    assert reason_for(people) == Unmatched(TINA, 1, Reason.RULES, rule)


def test_an_exclusion_does_not_bar_the_other_direction():
    people = company([Learner(TINA, {SQL: (3, 1.0)})], [Guide(PRIYA, {SQL: 5})], excluded=[(PRIYA, TINA)])
    assert couples_of(people) == [(TINA, PRIYA)]


def test_the_rule_told_is_the_one_that_alone_bars_the_most_mentors():
    people = company(
        [Learner(TINA, {SQL: (3, 1.0)})],
        [
            Guide(PRIYA, {SQL: 5}, languages=HINDI, eligible=False),
            Guide(LEE, {SQL: 5}, languages=HINDI, eligible=False),
            Guide(MAX, {SQL: 5}, hours=frozenset()),
        ],
    )
    assert reason_for(people).rule is Rule.HOURS


def test_where_no_rule_bars_alone_the_one_that_bars_the_most_is_told():
    people = company(
        [Learner(TINA, {SQL: (3, 1.0)})],
        [
            Guide(PRIYA, {SQL: 5}, languages=HINDI, eligible=False),
            Guide(LEE, {SQL: 5}, languages=HINDI, hours=frozenset()),
        ],
    )
    assert reason_for(people).rule is Rule.LANGUAGE


def test_no_known_gap_is_its_own_reason():
    people = company([Learner(TINA, {SQL: (3, 0.0)})], [Guide(PRIYA, {SQL: 5})])
    assert reason_for(people) == Unmatched(TINA, 1, Reason.NO_GAPS, None)


def test_nobody_who_covers_the_gap_is_its_own_reason():
    people = company([Learner(TINA, {SQL: (3, 1.0)})], [Guide(PRIYA, {REFUNDS: 5, SQL: 2})])
    assert reason_for(people) == Unmatched(TINA, 1, Reason.NOBODY_COVERS, None)


@pytest.mark.parametrize("policy", [MatchPolicy(), MatchPolicy(best_of=1, shortlist=1)])
def test_no_free_seat_is_its_own_reason(policy: MatchPolicy):
    people = company([Learner(TINA, {SQL: (3, 1.0)})], [Guide(PRIYA, {SQL: 5}, seats=0)])
    assert reason_for(people, policy) == Unmatched(TINA, 1, Reason.NO_FREE_SEAT, None)


def test_a_pair_below_the_cost_of_being_unmatched_is_not_made():
    people = company([Learner(TINA, NEEDS_BOTH)], [Guide(PRIYA, {SQL: 2})])
    assert reason_for(people, MatchPolicy(unmatched_cost=0.7)).reason is Reason.BETTER_UNMATCHED
    assert couples_of(people, MatchPolicy(unmatched_cost=0.75)) == [(TINA, PRIYA)]


def test_a_dear_unfilled_wish_serves_more_people_for_a_lower_sum():
    people = company(
        [
            Learner(TINA, {REFUNDS: (3, 9.0), SQL: (2, 1.0)}),
            Learner(OMAR, {REFUNDS: (3, 1.0), EMPATHY: (3, 4.0)}),
        ],
        [Guide(PRIYA, {REFUNDS: 3, SQL: 2}), Guide(LEE, {SQL: 2})],
    )
    assert couples_of(people, MatchPolicy(unmatched_cost=0.95)) == [(TINA, PRIYA)]
    assert couples_of(people, MatchPolicy(unmatched_cost=2)) == [(TINA, LEE), (OMAR, PRIYA)]


def test_between_equals_more_shared_hours_win():
    people = company(
        [Learner(TINA, {SQL: (3, 1.0)})],
        [Guide(PRIYA, {SQL: 3}, hours=frozenset(range(9, 15))), Guide(LEE, {SQL: 3}, load=3)],
    )
    assert couples_of(people) == [(TINA, LEE)]


def test_between_equals_with_equal_hours_the_load_is_spread():
    people = company(
        [Learner(mentee, {SQL: (3, 1.0)}) for mentee in range(1, 5)],
        [Guide(PRIYA, {SQL: 3}, seats=4, load=1), Guide(LEE, {SQL: 3}, seats=4)],
    )
    mentors = [mentor for _, mentor in couples_of(people)]
    assert sorted(mentors) == [PRIYA, LEE, LEE, LEE] or sorted(mentors) == [PRIYA, PRIYA, LEE, LEE]


def test_between_equals_the_shortlist_goes_by_load_and_then_by_id():
    people = company(
        [Learner(TINA, {SQL: (3, 1.0)})],
        [Guide(MAX, {SQL: 3}), Guide(PRIYA, {SQL: 3}, load=1), Guide(LEE, {SQL: 3})],
    )
    assert [pair.mentor for pair in match(*people).shortlist] == [LEE, MAX, PRIYA]


def test_hours_never_outweigh_coverage():
    people = company(
        [Learner(TINA, {SQL: (3, 1.0), REFUNDS: (3, 1.001)}, hours=frozenset(range(168)))],
        [
            Guide(PRIYA, {SQL: 3}, hours=frozenset(range(168))),
            Guide(LEE, {REFUNDS: 3}, hours=frozenset(range(4)), load=9),
        ],
    )
    assert couples_of(people) == [(TINA, LEE)]


def test_several_wishes_take_several_mentors_and_what_is_missing_is_told():
    people = company(
        [Learner(TINA, NEEDS_BOTH, wanted=3)], [Guide(PRIYA, {SQL: 3}, seats=5), Guide(LEE, {REFUNDS: 3})]
    )
    assert couples_of(people) == [(TINA, LEE), (TINA, PRIYA)]
    assert match(*people).unmatched == (Unmatched(TINA, 1, Reason.NOBODY_COVERS, None),)


def test_a_short_list_of_candidates_is_widened_to_reach_a_free_seat():
    learners = [Learner(mentee, {SQL: (3, 4.0), REFUNDS: (3, 1.0)}) for mentee in range(1, 6)]
    guides = [Guide(PRIYA, {SQL: 3, REFUNDS: 3}), Guide(LEE, {SQL: 3}), Guide(MAX, {REFUNDS: 3}, seats=9)]
    result = match(*company(learners, guides), MatchPolicy(best_of=1, shortlist=1))
    assert result.unmatched == ()
    assert result.objective == pytest.approx(1 + 0.8 + 3 * 0.2)


def test_nobody_at_all_is_an_empty_result():
    result = match(*company([], []))
    assert (list(result.pairs), list(result.shortlist), result.unmatched) == ([], [], ())
    assert (result.objective, result.greedy_objective, result.candidates) == (0, 0, 0)


def test_mentees_without_any_mentor_are_told_so():
    assert reason_for(company([Learner(TINA, NEEDS_BOTH)], [])).reason is Reason.NOBODY_COVERS


def test_mentors_without_any_mentee_stay_free():
    assert couples_of(company([], [Guide(PRIYA, {SQL: 3})])) == []


def test_whoever_wants_nobody_gets_nobody_and_needs_no_reason():
    result = match(*company([Learner(TINA, NEEDS_BOTH, wanted=0)], [Guide(PRIYA, {SQL: 3})]))
    assert (len(result.pairs), result.unmatched) == (0, ())


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
@settings(max_examples=300)
def test_no_assignment_is_better(told: tuple, policy: MatchPolicy):
    learners, guides, barriers = told
    people = company(learners, guides, **barriers)
    result = match(*people, policy)
    assert audit(*people, policy, result) == []
    assert result.objective == pytest.approx(best_worth(learners, guides, barriers, policy), abs=1e-3)
    assert result.greedy_objective <= result.objective


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


@pytest.mark.parametrize("policy", [MatchPolicy(), MatchPolicy(best_of=2, shortlist=2, unmatched_cost=0.9)])
def test_a_large_matching_passes_the_audit_and_beats_greedy(policy: MatchPolicy):
    people = drawn_company(mentees=1500, mentors=400, seed=5)
    result = match(*people, policy)
    assert audit(*people, policy, result) == []
    assert audit(*people, policy, greedy_match(*people, policy)) == []
    assert result.objective > result.greedy_objective > 0
    assert {entry.reason for entry in result.unmatched} >= {Reason.NO_FREE_SEAT, Reason.RULES}


def test_the_order_of_rows_changes_nothing():
    people = drawn_company(mentees=400, mentors=120, seed=8)
    expected = match(*people)
    for seed in range(3):
        shuffled = match(*shuffle(people, np.random.default_rng(seed)))
        assert list(shuffled.pairs) == list(expected.pairs)
        assert list(shuffled.shortlist) == list(expected.shortlist)
        assert shuffled.unmatched == expected.unmatched
        assert shuffled.objective == expected.objective


def shuffle(people: Company, draw: np.random.Generator) -> Company:
    mentees, mentors, barriers = people

    def mixed(rows: object, names: tuple[str, ...]) -> dict[str, object]:
        order = draw.permutation(len(getattr(rows, names[0])))
        return {name: getattr(rows, name)[order] for name in names}

    needs = replace(mentees.needs, **mixed(mentees.needs, ("person", "skill", "required", "weighted_gap")))
    names = ("person", "skill", "mu", "sigma", "corroborated")
    strengths = replace(mentors.strengths, **mixed(mentors.strengths, names))
    return (
        Mentees(needs=needs, **mixed(mentees, ("ids", "hours", "languages", "wanted"))),
        Mentors(
            strengths=strengths,
            **mixed(mentors, ("ids", "hours", "languages", "seats", "load", "eligible")),
        ),
        replace(
            barriers,
            **{name: draw.permutation(getattr(barriers, name)) for name in ("line", "excluded", "paired")},
        ),
    )
