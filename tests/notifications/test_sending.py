"""Delivering what is due, over a real SMTP server: once, in hours, and with an end to every failure."""

import errno
import smtplib
from datetime import date, timedelta

import pytest

from lifow.notifications import registry
from lifow.notifications.choices import DispatchState
from lifow.notifications.compute import Collecting
from lifow.notifications.models import Dispatch, Message
from lifow.notifications.registry import Kind, WayClosedError
from lifow.notifications.services import (
    MOST_ATTEMPTS,
    people_to_reach,
    save_preferences,
    send_next,
    switch_kinds,
    try_again,
    try_set_aside_again,
)
from lifow.notifications.tasks import send_due
from lifow.people.persons.models import Employment
from tests.company import person
from tests.notifications.conftest import MORNING, NIGHT
from tests.notifications.kinds import ALWAYS, SAID, rendered

pytestmark = pytest.mark.django_db
NEXT_MORNING = MORNING + timedelta(days=1)


def states() -> list[str]:
    return list(Dispatch.objects.order_by("pk").values_list("state", flat=True))


def subjects(smtp) -> list[str]:
    return [mail["Subject"] for mail in smtp.mails]


def collected(who, collecting: Collecting) -> None:
    save_preferences(person=who, collecting=collecting, switched={}, as_of=NIGHT)


def test_a_message_is_sent_once(tell, send, abena, smtp):
    tell("act")
    assert (send(abena), send(abena)) == (1, 0)
    (mail,) = smtp.mails
    assert (mail["To"], mail["Subject"]) == (abena.email, "Number 1")
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.sent_at) == (DispatchState.SENT, MORNING)
    assert mail["Message-ID"] == f"<{dispatch.delivery_id}>"


def test_nothing_is_sent_outside_of_hours_but_what_must_not_wait(tell, send, abena, smtp):
    tell("act", 1, NIGHT)
    tell("alarm", 2, NIGHT)
    send(abena, NIGHT)
    assert subjects(smtp) == ["Number 2"]
    send(abena, MORNING.replace(hour=7, minute=59))
    assert subjects(smtp) == ["Number 2"]
    send(abena, MORNING.replace(hour=8, minute=0))
    assert subjects(smtp) == ["Number 2", "Number 1"]


def test_leave_holds_messages_back_and_its_end_releases_them(tell, send, abena, smtp):
    work = Employment.objects.get(person=abena)
    work.ends_on = date(2026, 3, 3)
    work.save()
    leave = Employment.objects.create(
        person=abena, org_unit=work.org_unit, status="leave", starts_on=date(2026, 3, 4)
    )
    tell("act")
    assert send(abena) == 0
    assert Dispatch.objects.get().due_at == NEXT_MORNING, "nobody knows the end: it is looked at again"
    leave.ends_on = date(2026, 3, 5)
    leave.save()
    send(abena, NEXT_MORNING)
    assert Dispatch.objects.get().due_at == MORNING.replace(day=6, hour=8)
    send(abena, MORNING.replace(day=6))
    assert subjects(smtp) == ["Number 1"]


def test_before_the_first_day_of_work_nothing_is_sent(tell, send, smtp):
    newcomer = person("Noor Haddad", status="prehire")
    tell("act", person=newcomer)
    assert send(newcomer) == 0
    assert not smtp.mails


def test_the_cap_counts_deliveries_of_the_receivers_day_and_collects_what_is_left(
    tell, send, abena, smtp, settings
):
    settings.NOTIFICATIONS_A_DAY = 2
    for number in range(1, 4):
        tell("news", number)
    tell("act", 4)
    assert send(abena) == 2
    assert subjects(smtp) == ["Number 4", "lifow: 3 updates"]
    tell("act", 5)
    assert send(abena, MORNING + timedelta(hours=1)) == 0
    send(abena, NEXT_MORNING)
    assert subjects(smtp)[2:] == ["Number 5"]


def test_a_delivery_counts_from_the_moment_it_is_taken(tell, email, abena, smtp, settings, monkeypatch):
    settings.NOTIFICATIONS_A_DAY = 2

    def render_while_another_worker_comes(notices):
        assert send_next(person_id=abena.pk, way=email, as_of=MORNING)
        return [rendered(notice.refs["number"]) for notice in notices]

    slow = Kind("slow", "Slow", "Takes its time.", render_while_another_worker_comes, is_act=False)
    monkeypatch.setitem(registry._kinds, "slow", slow)
    for number, kind in enumerate(("slow", "news", "news"), start=1):
        tell(kind, number)
    assert send_next(person_id=abena.pk, way=email, as_of=MORNING)
    assert subjects(smtp) == ["lifow: 2 updates", "Number 1"]


