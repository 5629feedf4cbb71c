"""Two windows: a path whose last module is done is finished once."""

from functools import partial

import pytest

from content.activity.models import ActivityEntry
from content.catalogue.models import Module
from content.kinds.path.services import finish_paths
from content.planning.services import begin_path, complete_module
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_path_is_finished_once():
    one, abena = module("One", skill("Refunds"), 1, 2), person()
    stops = {"stops": [{"key": "a", "ref": one.public_id}]}
    path = Module.objects.create(
        key="p", title="Path", kind="path", minutes=4, status="published", parts=stops
    )
    begin_path(person=abena, module=path, as_of=NOON)
    steps = [
        partial(complete_module, person=abena, module=one, completed_at=NOON),
        partial(finish_paths, person_ids=[abena.pk], as_of=NOON),
        partial(complete_module, person=abena, module=one, completed_at=NOON),
    ]
    assert [one for one in at_once(steps) if isinstance(one, Exception)] == []
    finish_paths(person_ids=[abena.pk], as_of=NOON)
    assert ActivityEntry.objects.filter(module=path, act="completed").count() == 1
