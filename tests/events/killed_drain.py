"""Run by a test as a process of its own: a drain that is killed between handling and marking."""

import os
import signal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")
django.setup()


def main() -> None:
    from django.utils import timezone

    from lifow.events import services
    from tests.events.writing import subscribe_to_leavers, times_handled

    def die(delivery, as_of):
        print(f"handled {times_handled(delivery.event.payload['person_id'])} time", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

    services._mark_delivered = die
    subscribe_to_leavers()
    services.deliver_due(as_of=timezone.now(), limit=10)


if __name__ == "__main__":
    main()
