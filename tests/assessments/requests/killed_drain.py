"""Run by a test as a process of its own: killed when the answer is written, before that is committed."""

import os
import signal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")
django.setup()


def main() -> None:
    from django.utils import timezone

    from assessments.requests.models import RatingRequest
    from assessments.requests.services import answering
    from lifow.events.services import deliver_due

    def die(requests, *, as_of):
        answered = RatingRequest.objects.filter(state=RatingRequest.State.ANSWERED).count()
        print(f"{answered} answered", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

    answering.settle_answered = die
    deliver_due(as_of=timezone.now(), limit=10)


if __name__ == "__main__":
    main()
