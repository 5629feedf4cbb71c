from datetime import timedelta

import pytest

from mentoring.home.reports import count_waiting, mentor_side, pairing_detail
from mentoring.mentors.reports import seats_of, strengths_of
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import complete_pairing, end_pairing, offer_mentoring
from mentoring.tasks.services import give_feedback
from tests.company import NOON, compute, observe, person, skill
from tests.mentoring.programme import asked, excluded, handed_in, mentor, queries_of, running

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def test_the_desk_has_the_oldest_first():
    guide = mentor(capacity=3)
    late = asked(person("Late"), guide, skill())
    early = asked(person("Early"), guide, skill(), as_of=NOON - timedelta(days=1))
    row = running(person("Runs"), guide, skill())
    first, second = handed_in(row, skill(), title="First"), handed_in(row, skill(), title="Second")
    side = mentor_side(guide.person, as_of=NOON)
    assert [one.pairing for one in side.requests] == [early, late]
    assert (side.tasks, [one.pairing for one in side.pairs]) == ((first, second), [row])
    assert count_waiting(guide.person) == 4


def test_a_task_with_feedback_or_of_a_broken_off_pairing_waits_no_more():
    guide = mentor(capacity=2)
    commented = handed_in(running(person("A"), guide, skill()), skill())
    give_feedback(task=commented, level=3, text="Good", as_of=NOON)
    ended = running(person("B"), guide, skill())
    handed_in(ended, skill())
    end_pairing(pairing=ended, as_of=NOON)
    assert count_waiting(guide.person) == 0
    assert mentor_side(guide.person, as_of=NOON).tasks == ()


def test_a_request_that_the_rules_forbid_by_now_says_why():
    abena, guide = person(), mentor(capacity=2)
    asked(abena, guide)
    asked(person("Yusuf Kaya"), guide)
    excluded(abena, guide)
    barred, fine = mentor_side(guide.person, as_of=NOON).requests
    assert "You and Abena Osei cannot be paired" in barred.bar.mentor
    assert fine.bar is None


def test_another_mentors_desk_is_empty():
    asked(person(), mentor(), skill())
    other = mentor("Yusuf Kaya")
    assert mentor_side(other.person, as_of=NOON) == mentor_side(person("Nobody"), as_of=NOON)
    assert count_waiting(other.person) == 0


def test_a_pairing_in_full_lists_tasks_newest_first_and_what_waits_oldest_first():
    row = running(person(), mentor(), skill())
    first, second = handed_in(row, skill(), title="First"), handed_in(row, skill(), title="Second")
    detail = pairing_detail(row, as_of=NOON)
    assert (detail.tasks, detail.waiting) == ((second, first), (first, second))
    complete_pairing(pairing=row, as_of=NOON)
    assert pairing_detail(Pairing.objects.get(pk=row.pk), as_of=NOON).waiting == (first, second)


def test_of_a_pairing_that_was_broken_off_no_task_waits():
    row = running(person(), mentor(), skill())
    task = handed_in(row, skill())
    detail = pairing_detail(end_pairing(pairing=row, as_of=NOON), as_of=NOON)
    assert (detail.tasks, detail.waiting) == ((task,), ())


def test_seats_count_learners_who_hold_a_closed_one():
    guide = mentor(capacity=2)
    running(person("A"), guide)
    running(person("B"), guide)
    offer_mentoring(person=guide.person, capacity=1, as_of=NOON)
    seats = seats_of(guide.person)
    assert (seats.offered, seats.held, seats.free) == (1, 2, 0)
    assert seats_of(person("No mentor")) is None


def test_strengths_are_what_others_have_seen_and_never_a_claim():
    priya = person("Priya Nair")
    observe(priya, skill("Empathy"), 5, source="self")
    observe(priya, skill("SQL"), 3)
    observe(priya, skill(), 4)
    compute(priya)
    assert [row.skill for row in strengths_of(priya)] == [skill(), skill("SQL")]


def test_a_desk_takes_as_many_queries_however_full():
    guide = mentor(capacity=10)

    def fill(name):
        asked(person(f"Asks {name}"), guide, skill())
        handed_in(running(person(f"Runs {name}"), guide, skill()), skill())

    fill("first")
    for_one = queries_of(lambda: mentor_side(guide.person, as_of=NOON))
    for place in range(4):
        fill(place)
    assert queries_of(lambda: mentor_side(guide.person, as_of=NOON)) == for_one
