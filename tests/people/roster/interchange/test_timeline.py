"""Employment rows day by day, each case written out by hand."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lifow.people.roster.interchange.state import EmploymentRow, Status
from lifow.people.roster.interchange.timeline import DAY, Terms, employed, ended
from tests.backing.examples import examples

TODAY = date(2026, 3, 10)
HIRED = date(2020, 1, 1)
REP = Terms(Status.ACTIVE, "Rep", "R1", unit=1, manager=None)
LEAD = replace(REP, job_title="Lead")
PROMISED = replace(REP, status=Status.PREHIRE)


def row(starts_on, ends_on=None, terms=REP, number=1):
    return EmploymentRow(
        starts_on, ends_on, terms.status, terms.job_title, terms.job_code, terms.unit, terms.manager, number
    )


def gone(starts_on, ends_on=None, number=2):
    return row(starts_on, ends_on, replace(REP, status=Status.TERMINATED), number)


def test_a_hire_starts_on_the_first_day_or_today_where_nobody_says():
    assert employed((), REP, HIRED, TODAY) == (row(HIRED, number=None),)
    assert employed((), REP, None, TODAY) == (row(TODAY, number=None),)


def test_a_changed_term_closes_the_row_yesterday_and_opens_one_today():
    rows = employed((row(HIRED),), LEAD, HIRED, TODAY)

    assert rows == (row(HIRED, date(2026, 3, 9)), row(TODAY, None, LEAD, None))


def test_a_second_change_on_the_same_day_is_written_into_the_same_row():
    rows = (row(HIRED, date(2026, 3, 9)), row(TODAY, None, LEAD, 2))

    assert employed(rows, REP, HIRED, TODAY) == (row(HIRED, date(2026, 3, 9)), row(TODAY, None, REP, 2))


def test_a_prehire_who_begins_becomes_active_where_they_stand():
    first_day = date(2026, 3, 5)

    assert employed((row(first_day, None, PROMISED),), REP, first_day, TODAY) == (row(first_day),)


def test_a_promise_that_is_put_off_or_brought_forward_moves_its_row():
    promise = row(date(2026, 4, 1), None, PROMISED)

    assert employed((promise,), PROMISED, date(2026, 5, 1), TODAY) == (row(date(2026, 5, 1), None, PROMISED),)
    assert employed((promise,), REP, None, TODAY) == (row(TODAY),)


def test_a_corrected_hire_date_moves_the_first_row_of_this_time_with_the_company():
    rows = (row(HIRED, date(2026, 1, 31)), row(date(2026, 2, 1), None, LEAD, 2))

    assert employed(rows, LEAD, date(2019, 6, 1), TODAY)[0].starts_on == date(2019, 6, 1)
    assert employed(rows, LEAD, date(2026, 2, 1), TODAY) == rows


def test_a_first_day_that_contradicts_the_history_changes_nothing():
    rows = (row(HIRED, date(2026, 1, 31)), row(date(2026, 2, 1), None, LEAD, 2))

    assert employed(rows, LEAD, date(2026, 2, 20), TODAY) == rows
    assert employed((row(HIRED),), REP, date(2026, 9, 1), TODAY) == (row(HIRED),)


def test_a_leaver_keeps_the_last_day_and_gets_an_open_terminated_row():
    rows = ended((row(HIRED),), date(2026, 2, 28), TODAY)

    assert rows == (row(HIRED, date(2026, 2, 28)), gone(date(2026, 3, 1), number=None))


def test_a_leaver_without_a_date_was_here_until_yesterday():
    assert ended((row(HIRED),), None, TODAY) == (row(HIRED, date(2026, 3, 9)), gone(TODAY, number=None))


def test_a_row_that_began_after_the_last_day_is_terminated_where_it_stands():
    rows = (row(HIRED, date(2026, 3, 4)), row(date(2026, 3, 5), None, LEAD, 2))
    left = replace(LEAD, status=Status.TERMINATED)

    assert ended(rows, date(2026, 2, 28), TODAY) == (
        row(HIRED, date(2026, 2, 28)),
        row(date(2026, 3, 1), None, left, 2),
    )


def test_every_row_that_began_after_the_last_day_is_terminated():
    rows = (
        row(HIRED, date(2026, 3, 4)),
        row(date(2026, 3, 5), date(2026, 3, 6), LEAD, 2),
        row(date(2026, 3, 7), None, REP, 3),
    )

    after = ended(rows, date(2026, 2, 28), TODAY)

    assert [(each.starts_on.isoformat(), each.status.value) for each in after] == [
        ("2020-01-01", "active"),
        ("2026-03-01", "terminated"),
        ("2026-03-07", "terminated"),
    ]
    assert ended(after, date(2026, 2, 20), TODAY)[0].ends_on == date(2026, 2, 20)
    assert ended(after, date(2026, 3, 3), TODAY)[0].ends_on == date(2026, 3, 3)


def test_who_was_changed_today_and_leaves_today_was_here_until_yesterday():
    rows = (row(HIRED, date(2026, 3, 9)), row(TODAY, None, LEAD, 2))

    assert ended(rows, None, TODAY) == (rows[0], replace(rows[1], status=Status.TERMINATED))


def test_nobody_leaves_before_the_first_day_of_their_time_with_the_company():
    rows = (
        row(HIRED, date(2022, 6, 30)),
        gone(date(2022, 7, 1), TODAY - 2 * DAY),
        row(TODAY - DAY, None, REP, 3),
    )

    after = ended(rows, date(2026, 2, 28), TODAY)

    assert after[:2] == rows[:2]
    assert after[2].ends_on == TODAY - DAY


def test_a_last_day_is_corrected_past_the_row_that_it_ended():
    rows = (
        row(HIRED, date(2026, 3, 4)),
        row(date(2026, 3, 5), date(2026, 3, 6), LEAD, 2),
        gone(date(2026, 3, 7)),
    )

    after = ended(rows, date(2026, 2, 28), TODAY)

    assert [(each.ends_on, each.status.value) for each in after] == [
        (date(2026, 2, 28), "active"),
        (date(2026, 3, 6), "terminated"),
        (None, "terminated"),
    ]


def test_a_corrected_last_day_moves_the_border_between_employed_and_gone():
    rows = (row(HIRED, date(2026, 2, 28)), gone(date(2026, 3, 1)))

    assert ended(rows, date(2026, 2, 15), TODAY) == (row(HIRED, date(2026, 2, 15)), gone(date(2026, 2, 16)))
    assert ended(rows, None, TODAY) == rows


def test_a_promise_that_is_withdrawn_ends_where_it_stands():
    promise = row(date(2026, 4, 1), None, PROMISED)

    assert ended((promise,), None, TODAY) == (gone(date(2026, 4, 1), number=1),)


def test_a_rehire_closes_the_terminated_row_and_keeps_the_history():
    rows = (row(HIRED, date(2022, 6, 30)), gone(date(2022, 7, 1)))

    assert employed(rows, LEAD, date(2026, 3, 2), TODAY) == (
        row(HIRED, date(2022, 6, 30)),
        gone(date(2022, 7, 1), date(2026, 3, 1)),
        row(date(2026, 3, 2), None, LEAD, None),
    )


def test_a_rehire_with_the_first_hire_date_of_all_starts_today():
    rows = (row(HIRED, date(2022, 6, 30)), gone(date(2022, 7, 1)))

    assert employed(rows, REP, HIRED, TODAY)[2].starts_on == TODAY


def test_a_leaving_taken_back_on_the_same_day_leaves_no_gap():
    rows = (row(HIRED, date(2026, 3, 9)), gone(TODAY))

    assert employed(rows, REP, HIRED, TODAY) == (row(HIRED, date(2026, 3, 9)), row(TODAY, None, REP, 2))


def test_somebody_whose_rows_are_all_closed_by_hand_is_opened_again():
    rows = (row(HIRED, date(2026, 1, 31)),)

    assert employed(rows, REP, None, TODAY) == (*rows, row(TODAY, None, REP, None))
    assert employed(rows, REP, date(2026, 2, 1), TODAY)[1].starts_on == date(2026, 2, 1)


days = st.integers(-30, 30).map(lambda number: TODAY + number * DAY)
terms = st.sampled_from([REP, LEAD, PROMISED, replace(REP, status=Status.LEAVE, unit=2)])
steps = st.lists(st.tuples(st.none() | terms, st.none() | days, st.integers(0, 9)), min_size=1, max_size=6)


def stepped(rows, wanted, day, as_of):
    return ended(rows, day, as_of) if wanted is None else employed(rows, wanted, day, as_of)


@settings(max_examples=examples(500))
@given(steps)
def test_rows_never_overlap_or_end_before_they_start_and_every_step_comes_to_rest(story):
    rows, as_of = (), TODAY
    for wanted, day, later in story:
        as_of += later * DAY
        if wanted is None and day and day >= as_of:
            day = None
        before, rows = rows, stepped(rows, wanted, day, as_of)

        assert stepped(rows, wanted, day, as_of) == rows
        assert len(rows) >= len(before)
        assert all(each.ends_on is None or each.ends_on >= each.starts_on for each in rows)
        assert all(one.ends_on < other.starts_on for one, other in pairwise(rows))
        assert not rows or rows[-1].ends_on is None
