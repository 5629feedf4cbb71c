"""From rows to arrays: the questions of a skill with their parameters, and what somebody was asked lately."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from numpy.typing import NDArray

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.calibration.choices import HealthState
from assessments.testing.calibration.models import Calibration, ItemParameters
from assessments.testing.calibration.reports import parameters_in_force, versions_held
from assessments.testing.compute.items import Items
from assessments.testing.compute.priors import THRESHOLD_SD, attenuated
from assessments.testing.sittings.choices import ITEM_COOL_DOWN
from assessments.testing.sittings.models import SittingItem
from lifow.base.database.columns import among
from lifow.base.database.prepared import prepared
from lifow.people.persons.models import Person

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
MOST_POOLS = 2_000
"""Skills whose questions a process keeps: a thousand questions take a tenth of a megabyte."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions of a skill that may be asked, in ascending order of version; none that is held.

    item, version, level, seconds   ids, the author's level, and how long one takes
    slope, threshold   parameters in force, as they are read while they are known within an error alone: shape
                       (n,), and (n, m) with inf beyond a question's own
    calibration        id of the calibration that the parameters are of, 0 for an author's level alone
    answers            that stand behind them, and whether they are enough (`is_calibrated`)
    language           of each
    """

    item: Ints
    version: Ints
    level: Ints
    seconds: Ints
    slope: Floats
    threshold: Floats
    calibration: Ints
    answers: Ints
    is_calibrated: Bools
    language: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.version)


_NONE = np.zeros(0, dtype=np.int64)
_NO_QUESTIONS = Pool(
    item=_NONE,
    version=_NONE,
    level=_NONE,
    seconds=_NONE,
    slope=np.zeros(0),
    threshold=np.zeros((0, 1)),
    calibration=_NONE,
    answers=_NONE,
    is_calibrated=np.zeros(0, dtype=bool),
    language=np.zeros(0, dtype=np.str_),
)
_pools: dict[int, tuple[tuple[Any, ...], Pool]] = {}


def pools_of(skill_ids: Collection[int]) -> dict[int, Pool]:
    """The questions of each of the skills that has any; one query where none has changed since.

    They are kept in the process by what they are made from: how many there are, when one of them, or its
    state, was changed last, the number of the last calibration, and which are held.
    """
    found = {}
    for skill_id, *told in _told(sorted(skill_ids)) if skill_ids else ():
        known = _pools.get(skill_id)
        if known is None or known[0] != tuple(told):
            if len(_pools) >= MOST_POOLS:
                _pools.clear()
            known = _pools[skill_id] = (tuple(told), _read(skill_id))
        found[skill_id] = known[1]
    return found


@prepared
def _told(skill_ids: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    """What the questions of each skill are made from, in few numbers; each table is read once."""
    used = ItemVersion.objects.in_use().filter(item__skill=OuterRef("pk")).order_by().values("item__skill")
    is_held = Q(health__state=HealthState.HELD)
    made_from = JSONObject(
        versions=Count("pk"),
        newest=Max("pk"),
        changed=Max("updated_at"),
        item_changed=Max("item__updated_at"),
        held=Count("pk", filter=is_held),
        newest_held=Max("health__pk", filter=is_held),
        held_at=Max("health__computed_at", filter=is_held),
    )
    done = Calibration.objects.done().filter(skill=OuterRef("pk")).order_by().values("skill")
    rows: QuerySet[Any, tuple[Any, ...]] = Skill.objects.filter(
        Exists(Item.objects.published().filter(skill=OuterRef("pk"))), pk__in=among(skill_ids)
    ).values_list(
        "pk",
        Subquery(used.annotate(made_from=made_from).values("made_from")),
        Subquery(done.annotate(last=Max("number")).values("last")),
    )
    return rows


def _read(skill_id: int) -> Pool:
    versions = ItemVersion.objects.in_use().filter(item__skill=skill_id).order_by("pk")
    rows = list(versions.values_list("pk", "item_id", "level", "seconds_expected", "item__language"))
    held = versions_held(version_ids=[row[0] for row in rows])
    rows = [row for row in rows if row[0] not in held]
    ids = [row[0] for row in rows]
    parameters, errors = parameters_in_force(version_ids=ids), _errors(ids)
    told = [parameters[pk] for pk in ids]
    items = attenuated(
        Items(
            np.array([one.slope for one in told], dtype=np.float64), padded([one.thresholds for one in told])
        ),
        np.array([errors.get(pk, THRESHOLD_SD) for pk in ids], dtype=np.float64),
    )
    return Pool(
        item=np.array([row[1] for row in rows], dtype=np.int64),
        version=np.array([row[0] for row in rows], dtype=np.int64),
        level=np.array([row[2] for row in rows], dtype=np.int64),
        seconds=np.array([row[3] for row in rows], dtype=np.int64),
        slope=items.slope,
        threshold=items.threshold,
        calibration=np.array([one.calibration_id or 0 for one in told], dtype=np.int64),
        answers=np.array([one.answers for one in told], dtype=np.int64),
        is_calibrated=np.array([one.is_calibrated for one in told], dtype=bool),
        language=np.array([row[4] for row in rows], dtype=np.str_),
    )


def _errors(version_ids: Sequence[int]) -> dict[int, float]:
    """The largest standard error of a threshold of each version that was calibrated; one query."""
    rows = ItemParameters.objects.in_force().filter(version__in=version_ids)
    told = rows.values_list("version_id", "threshold_ses")
    return {pk: max((float(one) for one in errors if one), default=0.0) for pk, errors in told}


def padded(thresholds: Sequence[Sequence[float]]) -> Floats:
    """Thresholds of questions with different numbers of them as one table, inf where there is none."""
    most = max(map(len, thresholds), default=1)
    rows = [[*one, *[np.inf] * (most - len(one))] for one in thresholds]
    return np.array(rows, dtype=np.float64).reshape(len(rows), most)


def pool_in(pools: Mapping[int, Pool], skill_id: int) -> Pool:
    """The questions of a skill, none where it has none."""
    return pools.get(skill_id) or _NO_QUESTIONS


def asked_lately(person: Person, skill_ids: Collection[int], as_of: datetime) -> set[int]:
    """Ids of the questions in these skills that somebody was shown within the time in which none comes again;
    one query."""
    return {item_id for (item_id,) in _asked(person, sorted(skill_ids), as_of - ITEM_COOL_DOWN)}


@prepared
def _asked(person: Person, skill_ids: list[int], since: datetime) -> QuerySet[Any, tuple[int]]:
    rows = SittingItem.objects.asked_of(person).filter(part__skill__in=among(skill_ids), shown_at__gt=since)
    found: QuerySet[Any, tuple[int]] = rows.values_list("item_id")
    return found


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A question that somebody was shown before.

    is_lapse_new   whether a wrong answer now says something that no answer to it has said yet: the last
                   answer was right, and no wrong one has counted within the time in which no question comes
                   again
    """

    is_lapse_new: bool


def asked_before(person: Person, item_ids: Collection[int], as_of: datetime) -> dict[int, AskedBefore]:
    """Those of the questions that somebody was shown, whenever it was; one query.

    Who was told what is right answers again from memory: a right answer says that they remember it, and only
    a wrong one, after a right one, says something of the level. It counts once, not each time that it
    happens.
    """
    rows = SittingItem.objects.asked_of(person).filter(item__in=among(item_ids)).order_by("answered_at", "pk")
    was_right: dict[int, bool] = {}
    has_counted: set[int] = set()
    told = rows.values_list("item_id", "score", "version__highest_score", "answered_at", "counts")
    for item_id, score, highest, answered_at, counts in told:
        was_right.setdefault(item_id, False)
        if answered_at is None:
            continue
        was_right[item_id] = score == highest
        if counts and not score and answered_at > as_of - ITEM_COOL_DOWN:
            has_counted.add(item_id)
    return {pk: AskedBefore(right and pk not in has_counted) for pk, right in was_right.items()}
