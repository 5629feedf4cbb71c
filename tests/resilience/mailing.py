"""The job that sends mails, in processes that a test kills: `python -m tests.resilience.mailing`.

Django is set up once; each process is a fork of that, and one that dies is followed by another until nothing
is due. A worker loads the module too (`-I tests.resilience.mailing`), for the kinds of message and the lease.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")
PROCESS = Path(os.environ["LIFOW_VAR"]) / "mailing.pid"
# What a killed process took is given back after this long, where a test does not want to wait.
LEASE_SECONDS = "TESTS_LEASE_SECONDS"


def prepare() -> None:
    """Declare the kinds, take the lease that the test wants, and look no name of this machine up."""
    from django.core.mail.utils import DNS_NAME

    from lifow.notifications.services import dispatches
    from tests.notifications import kinds

    kinds.declare()
    if LEASE_SECONDS in os.environ:
        dispatches.LEASE = timedelta(seconds=float(os.environ[LEASE_SECONDS]))
    DNS_NAME._fqdn = "localhost"


def warm_up() -> None:
    """Have everything imported and every template compiled that the forks need."""
    from lifow.notifications import tasks  # noqa: F401
    from lifow.notifications.mail import compose
    from lifow.notifications.registry import Letter, Outgoing, known_kind
    from lifow.people.persons.models import Person
    from tests.notifications.kinds import rendered

    letter = Letter("msg_1", known_kind("act"), rendered(1))
    compose(Outgoing("dlv_1", Person(email="warm@larkfield.example"), (letter,))).message()


def send_until_nothing_is_due() -> None:
    """What a worker does, one sweep after the other. The id of this process is in a file meanwhile."""
    from lifow.notifications.models import Dispatch
    from lifow.notifications.tasks import send_due

    draft = PROCESS.with_suffix(f".{os.getpid()}")
    draft.write_text(str(os.getpid()))
    draft.rename(PROCESS)
    while Dispatch.objects.open().exists():
        send_due()
        time.sleep(0.01)


def main() -> None:
    """Fork until a process comes to its end alive; the number of those that did not is printed."""
    django.setup()
    prepare()
    warm_up()
    killed = 0
    while True:
        child = os.fork()
        if child == 0:
            send_until_nothing_is_due()
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if status == 0:
            break
        killed += 1
    print(f"killed {killed}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

if "celery" in sys.modules and django.apps.apps.ready:
    prepare()
