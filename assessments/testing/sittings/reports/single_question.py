"""One question that can be asked where there is room for words and a choice alone, as in a mail."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from assessments.gaps.reports import known_levels
from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.models import ItemVersion
from assessments.testing.compute.items import Items, information
from assessments.testing.sittings.drawing import may_be_asked
from assessments.testing.sittings.measuring import HALF_LEVEL
from assessments.testing.sittings.reports.cheapest import next_questions
from assessments.testing.sittings.selectors import asked_lately, pool_in, pools_of
from lifow.people.persons.models import Person

LONGEST_STEM = 400
NOT_PLAIN = ("```", "![", "\n|", "<")
"""What a stem has that is more than words: code, pictures, tables."""


def single_question(person: Person, *, as_of: datetime) -> ItemVersion | None:
    """The question with one right answer that tells the most about an uncertain skill of somebody's role.

    It has no picture, and words that can be read as they are; none that they were shown lately. None where
    there is none. It comes with its item and the item's skill. Ten queries at most.
    """
    for one in next_questions(person, as_of=as_of).skills:
        ids = _by_information(person, one.skill.pk, as_of)
        plain = ItemVersion.objects.filter(pk__in=ids, kind=ItemKind.SINGLE, picture__isnull=True)
        found = {version.pk: version for version in plain.select_related("item__skill")}
        for pk in ids:
            if pk in found and is_plain(found[pk]):
                return found[pk]
    return None


def is_plain(version: ItemVersion) -> bool:
    """Whether the words of a question can be read as they are."""
    return len(version.stem) <= LONGEST_STEM and not any(part in version.stem for part in NOT_PLAIN)


def _by_information(person: Person, skill_id: int, as_of: datetime) -> Sequence[int]:
    """Ids of the versions that somebody may be asked, what tells the most at the needed level first."""
    pool = pool_in(pools_of([skill_id]), skill_id)
    required = known_levels(person, [skill_id])[skill_id].required or 0
    told = information(Items(pool.slope, pool.threshold), np.array([required - HALF_LEVEL]))[:, 0]
    may = may_be_asked(pool, languages=person.languages, seen=asked_lately(person, [skill_id], as_of))
    order = np.lexsort((pool.version, -told))
    return [int(pool.version[place]) for place in order if may[place]]
