"""Two windows vote and save at once: one vote, one line on the list."""

from functools import partial

import pytest

from content.activity.models import Activity
from content.bookmarks.models import SavedModule
from content.bookmarks.services import save_for_later
from content.votes.models import ModuleVote
from content.votes.services import vote_on_module
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_windows_are_one_vote_and_one_line():
    abena, fees = person("Abena Osei"), module("The fees", skill("Refund policy"), 1, 2)
    Activity.objects.create(person=abena, module=fees, started_at=NOON, touched_at=NOON, completed_at=NOON)
    say = partial(vote_on_module, person=abena, module=fees, is_helpful=True, words=None, as_of=NOON)
    keep = partial(save_for_later, person=abena, module=fees, as_of=NOON)
    assert [one for one in at_once([say, say, keep, keep]) if isinstance(one, Exception)] == []
    assert (ModuleVote.objects.count(), SavedModule.objects.count()) == (1, 1)
