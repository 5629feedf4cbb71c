"""Two jobs that tell at the same time tell once."""

from functools import partial

import pytest

from content.planning.models import WeekTold
from content.planning.services import refresh_plans, tell_plans_of_the_week
from lifow.notifications.models import Dispatch, Message
from tests.company import NOON, compute, give, module, observe, person, role, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_plans_of_the_week_are_told_once():
    needs = role(Refund_policy=3)
    module("The refund change", skill("Refund policy"), 1, 3, minutes=6)
    people = [person(f"Learner {number}") for number in range(5)]
    for one in people:
        give(one, needs)
        observe(one, skill("Refund policy"), 1)
    compute(*people)
    refresh_plans(person_ids=[one.pk for one in people], as_of=NOON)
    outcomes = at_once([partial(tell_plans_of_the_week, as_of=NOON)] * 4)
    assert all(isinstance(told, int) for told in outcomes), outcomes
    assert (Message.objects.count(), Dispatch.objects.count(), WeekTold.objects.count()) == (5, 5, 5)
