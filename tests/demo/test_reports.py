"""The report in the terminal uses the words of the pages, and levels as text."""

import pytest

from assessments.gaps.services import refresh_gap_reports
from content.planning.services import refresh_plans
from demo.reports import columns, learner_report


def test_columns_are_aligned_and_the_heading_is_underlined():
    assert columns([["Skill", "Level"], ["Empathy", "▮▮▯"], ["SQL", ""]]).splitlines() == [
        "Skill    Level",
        "───────  ─────",
        "Empathy  ▮▮▯",
        "SQL",
    ]


@pytest.fixture
def report(loaded, now) -> str:
    abena = loaded["LF102"]
    refresh_gap_reports(person_ids=[abena.pk], as_of=now)
    refresh_plans(person_ids=[abena.pk], as_of=now)
    return learner_report(abena, now)


def test_a_learner_reads_where_they_stand_and_what_to_do_this_week(report):
    lines = report.splitlines()
    assert lines[0] == "Abena Osei · Support specialist II"
    assert "of 10 skills met · " in lines[2]
    assert ") ready in what is known, " in lines[2]
    assert "gap in 1 of 2 critical skills" in lines[2]
    refunds = next(line for line in lines if line.startswith("Refund policy"))
    assert "● critical" in refunds
    assert "▮▮▯│▯▯" in refunds
    assert "You 2 · Needed 3" in refunds
    sql = next(line for line in lines if line.startswith("SQL"))
    assert "▨▨▨│▨▨" in sql
    assert "Not assessed yet · Needed 3" in sql
    assert "of 30" in report
    assert "closes Refund policy 2 → 3" in report
    assert "4 questions on SQL" in report
    assert "That is the best possible use of the time." in report


def test_a_report_before_anything_was_computed_says_so(db, django_user_model, now):
    person = django_user_model.objects.create_user("new@larkfield.example", given_name="Nour")
    report = learner_report(person, now)
    assert report.startswith("Nour")
    assert "no skill is needed" in report
    assert "Nothing is planned" in report
