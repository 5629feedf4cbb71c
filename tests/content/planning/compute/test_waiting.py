"""Where nothing is left for a learner to do, a plan says what waits for others, and never that all is met."""

import pytest

from assessments.gaps.choices import GapStatus
from content.planning.compute import LeftOut, LeftOutReason, Outcome
from tests.content.planning.compute.test_left_out import ASKED, plan_of
from tests.content.planning.compute.worlds import Module, Need, Person

REFUNDS, EMPATHY = 1, 2


def unknown(skill=REFUNDS, **changes) -> Need:
    return Need(skill, **{"mu": 1, "required": 2, "status": GapStatus.ASSESS_FIRST, **changes})


@pytest.mark.parametrize(
    "need",
    [
        unknown(ask_error=ASKED),
        unknown(mu=float("nan"), ask_error=ASKED),
        unknown(status=GapStatus.GAP, mu=2, ask_error=ASKED),
        # Asking would find nothing missing: far above what is needed, but one source alone.
        unknown(mu=5, sigma=0.1),
    ],
)
def test_what_is_not_known_and_not_asked_of_the_learner_waits_for_others(need):
    plan = plan_of([], Person(30, (need,)))
    assert (plan.outcome, plan.waiting, plan.items) == (Outcome.WAITING, (REFUNDS,), ())


def test_what_the_learner_is_asked_does_not_wait_for_others():
    plan = plan_of([], Person(30, (unknown(), unknown(EMPATHY, ask_error=ASKED))))
    assert (plan.outcome, plan.waiting) == (Outcome.ASSESS_FIRST, (EMPATHY,))


def test_nothing_unknown_and_nothing_missing_waits_for_nobody():
    plan = plan_of([], Person(30, (unknown(status=GapStatus.MEETS, mu=3),)))
    assert (plan.outcome, plan.waiting) == (Outcome.NO_GAPS, ())


@pytest.mark.parametrize("raised_to", [1.5, 2])
def test_modules_done_since_the_learner_spoke_wait_to_be_seen_and_no_module_is_missing(raised_to):
    modules = [Module(11, 6, ((REFUNDS, 1, raised_to),))]
    need = Need(REFUNDS, 1, 2, critical=True, ask_error=ASKED)
    plan = plan_of(modules, Person(30, (need,), done=(11,), unseen=(11,)))
    assert (plan.outcome, plan.waiting) == (Outcome.WAITING, (REFUNDS,))
    assert (plan.without_content, plan.used_up) == ((), ())
    assert plan.left_out == (LeftOut(REFUNDS, LeftOutReason.WAITING),)
