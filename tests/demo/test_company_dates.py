"""Reading the company moves its dates to today."""

import csv
from datetime import date, timedelta

from demo.company_files import read_company

REFERENCE = date(2026, 11, 23)


def test_on_the_reference_day_dates_are_as_they_are_written():
    company = read_company(REFERENCE)
    assert company.roster["LF102"]["Start date"] == "2023-02-06"


def test_a_year_later_dates_have_moved_by_whole_weeks():
    company = read_company(REFERENCE + timedelta(days=365))
    moved = date.fromisoformat(company.roster["LF102"]["Start date"])
    assert moved - date(2023, 2, 6) == timedelta(weeks=52)


def test_the_earlier_roster_has_the_leavers_still_at_work(company):
    now = {row["Employee ID"]: row for row in csv.DictReader(company.roster_file().splitlines())}
    earlier = {row["Employee ID"]: row for row in csv.DictReader(company.earlier_roster_file().splitlines())}
    gone = {employee for employee, row in now.items() if row["Status"] == "terminated"}
    assert gone
    assert {employee for employee in now if now[employee] != earlier[employee]} == gone
    assert all((earlier[one]["Status"], earlier[one]["End date"]) == ("active", "") for one in gone)
