"""How the demo's people answered its test questions: from what they can do, but for the two bad ones."""

from collections import defaultdict
from decimal import Decimal

import pytest

from assessments.testing.bank.kinds import kind_named
from demo.company_files import read_company
from demo.generator import true_levels
from demo.pretest import all_tried_out, tried_skills, true_threshold
from demo.services.items import contents_of
from demo.subjects import subjects


@pytest.fixture(scope="module")
def answers(company):
    return list(all_tried_out(company))


@pytest.fixture(scope="module")
def items(company):
    return {item.key: item for file in company.items for item in file.items}


@pytest.fixture(scope="module")
def shares(answers, items):
    """By question and third of the people by level: the share that is right."""
    found = defaultdict(lambda: defaultdict(list))
    for one in answers:
        body = contents_of(items[one.item]).as_stored()
        kind = kind_named(body["kind"])
        found[one.item][one.employee].append(kind.score(body["body"], one.answer) / body["highest_score"])
    return {key: {who: sum(own) / len(own) for who, own in told.items()} for key, told in found.items()}


def test_the_same_seed_and_day_give_the_same_answers(company, answers):
    assert list(all_tried_out(read_company(company.today))) == answers


def test_skills_that_many_need_are_tried_out_and_the_bad_questions_are_among_them(company, answers, items):
    skills = tried_skills(company)
    assert {one.skill for one in answers} == set(skills)
    bad = {item.key for item in items.values() if item.purpose.startswith("bad")}
    assert len(bad) == 2
    assert bad <= {one.item for one in answers}


def test_nobody_answers_the_same_question_twice_in_a_round(answers):
    keys = [(one.employee, one.item, one.round) for one in answers]
    assert len(set(keys)) == len(keys)


def test_every_answer_is_one_that_its_kind_can_have(answers, items):
    for one in answers:
        stored = contents_of(items[one.item]).as_stored()
        kind = kind_named(stored["kind"])
        assert 0 <= kind.score(stored["body"], one.answer) <= stored["highest_score"]
        assert kind.chosen(stored["body"], one.answer)


def test_whoever_is_above_a_question_mostly_answers_it_right(company, answers, items, shares):
    numbers = company.evidence["generator"]["pretest"]
    levels = true_levels(list(subjects(company)), company.evidence["generator"], company.seed, 120)
    skill_of = {one.item: one.skill for one in answers}
    above, below = [], []
    for key, told in shares.items():
        if items[key].purpose or items[key].kind == "scenario":
            continue
        lies_at = true_threshold(items[key], numbers, company.seed)
        for who, share in told.items():
            off = levels[who, skill_of[key]] - lies_at
            (above if off > 1 else below if off < -1 else []).append(share)
    assert sum(above) / len(above) > 0.8
    assert sum(below) / len(below) < 0.2


def test_authors_are_off_by_as_much_as_the_numbers_say(company, items):
    numbers = company.evidence["generator"]["pretest"]
    off = [true_threshold(one, numbers, company.seed) - (one.level - 0.5) for one in items.values()]
    assert (sum(one * one for one in off) / len(off)) ** 0.5 == pytest.approx(numbers["author_sd"], abs=0.08)


def test_a_question_of_the_files_is_one_that_the_bank_takes(items):
    for one in items.values():
        contents = contents_of(one)
        kind = kind_named(contents.kind)
        assert kind.problems(contents.body) == [], one.key
        assert contents.as_stored()["body"] == kind.tidy(contents.body)
        if one.kind == "numeric":
            assert Decimal(contents.body["answer"]) == one.answer
