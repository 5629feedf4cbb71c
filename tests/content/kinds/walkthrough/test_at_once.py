"""Two windows: steps that are gone through at the same moment are all kept."""

from functools import partial

import pytest

from content.kinds.walkthrough.models import WalkthroughProgress
from content.kinds.walkthrough.services import pass_step
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_steps_passed_at_once_are_all_kept():
    steps = [{"key": key, "text": key} for key in "abc"]
    walk = module("Refund", skill("Refunds"), 1, 2, kind="walkthrough", parts={"steps": steps})
    abena = person()
    passed = [partial(pass_step, person=abena, module=walk, key=key, as_of=NOON) for key in "abcab"]
    assert [one for one in at_once(passed) if isinstance(one, Exception)] == []
    assert WalkthroughProgress.objects.get().passed == ["a", "b", "c"]
