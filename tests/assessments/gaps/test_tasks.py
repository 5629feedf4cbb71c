"""Who is computed with others, and who alone."""

import errno
from datetime import timedelta

import psycopg
import pytest
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone

from assessments.gaps.services import reports
from assessments.gaps.tasks import refresh_gaps, refresh_gaps_chunk, refresh_gaps_one_by_one
from assessments.marks.models import StaleMark
from assessments.marks.services import mark_stale, set_aside_worn_marks, try_set_aside_marks_again
from lifow.base.outages import NOT_ENDED
from tests.company import NOON, give, person, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """The tasks that were sent, by name, with their people."""
    found = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args=(), **_options: found.append((name, *args))
    )
    return found


@pytest.fixture
def marked():
    people = [person(name) for name in ("Abena Osei", "Kofi Mensah", "Marta Lindh")]
    needs = role(SQL=3)
    for one in people:
        give(one, needs)
    mark_stale(person_ids=[one.pk for one in people], reason="asked", marked_at=NOON)
    return people


def test_who_was_tried_before_is_computed_alone(marked, sent):
    fresh, *tried = marked
    StaleMark.objects.filter(person__in=tried).update(attempts=1)
    sent.clear()
    assert refresh_gaps() == 2
    assert sent == [
        ("assessments.gaps.tasks.refresh_gaps_chunk", [fresh.pk]),
        ("assessments.gaps.tasks.refresh_gaps_one_by_one", [one.pk for one in tried]),
    ]


def test_a_process_that_ends_on_the_way_costs_only_the_one_an_attempt(marked, monkeypatch):
    monkeypatch.setattr("assessments.gaps.services.reports._write_reports", ending(marked[1].pk))
    with pytest.raises(SystemExit):
        refresh_gaps_one_by_one([one.pk for one in marked])
    attempts = dict(StaleMark.objects.values_list("person_id", "attempts"))
    assert attempts == {marked[1].pk: 1, marked[2].pk: 0}


def test_a_chunk_that_was_tried_is_not_tried_again_by_a_message_of_another_sweep(marked):
    _fresh, *tried = marked
    StaleMark.objects.filter(person__in=tried).update(attempts=1)
    refresh_gaps_chunk([one.pk for one in marked])
    assert set(StaleMark.objects.values_list("person_id", "attempts")) == {(one.pk, 1) for one in tried}
    refresh_gaps_one_by_one([one.pk for one in marked])
    assert not StaleMark.objects.exists()


def test_a_message_whose_work_is_done_costs_one_query(marked, django_assert_num_queries):
    people = [one.pk for one in marked]
    refresh_gaps_one_by_one(people)
    assert not StaleMark.objects.exists()
    with django_assert_num_queries(1):
        refresh_gaps_one_by_one(people)


OUTAGES = [
    OSError(errno.ENOSPC, "No space left on device"),
    OperationalError("the connection is lost"),
    InterfaceError("the connection is closed"),
    MemoryError(),
    SoftTimeLimitExceeded(),
]


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda one: type(one).__name__)
def test_an_outage_is_nobodys_fault_however_often_it_comes(marked, monkeypatch, outage):
    if isinstance(outage, DatabaseError | InterfaceError):
        outage.__cause__ = psycopg.OperationalError("server closed the connection unexpectedly")
    with monkeypatch.context() as patch:
        patch.setattr(reports, "_write_reports", failing_with(outage))
        for _ in range(5):
            refresh_gaps()
            for task in (refresh_gaps_chunk, refresh_gaps_one_by_one):
                with pytest.raises(type(outage)):
                    task([one.pk for one in marked])
    marks = StaleMark.objects.all()
    assert {(mark.attempts, mark.set_aside_at, mark.taken_until) for mark in marks} == {(0, None, None)}
    assert all(type(outage).__name__ in mark.last_error for mark in marks if mark.last_error)
    refresh_gaps_chunk([one.pk for one in marked])
    assert not StaleMark.objects.exists()


