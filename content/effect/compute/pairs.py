"""Pairs of readings: one rater's level of one person in one skill, before and after.

A rater is compared with themselves, so that how severe they are falls out. Each level is taken against the
person's other skills that the same rater read on the same two occasions: what moves all of them, such as a
rater who has become milder, a year gone by, or a person who learns fast, falls out too. That is a triple
difference (Gruber, 1994): before and after, this skill and others, takers and others.
"""

from dataclasses import dataclass

import numpy as np

from content.effect.compute.columns import Bools, Floats, Ints, ReadingColumns, TouchColumns

SESSION_DAYS = 21
"""What a rater says of a person within so many days is one occasion."""
LONGEST_PAIR = 800
"""Days between two readings of a pair."""
LEAST_OTHERS = 2
"""Other skills that a level is taken against."""
UNTOUCHED, EXCLUDED = 0, -1


@dataclass(frozen=True, slots=True)
class Pairs:
    """One row a pair of successive readings of a skill, by one rater or source, of one person.

    person, skill, source  ids and code
    before_day, after_day  of the two readings
    module                 the one that was completed in between; UNTOUCHED where none that raises the skill
                           was opened, EXCLUDED where several were or one was not completed
    after, before, earlier levels less the mean of the others of the occasion; `earlier` is that of the
                           reading before `before`, NaN where there is none
    others                 number of the others
    level                  that of `before`, as it was read
    """

    person: Ints
    skill: Ints
    source: Ints
    before_day: Ints
    after_day: Ints
    module: Ints
    after: Floats
    before: Floats
    earlier: Floats
    others: Ints
    level: Floats

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Bools | Ints) -> "Pairs":
        return Pairs(**{name: getattr(self, name)[rows] for name in self.__slots__})


def pairs_of(readings: ReadingColumns, touches: TouchColumns) -> Pairs:
    """The pairs of all readings that can be compared with LEAST_OTHERS others, by person."""
    order = np.lexsort((readings.day, readings.skill, readings.rater, readings.source, readings.person))
    person, skill, source, rater, day = (
        getattr(readings, name)[order] for name in ("person", "skill", "source", "rater", "day")
    )
    level = readings.level[order]
    voice = np.stack([person, source, rater])
    one_series = _same(np.vstack([voice, skill[None]]))
    place = np.arange(1, len(level))
    is_pair = one_series & (day[1:] - day[:-1] > SESSION_DAYS) & (day[1:] - day[:-1] <= LONGEST_PAIR)
    last, first = place[is_pair], place[is_pair] - 1
    session = _sessions(voice, day)
    has_earlier = np.zeros(len(level), dtype=bool)
    has_earlier[1:] = is_pair
    earlier = np.where(has_earlier[first], level[np.maximum(first - 1, 0)], np.nan)
    module = _touched(person[last], skill[last], day[first], day[last], touches)
    group = _numbered(session[first], session[last])
    is_other = module == UNTOUCHED
    found = Pairs(
        person=person[last],
        skill=skill[last],
        source=source[last],
        before_day=day[first],
        after_day=day[last],
        module=module,
        after=_against_others(level[last], group, is_other),
        before=_against_others(level[first], group, is_other),
        earlier=_against_others(earlier, group, is_other & ~np.isnan(earlier)),
        others=_others(group, is_other),
        level=level[first],
    )
    return found.take((found.others >= LEAST_OTHERS) & (module != EXCLUDED))


def _same(keys: Ints) -> Bools:
    """Of sorted columns of keys: whether each, from the second on, is as the one before."""
    return np.asarray((keys[:, 1:] == keys[:, :-1]).all(axis=0))


def _sessions(voice: Ints, day: Ints) -> Ints:
    """The occasion of each reading, numbered: of one voice, without SESSION_DAYS in between."""
    order = np.lexsort((day, *voice[::-1]))
    sorted_day = day[order]
    is_new = np.ones(len(day), dtype=np.int64)
    is_new[1:] = ~(_same(voice[:, order]) & (np.diff(sorted_day) <= SESSION_DAYS))
    found = np.empty(len(day), dtype=np.int64)
    found[order] = np.cumsum(is_new)
    return found


def _numbered(first: Ints, last: Ints) -> Ints:
    """Numbers from 0 on of the distinct pairs of two columns."""
    if not len(first):
        return first
    _keys, number = np.unique(first * (last.max() + 1) + last, return_inverse=True)
    return number.reshape(-1)


def _others(group: Ints, is_other: Bools) -> Ints:
    """How many others of its group each row can be taken against: without itself."""
    count = np.bincount(group, weights=is_other, minlength=1)
    return (count[group] - is_other).astype(np.int64)


def _against_others(level: Floats, group: Ints, is_other: Bools) -> Floats:
    """Each level less the mean of the others of its group; NaN where there are not enough."""
    own = np.where(is_other, level, 0.0)
    total = np.bincount(group, weights=own, minlength=1)[group] - own
    count = _others(group, is_other)
    mean = np.divide(total, count, out=np.full(len(level), np.nan), where=count >= LEAST_OTHERS)
    found: Floats = level - mean
    return found


def _touched(person: Ints, skill: Ints, first: Ints, last: Ints, touches: TouchColumns) -> Ints:
    """What was done for a skill between two days, by each person: a module, nothing, or what cannot be told.

    A touch counts from the day on which it began to the day on which it was completed. What was begun before
    the first reading, or on its day, and what is not completed by the second, cannot be told.
    """
    found = np.full(len(person), UNTOUCHED, dtype=np.int64)
    if not len(touches) or not len(person):
        return found
    order = np.lexsort((touches.skill, touches.person))
    at_person, at_skill = touches.person[order], touches.skill[order]
    width = int(max(at_skill.max(), skill.max())) + 1
    key, wanted = at_person * width + at_skill, person * width + skill
    start, stop = np.searchsorted(key, wanted, "left"), np.searchsorted(key, wanted, "right")
    row = np.repeat(np.arange(len(person)), stop - start)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(stop - start) - (stop - start), stop - start)
    touch = order[np.repeat(start, stop - start) + offset]
    began, done = touches.began[touch], touches.done[touch]
    ends = np.where(done < 0, np.iinfo(np.int64).max, done)
    is_within = (began > first[row]) & (ends < last[row])
    is_touching = (began <= last[row]) & (ends >= first[row])
    found[row[is_within]] = touches.module[touch[is_within]]
    several = np.bincount(row[is_touching], minlength=len(person)) > 1
    cut = np.bincount(row[is_touching & ~is_within], minlength=len(person)) > 0
    found[several | cut] = EXCLUDED
    return found