def test_what_is_taken_and_not_sent_counts_as_no_delivery(tell, send, abena, smtp, settings):
    settings.NOTIFICATIONS_A_DAY = 1
    tell("act", 1)
    SAID[1] = None
    send(abena)
    tell("act", 2)
    SAID[2] = ValueError("for now")
    send(abena)
    tell("act", 3)
    send(abena)
    assert subjects(smtp) == ["Number 3"]


def test_messages_are_collected_where_somebody_wants_it(tell, send, abena, smtp):
    collected(abena, Collecting.DAILY)
    tell("news", 1)
    tell("act", 2)
    assert send(abena, MORNING + timedelta(hours=3)) == 0
    send(abena, NEXT_MORNING)
    (mail,) = smtp.mails
    text = mail.get_body(["plain"]).get_content()
    assert mail["Subject"] == "lifow: 1 to do, 1 update"
    assert (
        text.index("WAITING FOR YOU")
        < text.index("Number 2")
        < text.index("UPDATES")
        < text.index("Number 1")
    )


def test_a_collection_of_one_is_a_mail_of_its_own_and_an_empty_one_is_none(tell, send, abena, smtp):
    collected(abena, Collecting.DAILY)
    tell("news", 1)
    tell("news", 2)
    SAID[2] = None
    send(abena, NEXT_MORNING)
    assert subjects(smtp) == ["Number 1"]
    tell("news", 3, NEXT_MORNING)
    SAID[3] = None
    send(abena, NEXT_MORNING + timedelta(days=1))
    assert subjects(smtp) == ["Number 1"]


def test_what_no_longer_waits_is_not_sent_and_leaves_the_inbox(tell, send, abena, smtp):
    message = tell("act")
    SAID[1] = None
    send(abena)
    message.refresh_from_db()
    assert (states(), message.done_at) == ([DispatchState.DROPPED], MORNING)
    assert not smtp.mails


def test_what_was_switched_off_meanwhile_is_not_sent(tell, send, abena, smtp):
    tell("news")
    switch_kinds(person=abena, kinds=["news"], way="email", is_on=False)
    send(abena)
    assert states() == [DispatchState.DROPPED]


def test_who_left_meanwhile_is_sent_nothing(tell, send, abena, smtp):
    tell("act")
    type(abena).objects.filter(pk=abena.pk).update(is_active=False)
    send(abena)
    assert states() == [DispatchState.DROPPED]


def test_one_message_that_cannot_be_put_into_words_holds_up_no_other(tell, send, abena, smtp):
    collected(abena, Collecting.DAILY)
    for number in (1, 2, 3):
        tell("news", number)
    SAID[2] = LookupError("no such row")
    send(abena, NEXT_MORNING)
    assert subjects(smtp) == ["lifow: 2 updates"]
    failed = Dispatch.objects.get(message__idempotency_key="2")
    assert (failed.state, failed.last_error) == (DispatchState.WAITING, "LookupError: no such row")
    assert failed.due_at == NEXT_MORNING + timedelta(minutes=1)


def test_a_kind_that_only_a_newer_version_knows_is_left_for_it(tell, send, abena, smtp):
    message = tell("act")
    Message.objects.filter(pk=message.pk).update(kind="newer")
    assert send(abena) == 0
    assert states() == [DispatchState.WAITING]


def test_a_refusal_for_now_is_tried_again_under_the_same_message_id(tell, send, abena, smtp):
    tell("act")
    smtp.answers = [("RCPT", "451 Try again later"), ("DATA", "452 Out of space")]
    send(abena)
    first = Dispatch.objects.get()
    assert (first.state, first.attempts, first.last_error) == ("sending", 1, "451 Try again later")
    send(abena, MORNING + timedelta(minutes=1))
    send(abena, MORNING + timedelta(minutes=6))
    (mail,) = smtp.mails
    assert mail["Message-ID"] == f"<{first.delivery_id}>"
    assert Dispatch.objects.get().attempts == 3


def test_what_is_refused_again_and_again_is_set_aside_until_somebody_tries_again(tell, send, abena, smtp):
    tell("act")
    smtp.answers = [("RCPT", "451 Try again later")] * MOST_ATTEMPTS
    for number in range(MOST_ATTEMPTS + 1):
        send(abena, MORNING + timedelta(days=7 * number))
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.attempts) == (DispatchState.FAILED, MOST_ATTEMPTS)
    later = MORNING + timedelta(weeks=9)
    assert try_again(dispatch_ids=[dispatch.pk], as_of=later) == 1
    send(abena, later)
    assert states() == [DispatchState.SENT]


