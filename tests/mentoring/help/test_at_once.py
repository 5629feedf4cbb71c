"""Fifty who take one request at the same moment, and two workers who go on with it."""

from datetime import timedelta
from functools import partial

import pytest

from mentoring.help.choices import HelpState
from mentoring.help.models import HelpClaim, HelpRequest, HelpStep
from mentoring.help.services import HelpError, ask_for_help, claim_help, go_on
from tests.company import NOON, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_claims_at_once_give_one():
    request = ask_for_help(person=person("Abena Osei"), title="A refund", skill=skill(), as_of=NOON)
    HelpRequest.objects.update(state=HelpState.WAITING, closed_at=None, next_at=NOON)
    people = [person(f"Helper {number}") for number in range(50)]
    HelpStep.objects.bulk_create(
        [HelpStep(request=request, step="proven", person=one, asked_at=NOON) for one in people]
    )
    found = at_once([partial(claim_help, request=request, by=one, as_of=NOON) for one in people])
    assert [type(one) for one in found if isinstance(one, Exception)] == [HelpError] * 49
    claim = HelpClaim.objects.get()
    assert HelpRequest.objects.get().claimed_by_id == claim.person_id
    later = NOON + timedelta(hours=1)
    assert sum(at_once([partial(go_on, as_of=later)] * 3)) >= 1
    assert HelpClaim.objects.filter(ended_at__isnull=True).count() == 0
    assert HelpClaim.objects.count() == 1
