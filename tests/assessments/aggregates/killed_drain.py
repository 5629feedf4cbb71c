"""Run by a test as a process of its own: a drain that is killed before its numbers are committed."""

import os
import signal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")
django.setup()


def main() -> None:
    from django.utils import timezone

    from assessments.aggregates import services
    from assessments.aggregates.models import RecountMark

    def die(mark_ids):
        RecountMark.objects.filter(pk__in=mark_ids).delete()
        print(f"{len(mark_ids)} marks taken", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

    services._forget = die
    services.drain(as_of=timezone.now())


if __name__ == "__main__":
    main()
