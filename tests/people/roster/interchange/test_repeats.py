"""Several lines of one person: which counts, which is history, and which nobody can tell."""

from datetime import date

import pytest

from lifow.people.roster.interchange import RosterState, parse_roster, plan_roster
from lifow.people.roster.interchange.repeats import one_row_each
from tests.people.roster.apply import apply_to_state

TODAY = date(2026, 3, 2)
HEAD = "Employee ID,First Name,Work Email,Job Title,Department,Status,Hire Date,Termination Date\n"


def line(title="Rep", status="Active", start="", end="", unit="Sales"):
    return f"1,Cleo,c@x.org,{title},{unit},{status},{start},{end}\n"


NOW = line("Lead", start="2025-05-01")
ONCE = line("Rep", "Left", "2020-01-01", "2022-06-30")
BETWEEN = line("Clerk", "Left", "2023-01-01", "2023-12-31", unit="Archive")


def settled(*lines):
    return one_row_each(parse_roster(HEAD + "".join(lines)).rows, TODAY)


def planned(state, *lines, as_of=TODAY):
    return plan_roster(state, parse_roster(HEAD + "".join(lines)), as_of=as_of)


def applied(*lines, state=None, as_of=TODAY):
    state = state or RosterState()
    return apply_to_state(state, planned(state, *lines, as_of=as_of))


def told(state):
    return [
        (str(row.starts_on), str(row.ends_on or ""), row.status.value, row.job_title)
        for row in state.people[0].employments
    ]


@pytest.mark.parametrize("lines", [(NOW, ONCE, BETWEEN), (BETWEEN, NOW, ONCE), (ONCE, NOW, NOW, BETWEEN)])
def test_the_line_in_force_counts_whatever_the_order(lines):
    each = settled(*lines)

    assert [row.job_title for row in each.rows] == ["Lead"]
    assert [row.job_title for row in each.history["1"]] == ["Rep", "Clerk"]
    assert not each.problems


@pytest.mark.parametrize(
    "lines",
    [
        (line("Rep"), line("Lead")),
        (line("Rep", start="2025-01-01"), line("Lead", start="2025-05-01")),
        (line("Rep", "Left"), line("Lead", "Left")),
        (line("Rep", start="2027-01-01"), line("Lead", start="2027-01-01")),
    ],
)
def test_two_lines_that_both_count_are_nobodys_and_name_each_other(lines):
    each = settled(*lines)

    assert not each.rows
    assert [(one.line, one.params["lines"]) for one in each.problems] == [(2, "3"), (3, "2")]


def test_the_same_line_twice_is_one():
    assert [row.line for row in settled(NOW, NOW).rows] == [2]


def test_before_the_first_day_the_next_line_counts_and_after_the_last_the_last_one():
    assert [
        row.job_title
        for row in settled(line("Rep", start="2027-01-01"), line("Lead", start="2026-06-01")).rows
    ] == ["Lead"]
    assert [row.job_title for row in settled(ONCE, BETWEEN).rows] == ["Clerk"]


def test_a_line_to_come_waits_for_its_day():
    each = settled(NOW, line("Head", start="2026-04-01"))

    assert [row.job_title for row in each.rows] == ["Lead"]
    assert each.later == ("1",)


def test_a_line_of_the_past_without_its_days_is_told():
    assert settled(NOW, line("Rep", "Left")).undated == ("1",)


def test_history_becomes_employments_of_somebody_new():
    assert told(applied(NOW, ONCE, BETWEEN)) == [
        ("2020-01-01", "2022-06-30", "active", "Rep"),
        ("2022-07-01", "2022-12-31", "terminated", "Rep"),
        ("2023-01-01", "2023-12-31", "active", "Clerk"),
        ("2024-01-01", "2025-04-30", "terminated", "Clerk"),
        ("2025-05-01", "", "active", "Lead"),
    ]


@pytest.mark.parametrize("before", [(NOW,), (line("Rep", start="2020-01-01"),), (NOW, BETWEEN)])
def test_history_joins_what_was_known_and_is_planned_once(before):
    state = applied(NOW, ONCE, BETWEEN, state=applied(*before, as_of=date(2025, 6, 1)))

    assert ("2020-01-01", "2022-06-30", "active", "Rep") in told(state)
    assert told(state)[-1] == ("2025-05-01", "", "active", "Lead")
    assert planned(state, NOW, ONCE, BETWEEN).is_empty


def test_a_whole_roster_of_people_with_two_contracts_at_once_stops_nobody_else():
    lines = line("Rep"), line("Lead"), "2,Ben,b@x.org,Rep,Sales,Active,,\n"
    plan = planned(RosterState(), *lines)

    assert [new.external_id for new in plan.created] == ["2"]
    assert [problem.column for problem in plan.problems] == ["Employee ID", "Employee ID"]


def test_ten_thousand_lines_of_one_id_are_told_in_few_words():
    plan = planned(RosterState(), *(line(f"Title {number}") for number in range(10_000)))

    assert len(plan.problems) == 10_000
    assert plan.problems[0].params["lines"] == "3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 9,989 more"
    assert max(len(problem.reason) for problem in plan.problems) < 250
