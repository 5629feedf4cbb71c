"""The next question of a sitting, or its end: what was answered decides, and the sitting's seed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from assessments.testing.sittings.choices import Purpose, StopReason
from assessments.testing.sittings.drawing import columns_at, may_be_asked, seed_of
from assessments.testing.sittings.measuring import Limits, Turn, chance_of, next_turn
from assessments.testing.sittings.models import Sitting, SittingItem, SittingSkill
from assessments.testing.sittings.selectors import Pool, asked_lately, pool_in, pools_of
from assessments.testing.sittings.services.ending import end_sitting
from assessments.testing.sittings.terms import Terms

LEAST: Mapping[str, int] = {
    Purpose.QUICK: 2,
    Purpose.PRACTICE: 3,
    Purpose.LEVEL: 3,
    Purpose.CERTIFICATION: 5,
}
"""Questions of a skill that are asked at least, however surely it was known before."""
TRIAL_SHARE, MOST_TRIALS = 0.15, 2
"""Of the questions of a skill in a test: those that are mixed in to be calibrated. A quick check has none."""
LEAST_CALIBRATED = 8
"""Questions that have been answered often enough, to decide by: where there are fewer, all count."""


def advance(*, sitting: Sitting, as_of: datetime) -> SittingItem | None:
    """Show the next question of an open sitting; where there is none, end it. In the transaction around.

    A question that is shown and not answered stays the next one: a second tab sees the same.
    None where the sitting is over by then.
    """
    items = list(sitting.items.select_related("version").order_by("number"))
    waiting = next((one for one in items if one.shown_at is not None and not one.is_answered), None)
    if waiting is not None:
        return waiting
    if not Terms.read(sitting.terms).is_adaptive:
        return _next_of_fixed(sitting, items, as_of)
    return _next_of_adaptive(sitting, items, as_of)


def _next_of_fixed(sitting: Sitting, items: Sequence[SittingItem], as_of: datetime) -> SittingItem | None:
    following = next((one for one in items if one.shown_at is None), None)
    if following is None:
        end_sitting(sitting=sitting, as_of=as_of, reason=StopReason.ALL_ASKED)
        return None
    following.shown_at = as_of
    following.save(update_fields=["shown_at"])
    return following


def _next_of_adaptive(sitting: Sitting, items: Sequence[SittingItem], as_of: datetime) -> SittingItem | None:
    """The skills one after the other, in their order, each until it stops."""
    parts = [one for one in sitting.skills.order_by("position") if not one.stop_reason]
    ids = [one.skill_id for one in parts]
    pools, seen = pools_of(ids), asked_lately(sitting.person, ids, as_of)
    for place, part in enumerate(parts):
        pool, asked = pool_in(pools, part.skill_id), [one for one in items if one.part_id == part.pk]
        most = _most(sitting, part, asked, len(items), parts[place + 1 :])
        turn = _turn(sitting, part, asked, pool, seen, most)
        if turn.place is not None:
            return _ask(sitting, part, pool, turn, len(items) + 1, as_of)
        part.stop_reason = turn.stop or StopReason.NO_QUESTIONS
        part.chance = chance_of(part, asked)
        part.save(update_fields=["stop_reason", "chance"])
    end_sitting(sitting=sitting, as_of=as_of, reason=StopReason.DECIDED)
    return None


def _most(
    sitting: Sitting,
    part: SittingSkill,
    asked: Sequence[SittingItem],
    all_asked: int,
    later: Sequence[SittingSkill],
) -> int:
    """How many questions of a skill are asked at most; of a quick check also those that earlier ones left."""
    most = Terms.read(sitting.terms).most
    if most is None:
        return part.most
    return max(0, len(asked) + most - all_asked - sum(one.most for one in later))


def _turn(
    sitting: Sitting,
    part: SittingSkill,
    asked: Sequence[SittingItem],
    pool: Pool,
    seen: set[int],
    most: int,
) -> Turn:
    may = may_be_asked(pool, languages=sitting.person.languages, seen=seen)
    on_trial = np.zeros(len(pool), dtype=bool)
    if int((may & pool.is_calibrated).sum()) >= LEAST_CALIBRATED:
        may, on_trial = may & pool.is_calibrated, may & ~pool.is_calibrated
    is_test = not sitting.is_quick
    limits = Limits(
        least=LEAST[sitting.purpose],
        most=most,
        trial_share=TRIAL_SHARE if is_test else 0.0,
        most_trials=MOST_TRIALS if is_test else 0,
    )
    seed = seed_of(sitting.seed, part.skill_id)
    return next_turn(part, asked, pool, may_ask=may, on_trial=on_trial, limits=limits, seed=seed)


def _ask(
    sitting: Sitting, part: SittingSkill, pool: Pool, turn: Turn, number: int, as_of: datetime
) -> SittingItem:
    columns = columns_at(pool, turn.place or 0, seed=sitting.seed, counts=not turn.is_trial)
    return SittingItem.objects.create(sitting=sitting, part=part, number=number, shown_at=as_of, **columns)
