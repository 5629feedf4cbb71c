"""Run by a test as a process of its own: killed at the last moment before what it wrote is committed.

`answer` is killed as it answers the last question of the only sitting, `sweep` as it ends the second one.
"""

import os
import signal
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")
django.setup()


def die(said: str) -> None:
    print(said, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def main(what: str) -> None:
    from datetime import timedelta

    from assessments.evidence.models import Evidence
    from assessments.requests.services import close_answered
    from assessments.testing.sittings.models import Sitting, SittingItem
    from assessments.testing.sittings.services import answer_item, end_due, ending
    from tests.item_bank import place_of

    evidence = Evidence.objects.filter(source="test")

    def die_or_go_on(**arguments: Any) -> int:
        if what == "answer":
            die(f"{SittingItem.objects.answered().count()} answered, {evidence.count()} piece of evidence")
        if evidence.count() == 2:
            ended = Sitting.objects.ended().count()
            die(f"{ended} ended, {evidence.count()} pieces of evidence")
        return close_answered(**arguments)

    vars(ending)["close_answered"] = die_or_go_on
    sitting = Sitting.objects.order_by("pk")[0]
    if what == "sweep":
        end_due(as_of=sitting.deadline_at + timedelta(minutes=1))
        return
    asked = sitting.items.select_related("version").get(shown_at__isnull=False, answered_at=None)
    at = sitting.started_at + timedelta(minutes=1)
    answer_item(sitting=sitting, number=asked.number, given=place_of(asked), as_of=at)


if __name__ == "__main__":
    main(sys.argv[1])
