"""A path is done once all of its modules are."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from content.activity.models import Activity
from content.activity.services import finish_module
from content.kinds.path.reports import paths_of


def finish_paths(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Note that paths are done of which these people have done all modules; how many. Twice is once.

    Their minutes are those of their modules, and count no second time.
    """
    finished = 0
    with transaction.atomic():
        for person, path in paths_of(person_ids, as_of):
            if path.counted and not path.left:
                rows = Activity.objects.filter(person=person, module=path.module)
                rows.update(minutes_done=path.module.minutes)
                finished += finish_module(person=person, module=path.module, completed_at=as_of)
    return finished
