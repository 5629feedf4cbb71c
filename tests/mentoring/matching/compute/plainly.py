"""The formulas and rules of matching in plain Python, from people told in a line each; it shares no code."""

from collections import Counter
from math import floor

from mentoring.matching.compute import MatchPolicy
from tests.mentoring.matching.compute.company import Guide, Learner
from tests.mentoring.matching.compute.oracle import Round


def levels_of(learner: Learner, guide: Guide) -> float:
    """The weighted levels that a mentor covers, a hundredth for each skill that is to be assessed."""
    wanted = {skill: need for skill, need in learner.needs.items() if need[1]}
    wanted |= {skill: (required, 0.01) for skill, required in learner.to_assess.items()}
    return sum(
        gap
        for skill, (required, gap) in wanted.items()
        if skill not in guide.only_claimed and guide.strengths.get(skill, 0) >= required
    )


def most_levels(learner: Learner) -> float:
    return sum(gap for _, gap in learner.needs.values()) + 0.01 * len(learner.to_assess)


def is_worthwhile(learner: Learner, guide: Guide, policy: MatchPolicy) -> bool:
    least = policy.least_share * sum(gap for _, gap in learner.needs.values())
    return levels_of(learner, guide) > 0 and levels_of(learner, guide) >= least - 1e-9


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


def told_plainly(
    learners: list[Learner],
    guides: list[Guide],
    barriers: dict,
    policy: MatchPolicy,
    proposed: dict[int, int],
) -> Round:
    """The round as the oracle takes it, with the worth of each pair by its formula."""
    a_round = max(map(most_levels, learners), default=0)
    wanting = [one for one in learners if one.wanted]
    worth = {
        one.id: {
            guide.id: levels_of(one, guide) + a_round * (one.waited + (proposed.get(one.id) == guide.id))
            for guide in guides
            if guide.seats + guide.load
            and may_meet(one, guide, barriers)
            and is_worthwhile(one, guide, policy)
        }
        for one in wanting
    }
    seats = {guide.id: guide.seats for guide in guides}
    open_ones = {
        one: guide for one, guide in proposed.items() if guide in worth.get(one, {}) and seats[guide]
    }
    number = Counter(open_ones.values())
    return Round(
        worth=worth,
        seats=seats,
        later={guide.id: guide.seats + guide.load for guide in guides},
        wanted={one.id: one.wanted for one in wanting},
        waited={one.id: floor(one.waited) for one in wanting},
        held={one: guide for one, guide in open_ones.items() if number[guide] <= seats[guide]},
    )
