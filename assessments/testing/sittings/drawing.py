"""Which questions a sitting may ask, and those that a fixed test draws."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.testing.bank.models import Item
from assessments.testing.sittings.models import Sitting, TestFormSection
from assessments.testing.sittings.selectors import Pool, asked_before, asked_lately, pool_in, pools_of
from lifow.people.persons.models import Person

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
SEED_BYTES = 8
POSITIVE = (1 << 62) - 1


def seed_of(*parts: object) -> int:
    """A seed that these parts alone decide, the same on every machine and for ever."""
    told = ":".join(str(part) for part in parts).encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:SEED_BYTES], "big") & POSITIVE


def columns_at(pool: Pool, place: int, *, seed: int, counts: bool = True) -> dict[str, Any]:
    """The columns of a sitting's question: its version with the parameters of now, and its own seed."""
    own = pool.threshold[place]
    version = int(pool.version[place])
    return {
        "item_id": int(pool.item[place]),
        "version_id": version,
        "slope": float(pool.slope[place]),
        "thresholds": own[np.isfinite(own)].tolist(),
        "calibration_id": int(pool.calibration[place]) or None,
        "seed": seed_of(seed, version),
        "counts": counts,
    }


def may_be_asked(
    pool: Pool,
    *,
    languages: Sequence[str],
    seen: Collection[int],
    lowest: int | None = None,
    highest: int | None = None,
) -> Bools:
    """Which questions of a pool somebody may be asked: of these levels, in a language of theirs if there are
    any, and none that they have `seen`."""
    may = (pool.level >= (lowest or 0)) & (pool.level <= (highest or np.iinfo(np.int64).max))
    spoken = {one.split("-")[0] for one in languages}
    in_theirs: Bools = np.array([one.split("-")[0] in spoken for one in pool.language.tolist()], dtype=bool)
    if (may & in_theirs).any():
        may &= in_theirs
    return np.asarray(may & ~np.isin(pool.item, sorted(seen)))


def drawn_questions(
    sections: Sequence[TestFormSection], *, sitting: Sitting, shuffles: bool, as_of: datetime
) -> list[list[dict[str, Any]]]:
    """The questions of each section of a fixed test, as columns; fewer where there are not as many.

    Named questions are asked whether or not they were seen lately: that is for the days between attempts.
    """
    skills = [one.skill_id for one in sections]
    pools, seen = pools_of(skills), asked_lately(sitting.person, skills, as_of)
    return [
        [
            columns_at(pool, place, seed=sitting.seed)
            for pool in [pool_in(pools, one.skill_id)]
            for place in _places(pool, one, sitting, seen, shuffles=shuffles)
        ]
        for one in sections
    ]


def refresher_questions(
    person: Person, item_ids: Sequence[int], *, as_of: datetime, seed: int
) -> tuple[list[tuple[int, dict[str, Any]]], list[int]]:
    """The skill and the columns of each of these questions that is still asked, in their order, and the ids
    of those that the person was shown before; three queries."""
    skill_of = dict(Item.objects.filter(pk__in=item_ids).values_list("pk", "skill_id"))
    pools = pools_of(set(skill_of.values()))
    before = asked_before(person, item_ids, as_of)
    drawn = []
    for item_id in dict.fromkeys(item_ids):
        pool = pool_in(pools, skill_of.get(item_id, 0))
        places = np.flatnonzero(pool.item == item_id)
        if not len(places):
            continue
        told = before.get(item_id)
        counts = told is None or told.is_lapse_new
        columns = columns_at(pool, int(places[0]), seed=seed_of(seed, item_id), counts=counts)
        drawn.append((skill_of[item_id], columns))
    return drawn, sorted(before)


def _places(
    pool: Pool, section: TestFormSection, sitting: Sitting, seen: Collection[int], *, shuffles: bool
) -> list[int]:
    named = [row.item_id for row in sorted(section.named.all(), key=lambda row: row.position)]
    if named:
        place_of = {item: place for place, item in enumerate(pool.item.tolist())}
        places = [place_of[item] for item in named if item in place_of]
        chosen = _shuffled(places, pool, sitting) if len(places) > section.questions else places
        chosen = sorted(chosen[: section.questions], key=places.index)
    else:
        may = may_be_asked(
            pool,
            languages=sitting.person.languages,
            seen=seen,
            lowest=section.lowest_level,
            highest=section.highest_level,
        )
        chosen = _over_levels(np.flatnonzero(may), pool, sitting)[: section.questions]
        chosen.sort(key=lambda place: (int(pool.level[place]), place))
    return _shuffled(chosen, pool, sitting) if shuffles else chosen


def _shuffled(places: Iterable[int], pool: Pool, sitting: Sitting) -> list[int]:
    return sorted(places, key=lambda place: seed_of("order", sitting.seed, int(pool.version[place])))


def _over_levels(places: Ints, pool: Pool, sitting: Sitting) -> list[int]:
    """All of the questions, in turn one of each level: whatever part of them is taken has all levels."""
    turns: list[tuple[int, int, int]] = []
    for level in np.unique(pool.level[places]).tolist():
        theirs = [int(place) for place in places if pool.level[place] == level]
        turns += [(turn, level, place) for turn, place in enumerate(_shuffled(theirs, pool, sitting))]
    return [place for _turn, _level, place in sorted(turns)]
