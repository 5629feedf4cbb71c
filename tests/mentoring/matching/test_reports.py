from datetime import timedelta

import pytest

from mentoring.matching.compute import Reason, Rule
from mentoring.matching.reports import (
    mentors_by_need,
    programme_numbers,
    seat_numbers,
    unmatched,
    unmatched_groups,
)
from mentoring.pairings.models import Unmatched
from mentoring.pairings.reports import reason_words
from mentoring.pairings.services import complete_pairing, offer_mentoring, stop_mentoring
from tests.company import NOON, person
from tests.mentoring.programme import asked, asked_before, leaves, mentor, proposal, running

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def without_match(name, reason):
    who = person(name)
    Unmatched.objects.create(person=who, reason=reason, since=NOON)
    return who


def test_the_programme_in_numbers():
    guide = mentor(capacity=4)
    running(person("Runs"), guide)
    asked(person("Asks"), guide)
    proposal(person("Is proposed"), guide)
    proposal(person("Is recommended"), guide, is_recommended=True)
    complete_pairing(pairing=running(person("Done"), guide), as_of=NOON)
    without_match("Lonely", "nobody_covers")
    without_match("Content", "no_gaps")
    numbers = programme_numbers(as_of=NOON)
    assert (numbers.running, numbers.asked, numbers.proposed, numbers.over) == (1, 1, 2, 1)
    assert numbers.recommended == 1
    assert (numbers.offered, numbers.mentors) == (4, 1)
    assert numbers.unmatched == 1


def test_seats_add_up_where_more_is_asked_for_than_there_is():
    crowded, lowered = mentor("Crowded", capacity=2), mentor("Lowered", capacity=2)
    mentor("Idle", capacity=3)
    running(person("Runs"), crowded)
    for name in ("A", "B"):
        asked_before(name, crowded)
        proposal(person(f"{name} too"), crowded, is_recommended=True)
        running(person(f"{name} runs"), lowered)
    offer_mentoring(person=lowered.person, capacity=1, as_of=NOON)
    seats = seat_numbers(programme_numbers(as_of=NOON), as_of=NOON)
    assert (seats.taken, seats.requested, seats.recommended, seats.free) == (3, 1, 0, 3)
    assert seats.total == 7


def test_who_has_waited_longest_is_listed_first():
    for name, days in (("Short", 1), ("Long", 9)):
        who = without_match(name, "no_free_seat")
        Unmatched.objects.filter(person=who).update(waiting_since=NOON - timedelta(days=days))
    assert [str(row.person) for row in unmatched("no_free_seat")] == ["Long", "Short"]
    [group] = unmatched_groups()
    assert group.waiting_since == NOON - timedelta(days=9)


def test_full_mentors_come_first_and_leavers_are_not_listed():
    free, full, gone = mentor("Free"), mentor("Full"), mentor("Gone")
    stopped, busy = mentor("Stopped"), mentor("Busy")
    running(person("A"), full)
    running(person("B"), busy)
    for one in (stopped, busy):
        stop_mentoring(mentor=one, as_of=NOON)
    leaves(gone.person)
    assert [str(one) for one in mentors_by_need(as_of=NOON)] == ["Busy", "Full", "Free"]
    assert free.person_id


def test_mentors_without_a_free_seat_and_those_with_one_are_listed_by_name():
    for name, capacity, learners in (("D", 1, 1), ("B", 2, 1), ("C", 2, 2), ("A", 3, 0), ("E", 0, 0)):
        guide = mentor(name, capacity=capacity)
        for place in range(learners):
            running(person(f"{name} {place}"), guide)
    lowered = mentor("F", capacity=2)
    for place in range(2):
        complete_pairing(pairing=running(person(f"Past {place}"), lowered), as_of=NOON)
        running(person(f"Now {place}"), lowered)
    offer_mentoring(person=lowered.person, capacity=1, as_of=NOON)
    found = [
        (str(one), one.open_seats, one.held_seats, one.free_seats) for one in mentors_by_need(as_of=NOON)
    ]
    full, free = found[:4], found[4:]
    assert full == [("C", 2, 2, 0), ("D", 1, 1, 0), ("E", 0, 0, 0), ("F", 1, 2, 0)]
    assert free == [("A", 3, 0, 3), ("B", 2, 1, 1)]


def test_who_asked_since_is_not_without_a_mentor():
    asks = without_match("Asks", "no_free_seat")
    asked(asks, mentor())
    lonely = without_match("Lonely", "no_free_seat")
    assert [row.person for row in unmatched("no_free_seat")] == [lonely]


def test_reasons_are_counted_the_most_first_and_no_gap_last():
    for name in ("A", "B", "C"):
        without_match(name, "no_gaps")
    without_match("D", "nobody_covers")
    without_match("E", "rules:hours")
    without_match("F", "rules:hours")
    assert [(group.code, group.people) for group in unmatched_groups()] == [
        ("rules:hours", 2),
        ("nobody_covers", 1),
        ("no_gaps", 3),
    ]


def test_every_reason_that_the_match_gives_has_words_of_its_own():
    codes = [reason.value for reason in Reason if reason is not Reason.RULES]
    codes += [f"{Reason.RULES}:{rule}" for rule in Rule]
    words = [reason_words(code) for code in codes]
    assert len({str(one.hr) for one in words}) == len(codes)
    assert reason_words("something new").hr not in {one.hr for one in words}


def test_reasons_of_a_former_version_are_one_group_that_can_be_opened():
    with_former = without_match("Former", "moved_away")
    without_match("Lonely", "nobody_covers")
    other = unmatched_groups()[-1]
    assert (other.code, other.people, other.words) == ("other", 1, reason_words("moved_away"))
    assert [one.person for one in unmatched("other")] == [with_former]