def test_an_outage_in_the_middle_takes_no_persons_data_off_the_count(marked, monkeypatch):
    """One person's data fails, and while the others are computed the disk is full."""
    broken, unlucky = marked[0].pk, marked[-1].pk
    write = reports._write_reports

    def written(people, *arguments):
        if broken in people:
            raise KeyError("no such level")
        if unlucky in people:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(people, *arguments)

    monkeypatch.setattr(reports, "_write_reports", written)
    with pytest.raises(OSError, match="No space"):
        refresh_gaps_chunk([one.pk for one in marked])
    assert dict(StaleMark.objects.values_list("person_id", "attempts"))[broken] == 1
    assert StaleMark.objects.get(person=broken).last_error == "KeyError: 'no such level'"
    assert StaleMark.objects.get(person=unlucky).attempts == 0


@pytest.mark.parametrize(
    "error", [KeyError("x"), TypeError("x"), ValueError(), IndexError(), RecursionError()]
)
def test_any_error_of_a_persons_data_holds_up_nobody_and_has_its_reason(marked, monkeypatch, error):
    monkeypatch.setattr(reports, "_write_reports", failing_with(error, marked[1].pk))
    now = timezone.now()
    refresh_gaps_chunk([one.pk for one in marked])
    for _ in range(2):
        refresh_gaps_one_by_one([marked[1].pk])
    refresh_gaps()
    aside = StaleMark.objects.get()
    assert (aside.person, aside.attempts) == (marked[1], 3)
    assert aside.set_aside_at >= now
    assert aside.last_error.startswith(type(error).__name__)


def test_who_takes_all_of_a_tasks_time_is_tried_alone_and_set_aside(marked, monkeypatch):
    monkeypatch.setattr(reports, "MOST_SECONDS", -1)
    with monkeypatch.context() as patch:
        patch.setattr(reports, "_write_reports", failing_with(SoftTimeLimitExceeded(), marked[0].pk))
        for _ in range(2):
            with pytest.raises(SoftTimeLimitExceeded):
                refresh_gaps_one_by_one([marked[0].pk])
    assert StaleMark.objects.get(person=marked[0]).attempts == 2
    assert "SoftTimeLimitExceeded" in StaleMark.objects.get(person=marked[0]).last_error


def test_a_killed_attempt_has_its_reason_when_it_is_set_aside(marked, monkeypatch):
    monkeypatch.setattr(reports, "_write_reports", ending(marked[0].pk))
    for _ in range(3):
        StaleMark.objects.update(taken_until=None)
        with pytest.raises(SystemExit):
            refresh_gaps_one_by_one([marked[0].pk])
    assert set_aside_worn_marks(as_of=timezone.now() + timedelta(minutes=1)) == 1
    assert StaleMark.objects.set_aside().get().last_error == NOT_ENDED


def test_who_was_set_aside_is_tried_again_each_day_once(marked, monkeypatch, sent):
    day, aside = timedelta(days=1), timezone.now() - timedelta(hours=23)
    StaleMark.objects.filter(person=marked[0]).update(attempts=3, set_aside_at=aside, last_error="why")
    assert try_set_aside_marks_again(as_of=timezone.now()) == 0
    assert try_set_aside_marks_again(as_of=timezone.now() + day) == 1
    refresh_gaps()
    assert ("assessments.gaps.tasks.refresh_gaps_one_by_one", [marked[0].pk]) in sent
    with monkeypatch.context() as patch:
        patch.setattr(reports, "_write_reports", failing_with(KeyError("still"), marked[0].pk))
        refresh_gaps_one_by_one([marked[0].pk])
    refresh_gaps()
    assert StaleMark.objects.set_aside().get().last_error == "KeyError: 'still'"
    try_set_aside_marks_again(as_of=timezone.now() + day)
    refresh_gaps_one_by_one([marked[0].pk])
    assert not StaleMark.objects.filter(person=marked[0]).exists()


def failing_with(error, person_id=None):
    """What writes reports, until it is this person's turn, or anybody's."""
    write = reports._write_reports

    def written(people, *arguments):
        if person_id is None or person_id in people:
            raise error
        return write(people, *arguments)

    return written


def ending(person_id):
    """What writes reports, until it is this person's turn."""
    write = reports._write_reports

    def written(people, *arguments):
        if person_id in people:
            raise SystemExit
        return write(people, *arguments)

    return written