def test_what_was_set_aside_is_tried_again_each_day_while_it_is_news(tell, send, abena, smtp):
    tell("act")
    smtp.answers = [("RCPT", "451 Try again later")] * (MOST_ATTEMPTS + 1)
    for hours in (0, 1, 2, 3, 5.5):
        send(abena, MORNING + timedelta(hours=hours))
    aside = Dispatch.objects.get()
    assert (aside.state, aside.last_error) == (DispatchState.FAILED, "451 Try again later")
    assert try_set_aside_again(as_of=MORNING + timedelta(hours=12)) == 0
    for days in (2, 5):
        assert try_set_aside_again(as_of=MORNING + timedelta(days=days)) == 1
        send(abena, MORNING + timedelta(days=days))
    assert states() == [DispatchState.SENT]
    assert smtp.mails[0]["Message-ID"] == f"<{aside.delivery_id}>"
    Dispatch.objects.update(state=DispatchState.FAILED)
    assert try_set_aside_again(as_of=MORNING + timedelta(days=30)) == 0, "the inbox has it"


def test_an_outage_sets_no_message_aside(tell, send, abena, smtp):
    tell("news", 2)
    SAID[2] = OSError(errno.ENOSPC, "No space left on device")
    for minutes in range(7):
        with pytest.raises(OSError, match="No space"):
            send(abena, MORNING + timedelta(minutes=minutes))
    waiting = Dispatch.objects.get()
    assert (waiting.state, waiting.attempts) == (DispatchState.WAITING, 0)
    assert waiting.last_error == "OSError: [Errno 28] No space left on device"
    del SAID[2]
    send(abena, MORNING + timedelta(minutes=10))
    assert states() == [DispatchState.SENT]


def test_a_refusal_for_good_is_not_tried_again(tell, send, abena, smtp):
    tell("act")
    smtp.answers = [("RCPT", "550 No such user")]
    send(abena)
    assert send(abena, NEXT_MORNING) == 0
    assert states() == [DispatchState.FAILED]
    assert Dispatch.objects.get().last_error == "550 No such user"


def test_a_connection_that_breaks_is_opened_anew_for_the_next_mail(tell, email, abena, smtp):
    tell("act", 1, NIGHT)
    other = person("Kofi Mensah", **ALWAYS)
    tell("act", 2, NIGHT, person=other)
    smtp.answers = [("DATA", "421 Closing")]
    with email.opened():
        assert send_next(person_id=abena.pk, way=email, as_of=MORNING)
        assert send_next(person_id=other.pk, way=email, as_of=MORNING)
    assert subjects(smtp) == ["Number 2"]
    assert states() == [DispatchState.SENDING, DispatchState.SENT]


def test_a_server_that_is_away_costs_no_attempt(tell, send, abena, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tell("act")
    for _ in range(MOST_ATTEMPTS + 1):
        with pytest.raises(WayClosedError):
            send(abena)
    dispatch = Dispatch.objects.get()
    assert (dispatch.attempts, dispatch.due_at) == (0, MORNING)


def test_a_server_that_refuses_the_site_itself_costs_no_attempt(tell, send, abena, smtp):
    tell("act")
    smtp.answers = [("MAIL", "553 You may not send from there")]
    with pytest.raises(WayClosedError, match="may not send"):
        send(abena)
    assert Dispatch.objects.get().attempts == 0


def test_people_who_wait_longest_come_first(tell, email):
    tell("act", 1, MORNING)
    late = person("Kofi Mensah", timezone="Asia/Tokyo")
    tell("act", 2, NIGHT, person=late)
    assert people_to_reach(way=email, as_of=MORNING)[0] == late.pk


def test_the_job_delivers_to_everybody_who_works_now(tell, smtp):
    people = [person(f"Person {number}", **ALWAYS) for number in range(3)]
    asleep = person("Noor Haddad", workdays=0)
    for one in [*people, asleep]:
        tell("act", person=one)
    assert send_due() == 3
    assert {mail["To"] for mail in smtp.mails} == {one.email for one in people}


def test_the_job_ends_where_the_server_is_away(tell, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        smtplib.SMTP("127.0.0.1", 1)
    tell("act")
    assert send_due() == 0


def test_a_title_of_several_lines_is_one_subject(tell, send, abena, smtp):
    SAID[1] = rendered(1, title="Two\nlines: <b>")
    tell("act")
    send(abena)
    assert subjects(smtp) == ["Two lines: <b>"]
