"""Beginning a check of questions that somebody has chosen, such as those of a module's quiz."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assessments.testing.bank.models import Item
from assessments.testing.sittings.choices import OPEN_FOR, Purpose
from assessments.testing.sittings.drawing import columns_at
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.selectors import asked_lately, pool_in, pools_of
from assessments.testing.sittings.services.ending import end_due_of
from assessments.testing.sittings.services.errors import SittingError
from assessments.testing.sittings.services.starting import (
    SEED_BITS,
    ask_in_order,
    begun_before,
    lock_person,
    no_questions,
    person_key,
)
from assessments.testing.sittings.terms import Terms
from lifow.people.persons.models import Person


def start_named_check(
    *, person: Person, items: Sequence[Item], title: str, as_of: datetime, idempotency_key: str
) -> Sitting:
    """Begin a check of exactly these questions, in their order; each is told of once it is answered.

    It is evidence as a quick check is: of each skill what the answers say, with an error that so few answers
    leave. A question that the person was shown within the time in which none comes again is asked, and does
    not count. What is not asked any more is left out. The same `idempotency_key` is the same check, ended or
    not. Raises SittingError where none of the questions can be asked.
    """
    end_due_of(person=person, as_of=as_of)
    with transaction.atomic():
        lock_person(person)
        if before := begun_before(person, idempotency_key):
            return before
        found, seen = _askable(items), asked_lately(person, [one.skill_id for one in items], as_of)
        if not found:
            raise SittingError("no_questions", no_questions(list({one.skill for one in items})))
        sitting = Sitting(
            person=person,
            purpose=Purpose.QUICK,
            seed=secrets.randbits(SEED_BITS),
            started_at=as_of,
            deadline_at=as_of + OPEN_FOR,
            idempotency_key=person_key(person, idempotency_key),
        )
        pools = pools_of({item.skill_id for item in found})
        drawn = [
            (
                item.skill_id,
                columns_at(
                    pool_in(pools, item.skill_id), place, seed=sitting.seed, counts=item.pk not in seen
                ),
            )
            for item, place in found.items()
        ]
        terms = Terms.of_named_questions(title=title, most=len(found))
        ask_in_order(sitting, drawn, terms, as_of)
    return sitting


def _askable(items: Sequence[Item]) -> dict[Item, int]:
    """Those of the questions that are asked now, each once, with their places in the pool of their skill."""
    pools = pools_of({one.skill_id for one in items})
    places = {
        skill: {item: place for place, item in enumerate(pool.item.tolist())} for skill, pool in pools.items()
    }
    found = ((item, places.get(item.skill_id, {}).get(item.pk)) for item in items)
    return {item: place for item, place in found if place is not None}
