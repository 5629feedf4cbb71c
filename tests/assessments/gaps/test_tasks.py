"""Who is computed with others, and who alone."""

import pytest
from celery import current_app

from assessments.gaps.services import reports
from assessments.gaps.tasks import refresh_gaps, refresh_gaps_chunk, refresh_gaps_one_by_one
from assessments.marks.models import StaleMark
from assessments.marks.services import mark_stale
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


def ending(person_id):
    """What writes reports, until it is this person's turn."""
    write = reports._write_reports

    def written(people, *arguments):
        if person_id in people:
            raise SystemExit
        return write(people, *arguments)

    return written
