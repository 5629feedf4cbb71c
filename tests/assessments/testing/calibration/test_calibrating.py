"""A calibration is asked for once, done by a worker, linked with the one before, and kept."""

from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pytest

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.models import Calibration, ItemAnswer, ItemParameters
from assessments.testing.calibration.reports import parameters_in_force
from assessments.testing.calibration.services import (
    CalibrationError,
    ask_for_calibration,
    ask_for_monthly_calibrations,
    run_calibration,
)
from assessments.testing.calibration.services.calibrating import LEASE
from assessments.testing.calibration.tasks import calibrate
from assessments.testing.compute.items import Items
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, person, skill
from tests.item_answers import answer_all, crowd, levels_of
from tests.item_bank import published

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(hours=1)
TRUE = Items.of([(1.3, 0.7), (0.8, 1.6), (1.5, 1.4), (1.0, 2.9), (1.8, 2.4), (0.9, 3.5)])
PEOPLE = 300


class Bank(NamedTuple):
    skill: Skill
    author: Person
    versions: list[ItemVersion]
    people: list[Person]


@world
def bank() -> Bank:
    """Six questions at levels 1 to 3, two each, that 300 people have answered."""
    author, reviewer = person("Ines Carvalho", is_author=True), person("Rui Pacheco", is_author=True)
    versions = [
        published(author=author, reviewer=reviewer, level=level, stem=f"Question {place}")
        for place, level in enumerate((1, 1, 2, 2, 3, 3))
    ]
    people = crowd(PEOPLE)
    answer_all(people, levels_of(PEOPLE), versions, TRUE)
    return Bank(skill(), author, versions, people)


def calibrated(bank: Bank, as_of=LATER) -> Calibration:
    ask_for_calibration(skill=bank.skill, by=bank.author, as_of=as_of)
    assert run_calibration(as_of=as_of)
    return Calibration.objects.newest_first()[0]


def thresholds(calibration: Calibration) -> np.ndarray:
    rows = calibration.parameters.order_by("version")
    return np.array([row.thresholds[0] for row in rows])


def test_what_is_asked_for_twice_waits_once(bank):
    first = ask_for_calibration(skill=bank.skill, by=bank.author, as_of=LATER)
    assert ask_for_calibration(skill=bank.skill, by=None, as_of=LATER) == first
    assert (first.number, first.asked_by) == (1, bank.author)


def test_a_worker_finds_where_questions_lie_and_says_how_many_answers_tell_it(bank):
    found = calibrated(bank)
    assert (found.state, found.people, found.items, found.answers) == ("done", PEOPLE, 6, 6 * PEOPLE)
    assert found.has_converged
    off = thresholds(found) - TRUE.threshold[:, 0]
    assert abs(off.mean()) < 0.7, "where all lie is known from authors alone"
    assert np.abs(off - off.mean()).max() < 0.6
    row = found.parameters.first()
    assert (row.answers, row.is_in_force) == (PEOPLE, True)
    assert row.slope_se > 0
    assert 0 < row.threshold_ses[0] < 0.6


def test_what_else_is_known_of_people_says_where_all_questions_lie(bank):
    later = LATER + timedelta(days=100)
    levels = levels_of(PEOPLE, seed=9)
    higher = Items(TRUE.slope, TRUE.threshold + 1)
    ItemAnswer.objects.all().delete()
    answer_all(bank.people, levels, bank.versions, higher, at=later, known_sd=0.5)
    found = calibrated(bank, later)
    assert np.abs(thresholds(found) - higher.threshold[:, 0]).max() < 0.35, "authors were a level too low"


def test_sittings_use_the_author_until_a_calibration_and_then_what_it_found(bank):
    ids = [one.pk for one in bank.versions]
    before = parameters_in_force(version_ids=ids)
    assert [before[pk].thresholds for pk in ids] == [(0.5,), (0.5,), (1.5,), (1.5,), (2.5,), (2.5,)]
    assert not before[ids[0]].is_calibrated
    found = calibrated(bank)
    after = parameters_in_force(version_ids=ids)
    assert [after[pk].thresholds[0] for pk in ids] == thresholds(found).tolist()
    assert after[ids[0]].is_calibrated
    assert after[ids[0]].calibration_id == found.pk


def test_the_next_calibration_is_linked_so_that_levels_of_before_mean_the_same(bank):
    first = calibrated(bank)
    month = LATER + timedelta(days=100)
    # The next people are abler, and of them it is known: by itself that would move every question.
    answer_all(bank.people, levels_of(PEOPLE, seed=5, mean=3.5), bank.versions, TRUE, at=month, known_sd=0.4)
    Calibration.objects.all().update(updated_at=NOON)
    second = calibrated(bank, month)
    assert (second.number, second.linked) == (2, 6)
    first.refresh_from_db()
    assert first.updated_at > NOON, "none of its parameters is in force any more"
    assert np.abs(thresholds(second) - thresholds(first)).mean() < 0.12
    assert abs((thresholds(second) - thresholds(first)).mean()) < 0.1
    moved = second.parameters.order_by("version")
    assert [row.moved for row in moved] == pytest.approx(thresholds(second) - thresholds(first), abs=1e-3)
    assert second.report["moved_most"] == pytest.approx(max(abs(row.moved) for row in moved))
    assert first.parameters.count() == 6, "what a sitting used is kept"
    assert not first.parameters.in_force().exists()
    assert second.parameters.in_force().count() == 6


