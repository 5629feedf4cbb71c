"""Whoever sends mails is killed at every moment: nothing is lost, and a kill repeats one mail at most."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.utils import timezone

from lifow.notifications.models import Dispatch
from lifow.notifications.services import New, notify_all
from tests.backing.processes import wait_until
from tests.backing.smtp import MailServer, mail_server
from tests.company import person
from tests.notifications.kinds import ALWAYS
from tests.resilience.mailing import LEASE_SECONDS, PROCESS

pytestmark = pytest.mark.django_db(transaction=True)
# In each step of a mail's conversation, once the mail is kept, and just after the sender was told so.
MOMENTS = ["EHLO", "MAIL", "RCPT", "DATA", "ACCEPTED", "answered"]
ROUNDS, PEOPLE = 2, 8
KILLS = len(MOMENTS) * ROUNDS


class Killer:
    """Kills the sending process in the server's own steps: each moment in turn, two mails apart."""

    def __init__(self) -> None:
        self.moments = MOMENTS * ROUNDS
        self.kills: list[str] = []
        self.mails_since = 0

    def watch(self, command: str) -> None:
        self.mails_since += command == "ACCEPTED"
        wanted = self.moments[0] if self.moments else ""
        is_now = command == wanted or (wanted == "answered" and command == "ACCEPTED")
        # A connection begins once, so that moment is not waited for.
        if is_now and (self.mails_since > 1 or wanted == "EHLO"):
            self.kills.append(self.moments.pop(0))
            self.mails_since = 0
            if wanted == "answered":
                threading.Timer(0.001 * len(self.kills) / 2, self.kill).start()
            else:
                self.kill()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(int(PROCESS.read_text()), signal.SIGKILL)
        time.sleep(0.02)


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(autouse=True)
def _kinds(monkeypatch) -> None:
    from lifow.notifications import registry
    from tests.notifications.kinds import KINDS

    for kind in KINDS:
        monkeypatch.setitem(registry._kinds, kind.key, kind)


def tell(*numbers: int) -> None:
    """Each of the people is told of each number."""
    people = [person(f"Person {number}", **ALWAYS) for number in range(PEOPLE)]
    new = [New(one, "act", {"number": number}, str(number)) for one in people for number in numbers]
    assert notify_all(new=new, as_of=timezone.now()) == len(new)


def arrived(smtp: MailServer) -> Counter[tuple[str, str]]:
    """How often each mail was accepted, by receiver and subject."""
    return Counter((mail["To"], mail["Subject"]) for mail in smtp.mails)


def test_nothing_is_lost_and_a_kill_repeats_one_mail_at_most_under_its_message_id(start, smtp):
    tell(*range(5))
    killer = Killer()
    smtp.watch = killer.watch
    surroundings = {"EMAIL_URL": smtp.url, "LIFOW_NOTIFICATIONS_A_DAY": "100", LEASE_SECONDS: "0.3"}
    mailing = start("-m", "tests.resilience.mailing", **surroundings)
    assert mailing.wait() == 0, mailing.output()
    assert killer.kills == MOMENTS * ROUNDS, "each moment came"
    killed = int(mailing.output().split("killed ")[-1])
    # One that was told that its mail arrived may have come to its end before it could be killed.
    assert KILLS - ROUNDS <= killed <= KILLS
    assert not Dispatch.objects.exclude(state="sent").exists()
    counts = arrived(smtp)
    assert len(counts) == PEOPLE * 5, "nothing is lost"
    repeated = sum(count - 1 for count in counts.values())
    unknown = ROUNDS * len(["DATA", "ACCEPTED", "answered"])
    assert repeated <= unknown, "a mail is repeated only where nobody knows whether it arrived"
    ids = {(mail["To"], mail["Subject"], mail["Message-ID"]) for mail in smtp.mails}
    assert len(ids) == len(counts), "whatever is repeated has the Message-ID that it had"
    assert len({message_id for _to, _subject, message_id in ids}) == len(ids)


def test_two_who_send_at_once_share_the_work_and_keep_the_cap(start, smtp):
    tell(*range(5))
    surroundings = {"EMAIL_URL": smtp.url, "LIFOW_NOTIFICATIONS_A_DAY": "2"}
    pair = [start("-m", "tests.resilience.mailing", **surroundings) for _ in range(2)]
    for mailing in pair:
        assert mailing.wait() == 0, mailing.output()
    counts = arrived(smtp)
    assert set(counts.values()) == {1}
    assert Counter(to for to, _subject in counts).most_common(1)[0][1] == 2
    assert len(counts) == PEOPLE * 2


def test_a_worker_that_is_killed_in_a_mail_is_followed_by_one_that_sends_it(start, smtp):
    tell(1)
    kinds = ("-I", "tests.resilience.mailing")
    beat = ("-B", "-P", "solo", "-l", "INFO")
    surroundings = {"EMAIL_URL": smtp.url, "LIFOW_SWEEP_SECONDS": "1", LEASE_SECONDS: "1"}

    def kill(command: str) -> None:
        if command == "ACCEPTED" and len(smtp.mails) == 3:
            os.killpg(doomed.process.pid, signal.SIGKILL)

    smtp.watch = kill
    doomed = start("-m", "celery", "-A", "lifow", "worker", *beat, *kinds, **surroundings)
    wait_until(lambda: doomed.process.poll() is not None, doomed.output)
    other = start("-m", "celery", "-A", "lifow", "worker", *beat, *kinds, **surroundings)
    wait_until(lambda: Dispatch.objects.filter(state="sent").count() == PEOPLE, other.output)
    counts = arrived(smtp)
    assert (len(counts), sum(counts.values())) == (PEOPLE, PEOPLE + 1)
    assert smtp.mails[2]["Message-ID"] in {mail["Message-ID"] for mail in smtp.mails[3:]}
