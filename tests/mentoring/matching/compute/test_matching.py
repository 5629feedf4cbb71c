from dataclasses import replace

import numpy as np
import pytest

from mentoring.matching.compute import (
    NOTHING_EARLIER,
    CoveredSkill,
    EarlierRounds,
    MatchInputError,
    MatchPolicy,
    Mentees,
    Mentors,
    Reason,
    Rule,
    Unmatched,
    match,
)
from tests.mentoring.matching.compute.audit import audit
from tests.mentoring.matching.compute.company import (
    EMPATHY,
    ENGLISH,
    GERMAN,
    HINDI,
    REFUNDS,
    SQL,
    Company,
    Guide,
    Learner,
    company,
    drawn_company,
    earlier,
)
from tests.mentoring.matching.compute.greedy import greedy_match

TINA, OMAR = 1, 2
PRIYA, LEE, MAX = 11, 12, 13
NEEDS_BOTH = {REFUNDS: (3, 3.0), SQL: (2, 1.0)}


def couples_of(
    people: Company, policy: MatchPolicy | None = None, rounds: EarlierRounds = NOTHING_EARLIER
) -> list[tuple[int, int]]:
    result = match(*people, policy or MatchPolicy(), rounds)
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


def test_levels_count_and_not_the_share_of_the_own_gap():
    people = company(
        [Learner(TINA, {REFUNDS: (3, 3.0), SQL: (3, 3.0)}), Learner(OMAR, {REFUNDS: (3, 1.0)})],
        [Guide(PRIYA, {REFUNDS: 3})],
    )
    assert couples_of(people) == [(TINA, PRIYA)]
    assert match(*people).levels == 3.0


def test_the_sum_beats_the_best_single_pair():
    people = company(
        [Learner(TINA, {REFUNDS: (3, 3.0), SQL: (2, 2.5)}), Learner(OMAR, {REFUNDS: (3, 4.0)})],
        [Guide(PRIYA, {REFUNDS: 3, SQL: 2}), Guide(LEE, {SQL: 3})],
    )
    assert couples_of(people) == [(TINA, LEE), (OMAR, PRIYA)]
    assert match(*people).levels == 6.5
    greedy = greedy_match(*people)
    assert greedy.levels == 5.5
    assert [(pair.mentee, pair.mentor) for pair in greedy.pairs] == [(TINA, PRIYA)]


def test_two_who_can_both_be_served_now_are_for_fewer_levels():
    people = company(
        [
            Learner(TINA, {REFUNDS: (3, 9.0), SQL: (2, 1.0)}),
            Learner(OMAR, {REFUNDS: (3, 1.0), EMPATHY: (3, 4.0)}),
        ],
        [Guide(PRIYA, {REFUNDS: 3, SQL: 2}), Guide(LEE, {SQL: 2})],
    )
    assert couples_of(people) == [(TINA, LEE), (OMAR, PRIYA)]


def test_who_can_go_elsewhere_leaves_the_seat_to_who_cannot():
    """Both seats for the two large gaps would close more now, and have the others wait for a third round."""
    both = {REFUNDS: (3, 9.0), SQL: (2, 9.0)}
    people = company(
        [Learner(1, both), Learner(2, both), Learner(3, {SQL: (2, 1.0)}), Learner(4, {SQL: (2, 1.0)})],
        [Guide(PRIYA, {REFUNDS: 3}), Guide(LEE, {SQL: 2})],
    )
    result = match(*people)
    assert result.rounds == 2
    assert [pair.mentor for pair in result.pairs if pair.mentee > 2] == [LEE]


def test_who_has_waited_comes_first():
    learners = [Learner(TINA, {SQL: (3, 9.0)}), Learner(OMAR, {SQL: (3, 1.0)}, waited=1)]
    people = company(learners, [Guide(PRIYA, {SQL: 3})])
    assert couples_of(people) == [(TINA, PRIYA)]
    assert couples_of(people, rounds=earlier(learners)) == [(OMAR, PRIYA)]


def test_a_proposal_that_is_open_is_not_taken_away_for_a_few_levels():
    learners = [Learner(TINA, {SQL: (3, 9.0)}), Learner(OMAR, {SQL: (3, 1.0)})]
    people = company(learners, [Guide(PRIYA, {SQL: 3})])
    assert couples_of(people, rounds=earlier([], [(OMAR, PRIYA)])) == [(OMAR, PRIYA)]
    free = MatchPolicy(change_cost=0)
    assert couples_of(people, free, earlier([], [(OMAR, PRIYA)])) == [(TINA, PRIYA)]