def test_a_calibration_may_start_anew_and_says_by_how_much_it_is_apart(bank):
    first = calibrated(bank)
    month = LATER + timedelta(days=100)
    higher = Items(TRUE.slope, TRUE.threshold + 1)
    answer_all(bank.people, levels_of(PEOPLE, seed=5), bank.versions, higher, at=month, known_sd=0.4)
    ask_for_calibration(skill=bank.skill, by=None, as_of=month)
    with pytest.raises(CalibrationError, match="waits already"):
        ask_for_calibration(skill=bank.skill, by=None, as_of=month, starts_anew=True)
    Calibration.objects.waiting().delete()
    ask_for_calibration(skill=bank.skill, by=None, as_of=month, starts_anew=True)
    assert run_calibration(as_of=month)
    second = Calibration.objects.newest_first()[0]
    apart = (thresholds(second) - thresholds(first)).mean()
    assert apart > 0.25
    assert second.shift == pytest.approx(-apart, abs=0.2)


def test_the_task_may_run_twice(bank):
    ask_for_calibration(skill=bank.skill, by=None, as_of=NOON + timedelta(minutes=1))
    assert [calibrate(), calibrate()] == [1, 0]
    assert ItemParameters.objects.in_force().count() == 6
    assert Calibration.objects.get().state == "done"


def test_a_killed_worker_leaves_it_to_the_next(bank):
    ask_for_calibration(skill=bank.skill, by=None, as_of=LATER)
    # As a worker that was killed leaves it.
    Calibration.objects.update(attempts=1, taken_until=LATER + LEASE)
    assert not run_calibration(as_of=LATER + LEASE / 2)
    assert run_calibration(as_of=LATER + LEASE)
    assert ItemParameters.objects.count() == 6


def test_what_a_slower_worker_finds_is_not_written_a_second_time(bank, monkeypatch):
    ask_for_calibration(skill=bank.skill, by=None, as_of=LATER)
    from assessments.testing.calibration.services import calibrating

    find, overtaken = calibrating.estimate, []

    def slowly(**told):
        found = find(**told)
        if not overtaken:
            overtaken.append(True)
            Calibration.objects.update(taken_until=LATER)
            assert run_calibration(as_of=LATER + LEASE)
        return found

    monkeypatch.setattr(calibrating, "estimate", slowly)
    assert not run_calibration(as_of=LATER)
    assert ItemParameters.objects.count() == 6
    assert Calibration.objects.get().attempts == 2


def test_what_kills_three_workers_is_said_to_have_failed(bank):
    ask_for_calibration(skill=bank.skill, by=None, as_of=LATER)
    Calibration.objects.update(attempts=3, taken_until=NOON)
    assert not run_calibration(as_of=LATER)
    assert Calibration.objects.get().state == "failed"
    assert ask_for_calibration(skill=bank.skill, by=None, as_of=LATER).number == 2


def test_what_cannot_be_computed_says_why(bank):
    ask_for_calibration(skill=bank.skill, by=None, as_of=LATER)
    ItemAnswer.objects.all().delete()
    for _attempt in range(4):
        run_calibration(as_of=LATER)
    failed = Calibration.objects.get()
    assert failed.state == "failed"
    assert "five people" in failed.last_error


def test_too_few_answers_are_said_with_what_it_takes():
    who = person()
    with pytest.raises(CalibrationError, match="0 answers of 0 people"):
        ask_for_calibration(skill=skill(), by=who, as_of=NOON)


def test_nothing_is_calibrated_again_before_five_more_people_have_answered(bank):
    calibrated(bank)
    with pytest.raises(CalibrationError, match="nothing would change"):
        ask_for_calibration(skill=bank.skill, by=None, as_of=LATER)
    later = LATER + timedelta(days=1)
    answer_all(bank.people[:4], levels_of(4), bank.versions, TRUE, at=later)
    with pytest.raises(CalibrationError, match="nothing would change"):
        ask_for_calibration(skill=bank.skill, by=None, as_of=later)
    answer_all(bank.people[4:5], levels_of(1), bank.versions, TRUE, at=later)
    assert ask_for_calibration(skill=bank.skill, by=None, as_of=later).state == "waiting"


def test_the_month_has_one_calibration_a_skill_whoever_asked_for_it(bank):
    assert ask_for_monthly_calibrations(as_of=LATER) == 1
    assert ask_for_monthly_calibrations(as_of=LATER) == 0, "it waits"
    run_calibration(as_of=LATER)
    later = LATER + timedelta(days=2)
    answer_all(bank.people[:9], levels_of(9), bank.versions, TRUE, at=later)
    assert ask_for_monthly_calibrations(as_of=later) == 0, "it was done this month"
    assert ask_for_monthly_calibrations(as_of=later + timedelta(days=31)) == 1


def test_a_month_without_answers_has_none(bank):
    calibrated(bank)
    assert ask_for_monthly_calibrations(as_of=LATER + timedelta(days=40)) == 0


def test_questions_that_fewer_than_five_people_have_answered_stay_with_their_author(bank):
    new = published(author=bank.author, level=3, stem="A new one")
    one = Items.of([(1.0, 2.5)])
    answer_all(bank.people[:4], levels_of(4), [new], one, at=LATER)
    found = calibrated(bank)
    assert not found.parameters.filter(version=new).exists()


def test_graded_questions_have_a_threshold_a_point(bank):
    graded = published("scenario", author=bank.author, level=2, stem="Graded")
    true = Items.of([(1.4, (1.0, 2.4))])
    answer_all(bank.people, levels_of(PEOPLE), [graded], true, at=NOON, seed=8)
    row = calibrated(bank).parameters.get(version=graded)
    assert len(row.thresholds) == 2
    assert row.thresholds[0] < row.thresholds[1]
    assert row.thresholds[1] - row.thresholds[0] == pytest.approx(1.4, abs=0.4)
