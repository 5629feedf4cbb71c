"""Run by a test as a process of its own: a drain whose handler goes on once a file exists."""

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")
django.setup()


def main(go: Path) -> None:
    from django.utils import timezone

    from lifow.events.registry import subscribe
    from lifow.events.services import deliver_due
    from lifow.people.persons.models import Person
    from tests.events.event_types import PersonLeft

    def wait_and_read(event, *, occurred_at):
        print("in hand", flush=True)
        while not go.exists():
            time.sleep(0.02)
        Person.objects.filter(pk=event.person_id).exists()

    subscribe(PersonLeft, wait_and_read, name="tests.wait")
    print(deliver_due(as_of=timezone.now(), limit=10), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
