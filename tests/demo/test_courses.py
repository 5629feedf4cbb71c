"""The course of the demo company: who took it is drawn, and its effect is found by lifow, not told."""

from dataclasses import replace

import pytest

from demo.company_files import Company, read_company
from demo.courses import course_readings, course_takers
from demo.generator import told_of
from demo.reading import all_reads
from demo.subjects import colleagues, subjects


@pytest.fixture(scope="module")
def made_up(company):
    return list(subjects(company))


@pytest.fixture
def course(company):
    return company.evidence["generator"]["course"]


def test_the_same_seed_and_day_give_the_same_course(company, made_up):
    again = read_company(company.today)
    assert course_readings(again, list(subjects(again))) == course_readings(company, made_up)


def test_nobody_of_whom_a_story_is_told_takes_part(company, made_up):
    storied = {employee for employee, _skill in told_of(company.evidence)}
    assert not storied & {one.employee for one in course_readings(company, made_up)}


def test_everybody_sits_both_rounds_in_three_skills_at_least_and_was_here(company, made_up, course):
    here = {one.employee: one.days_here for one in colleagues(company)}
    rounds: dict[str, set[tuple[str, int]]] = {}
    for one in course_readings(company, made_up):
        assert one.days_ago < here[one.employee]
        rounds.setdefault(one.employee, set()).add((one.skill, one.days_ago))
    assert len(rounds) > 20
    for sat in rounds.values():
        skills = {skill for skill, _days in sat}
        assert course["skill"] in skills
        assert len(skills) >= 3
        assert sat == {(skill, days) for skill in skills for days in course["tested_days_ago"]}


def test_takers_took_it_between_the_rounds_and_once(company, made_up, course):
    takers = course_takers(company, made_up)
    first, last = max(course["tested_days_ago"]), min(course["tested_days_ago"])
    assert all(last < days < first for days in takers.values())
    read = [one for one in all_reads(company) if one.module == course["module"] and one.employee in takers]
    assert {one.employee: one.days_ago for one in read} == takers
    assert len(read) == len(takers)


def test_what_it_gives_is_missing_before_it_alone(company: Company, made_up, course):
    """With a course that gives nothing, nothing differs but the first tests of its takers in its skill."""
    evidence = {**company.evidence}
    evidence["generator"] = {**evidence["generator"], "course": {**course, "gives": 0.0}}
    idle = replace(company, evidence=evidence)
    takers = course_takers(company, made_up)
    differ = set()
    for one, other in zip(course_readings(company, made_up), course_readings(idle, made_up), strict=True):
        if one != other:
            assert one.level < other.level
            differ.add((one.employee, one.skill, one.days_ago))
    first = max(course["tested_days_ago"])
    assert {employee for employee, _skill, _days in differ} <= set(takers)
    assert {(skill, days) for _employee, skill, days in differ} == {(course["skill"], first)}
    assert len(differ) > len(takers) / 2
