"""Workers and authors at the same moment calibrate a skill once."""

from collections import Counter
from functools import partial

import pytest

from assessments.testing.calibration.models import Calibration, ItemHealth, ItemParameters
from assessments.testing.calibration.services import (
    ask_for_calibration,
    ask_for_monthly_calibrations,
    look_after_health,
    run_calibration,
)
from assessments.testing.compute.items import Items
from tests.company import NOON, person, skill
from tests.concurrency import at_once
from tests.item_answers import answer_all, crowd, levels_of
from tests.item_bank import published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dialect]
PEOPLE = 40
TRUE = Items.of([(1.3, 1.5), (1.5, 2.5)])


def test_askers_and_workers_at_the_same_moment_calibrate_a_skill_once():
    author, reviewer = person("Ines Carvalho", is_author=True), person("Rui Pacheco", is_author=True)
    versions = [
        published(author=author, reviewer=reviewer, level=level, stem=f"Question {level}") for level in (2, 3)
    ]
    answer_all(crowd(PEOPLE), levels_of(PEOPLE), versions, TRUE)
    ask = partial(ask_for_calibration, skill=skill(), by=author, as_of=NOON)
    asked = at_once([ask, partial(ask_for_monthly_calibrations, as_of=NOON), ask])
    waiting = Calibration.objects.get()
    assert [asked[0], asked[2]] == [waiting, waiting]

    run = partial(run_calibration, as_of=NOON)
    done = at_once([run, partial(look_after_health, as_of=NOON), run, run])
    assert Counter(map(str, (done[0], *done[2:]))) == {"True": 1, "False": 2}
    assert isinstance(done[1], int)
    calibration = Calibration.objects.get()
    assert (calibration.state, calibration.attempts) == (Calibration.State.DONE, 1)
    in_force = ItemParameters.objects.in_force()
    assert sorted(in_force.values_list("version", flat=True)) == sorted(one.pk for one in versions)
    assert ItemHealth.objects.count() == len(versions)