def test_a_proposal_that_is_open_goes_to_whoever_has_waited_much_longer():
    learners = [Learner(TINA, {SQL: (3, 1.0)}, waited=2), Learner(OMAR, {SQL: (3, 1.0)})]
    people = company(learners, [Guide(PRIYA, {SQL: 3})])
    assert couples_of(people, rounds=earlier(learners, [(OMAR, PRIYA)])) == [(TINA, PRIYA)]


def test_a_request_reserves_its_seat_and_others_may_still_ask():
    people = company([Learner(TINA, {SQL: (3, 1.0)})], [Guide(PRIYA, {SQL: 3}), Guide(LEE, {SQL: 3}, load=3)])
    rounds = earlier([], requested=[(OMAR, PRIYA)])
    result = match(*people, MatchPolicy(), rounds)
    assert [pair.mentor for pair in result.pairs] == [LEE]
    assert {pair.mentor for pair in result.shortlist} == {PRIYA, LEE}


def test_a_critical_skill_that_needs_assessment_comes_second_to_any_known_gap():
    learners = [Learner(TINA, {}, to_assess={SQL: 3}), Learner(OMAR, {SQL: (3, 0.1)})]
    people = company(learners, [Guide(PRIYA, {SQL: 3})])
    assert couples_of(people) == [(OMAR, PRIYA)]
    [pair] = match(*company(learners[:1], [Guide(PRIYA, {SQL: 3})])).pairs
    assert (pair.levels, pair.score, pair.covered) == (0.01, 0.0, (CoveredSkill(SQL, 0.0),))


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


def test_a_pair_that_covers_too_little_of_the_gap_is_not_made():
    people = company([Learner(TINA, NEEDS_BOTH)], [Guide(PRIYA, {SQL: 2})])
    assert reason_for(people, MatchPolicy(least_share=0.3)).reason is Reason.BETTER_UNMATCHED
    assert couples_of(people, MatchPolicy(least_share=0.25)) == [(TINA, PRIYA)]


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
        [Learner(TINA, {SQL: (3, 1.0), REFUNDS: (3, 1.01)}, hours=frozenset(range(168)))],
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
    result = match(*company(learners, guides), MatchPolicy(best_of=1, shortlist=1, exact_up_to=0))
    assert result.unmatched == ()
    assert result.levels == 5 + 4 + 3 * 1


def test_nobody_at_all_is_an_empty_result():
    result = match(*company([], []))
    assert (list(result.pairs), list(result.shortlist), result.unmatched) == ([], [], ())
    assert (result.objective, result.candidates) == (0, 0)


def test_mentees_without_any_mentor_are_told_so():
    assert reason_for(company([Learner(TINA, NEEDS_BOTH)], [])).reason is Reason.NOBODY_COVERS


def test_mentors_without_any_mentee_stay_free():
    assert couples_of(company([], [Guide(PRIYA, {SQL: 3})])) == []


def test_costs_beyond_the_solver_are_refused_and_not_wrapped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mentoring.matching.compute.assignment._LARGEST_SCALED_COST", 1000)
    with pytest.raises(MatchInputError, match="too many") as refused:
        match(*company([Learner(TINA, NEEDS_BOTH)], [Guide(PRIYA, {SQL: 3})]))
    assert refused.value.code == "too_large"


def test_whoever_wants_nobody_gets_nobody_and_needs_no_reason():
    result = match(*company([Learner(TINA, NEEDS_BOTH, wanted=0)], [Guide(PRIYA, {SQL: 3})]))
    assert (len(result.pairs), result.unmatched) == (0, ())


@pytest.mark.parametrize(
    "policy", [MatchPolicy(), MatchPolicy(best_of=2, shortlist=2, least_share=0.1, exact_up_to=0)]
)
def test_a_large_matching_passes_the_audit_and_beats_greedy(policy: MatchPolicy):
    people = drawn_company(mentees=1500, mentors=400, seed=5)
    result = match(*people, policy)
    assert audit(*people, policy, result) == []
    greedy = greedy_match(*people, policy)
    assert audit(*people, policy, greedy) == []
    assert result.objective > greedy.objective > 0
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
