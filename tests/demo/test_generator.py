"""The generator repeats itself, keeps to its numbers, and leaves alone what is told."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest

from demo.company_files import read_company
from demo.dates import workday_before
from demo.generator import Colleague, Subject, generate_readings, told_of, told_readings, true_levels
from demo.subjects import all_readings, colleagues, subjects


@pytest.fixture(scope="module")
def readings(company):
    return all_readings(company)


@pytest.fixture
def generator(company):
    return company.evidence["generator"]


def someone(**changes) -> Subject:
    colleague = Colleague("LF900", "support-rep", "LF101", ("LF102", "LF103"), days_here=900, days_gone=0)
    return replace(Subject(colleague, "invoicing", 2.0, ("LF101", "LF104", "LF105")), **changes)


def many(count=300, **changes) -> list[Subject]:
    subject = someone(**changes)
    return [
        replace(subject, colleague=replace(subject.colleague, employee=f"LF9{number:03}"))
        for number in range(count)
    ]


def test_the_same_seed_and_day_give_the_same_evidence(company, readings):
    assert all_readings(read_company(company.today)) == readings


def test_another_seed_gives_other_evidence(generator):
    assert generate_readings(many(), generator, 1) != generate_readings(many(), generator, 2)


def test_a_new_colleague_changes_nobody_elses_evidence(generator):
    before = generate_readings(many(20), generator, 7)
    newcomer = someone(colleague=replace(someone().colleague, employee="LF899"))
    assert [
        one for one in generate_readings([newcomer, *many(20)], generator, 7) if one.employee != "LF899"
    ] == before


def test_no_two_readings_have_the_same_key(readings):
    assert max(Counter(one.key for one in readings).values()) == 1


def test_levels_stay_on_the_scale_and_on_the_steps_of_their_source(readings, generator):
    for one in readings:
        assert 0 <= one.level <= 5
        if one.source in generator["source"] and not one.text:
            assert one.level % 1 in (0, 0.5) or one.source == "test"


def test_nobody_is_rated_by_themselves_as_somebody_else_or_by_nobody(readings):
    for one in readings:
        assert (one.rater == one.employee) == (one.source == "self")
        assert (one.rater is None) == (one.source == "test")


def test_nothing_is_made_up_where_something_is_told(company):
    told = told_of(company.evidence)
    assert not told & {(subject.colleague.employee, subject.skill) for subject in subjects(company)}


def test_what_is_told_is_in_the_evidence_as_it_is_told(company, readings):
    by_key = {one.key: one for one in readings}
    for told in told_readings(company.evidence, company.seed):
        assert by_key[told.key] == told
    waiting = company.evidence["to_confirm"][0]
    found = by_key[f"{waiting['employee']}:{waiting['skill']}:self:told-1"]
    assert (found.days_ago, found.text) == (waiting["days_ago"], waiting["note"])


def test_about_the_stated_share_is_never_assessed(generator):
    assessed = {one.employee for one in generate_readings(many(2000), generator, 3)}
    assert 1 - len(assessed) / 2000 == pytest.approx(generator["never_assessed_share"], abs=0.03)


def test_newcomers_are_assessed_less_and_hardly_by_their_manager(generator):
    settled = Counter(one.source for one in generate_readings(many(), generator, 3))
    new = replace(someone().colleague, days_here=200)
    newcomers = Counter(one.source for one in generate_readings(many(colleague=new), generator, 3))
    assert newcomers["manager"] < settled["manager"] / 3
    assert sum(newcomers.values()) < sum(settled.values())


def test_nobody_is_observed_after_they_left_or_before_they_came(company, readings):
    limits = {one.employee: (one.days_gone, one.days_here) for one in colleagues(company)}
    for one in readings:
        gone, here = limits[one.employee]
        assert gone < one.days_ago < here, one.key


def test_a_manager_who_keeps_up_has_answered_every_rating_of_their_people(generator):
    days = defaultdict(dict)
    for one in generate_readings(many(answered=True), generator, 5):
        newest = days[one.employee].get(one.source, one.days_ago)
        days[one.employee][one.source] = min(newest, one.days_ago)
    assert any("self" in found for found in days.values())
    assert all(found["manager"] < found["self"] for found in days.values() if "self" in found)


@pytest.mark.parametrize("weekday", range(7))
def test_whatever_day_it_is_loaded_three_ratings_wait_for_the_manager_of_the_tour(weekday):
    today = date(2026, 11, 23) + timedelta(days=weekday)
    company = read_company(today)
    team = {one.employee for one in colleagues(company) if one.manager == "LF101"}
    newest = {}
    for one in all_readings(company):
        if one.source in ("self", "manager"):
            seen = (workday_before(today, one.days_ago), one.minute)
            key = (one.employee, one.skill, one.source)
            newest[key] = max(newest.get(key, seen), seen)
    waiting = [
        (employee, skill)
        for (employee, skill, source), seen in newest.items()
        if source == "self" and employee in team and newest.get((employee, skill, "manager"), seen) <= seen
    ]
    assert len(waiting) == 3


def test_a_mentors_strength_is_proven_and_a_gap_that_a_pair_talks_about_too(generator):
    proof = ("manager", "observed", "peer")
    strong = generate_readings(many(proven_by=proof, least_level=4.2), generator, 5)
    weak = generate_readings(many(proven_by=proof, most_level=0.5), generator, 5)
    for found in (strong, weak):
        sources = defaultdict(set)
        for one in found:
            sources[one.employee].add(one.source)
        assert len(sources) == 300
        assert all(set(proof) <= spoken for spoken in sources.values())
    observed = [float(one.level) for one in strong if one.source == "observed"]
    assert sum(observed) / len(observed) > 4
    assert sum(float(one.level) for one in weak) / len(weak) < 1


def test_several_ratings_of_a_kind_come_from_several_people(generator):
    raters = defaultdict(list)
    for one in generate_readings(many(), generator, 5):
        if one.source in ("peer", "observed"):
            raters[one.employee, one.source].append(one.rater)
    assert max(map(len, raters.values())) > 1
    assert all(len(set(names)) == len(names) for names in raters.values())


def test_mentors_comments_reach_people_whom_they_do_not_manage(company, readings):
    comments = [one for one in readings if ":comment:" in one.key]
    assert len(comments) >= 10
    for one in comments:
        assert company.roster[one.employee]["Manager ID"] != one.rater
        assert one.skill in company.mentored_skills[one.rater]
        assert len(one.text.split()) > 20


def test_true_levels_are_those_that_readings_are_made_of(company, generator):
    found = true_levels(many(2000), generator, 3)
    measured = [
        (float(one.level), found[one.employee, one.skill])
        for one in generate_readings(many(2000), generator, 3)
        if one.source == "observed" and one.days_ago < 60
    ]
    off = [seen - true for seen, true in measured]
    assert len(measured) > 100
    habit = generator["source"]["observed"]
    assert sum(off) / len(off) == pytest.approx(habit["bias"], abs=0.2)
    assert all(abs(one) < 5 * habit["sd"] + habit["step"] for one in off)
    assert true_levels(subjects(company), generator, company.seed).keys() == {
        (one.colleague.employee, one.skill) for one in subjects(company)
    }
