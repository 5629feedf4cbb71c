"""What is wrong with a question leaves scoring until somebody has looked at it."""

from datetime import timedelta

import numpy as np
import pytest

from assessments.testing.bank.choices import ItemState
from assessments.testing.bank.services import start_version
from assessments.testing.calibration.models import Calibration, ItemAnswer, ItemHealth, ItemParameters
from assessments.testing.calibration.notifications import HELD
from assessments.testing.calibration.reports import health_counts, health_rows, item_report, versions_held
from assessments.testing.calibration.services import (
    HealthError,
    ask_for_calibration,
    keep_item,
    look_after_health,
    retire_unhealthy_item,
    run_calibration,
)
from assessments.testing.compute.items import Items
from lifow.people.persons.models import Person
from tests.backing import inboxes
from tests.company import NOON, person
from tests.item_answers import answer_all, crowd, levels_of
from tests.item_bank import published

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(days=1)


def titles(who: Person) -> list[str]:
    """What they are told of questions that are held."""
    return inboxes.titles(who, HELD)


def test_a_question_with_a_wrong_key_is_held_and_no_other(calibrated):
    rows = {row.version_id: row for row in ItemHealth.objects.all()}
    assert len(rows) == 6
    assert [pk for pk, row in rows.items() if row.state == "held"] == [calibrated.bad.pk]
    assert "wrong_key" in rows[calibrated.bad.pk].reasons
    assert rows[calibrated.bad.pk].point_biserial < 0 < rows[calibrated.good[0].pk].point_biserial
    held = versions_held(version_ids=[one.pk for one in (*calibrated.good, calibrated.bad)])
    assert held == {calibrated.bad.pk}
    assert Calibration.objects.get().report["held"] == 1


def test_its_author_and_reviewer_are_told_once(calibrated):
    for who in (calibrated.author, calibrated.reviewer):
        [title] = titles(who)
        assert title == "A question on Refund policy no longer counts: look at it"
    assert titles(calibrated.people[0]) == []


def test_where_neither_is_here_any_more_hr_is_told(unhealthy):
    hr = person("Ruth Amankwah", is_hr_admin=True)
    unhealthy.author.is_active = unhealthy.reviewer.is_author = False
    unhealthy.author.save()
    unhealthy.reviewer.save()
    look_after_health(as_of=NOON)
    assert len(titles(hr)) == 1


def test_what_many_are_sure_of_and_wrong_comes_first(calibrated):
    rows = list(health_rows())
    assert rows[0].version_id == calibrated.bad.pk
    assert rows[0].sure_and_wrong > 0.4
    assert health_counts() == health_counts(skill=calibrated.skill)
    assert (health_counts().held, health_counts().all) == (1, 6)
    assert [row.version_id for row in health_rows(show="held")] == [calibrated.bad.pk]


def test_kept_with_a_note_it_counts_and_is_not_held_again_for_the_same(calibrated):
    keep_item(version=calibrated.bad, by=calibrated.author, note="The policy says so.", as_of=LATER)
    again = keep_item(version=calibrated.bad, by=calibrated.reviewer, note="Twice.", as_of=LATER)
    assert (again.state, again.looked_at_by, again.note) == ("kept", calibrated.author, "The policy says so.")
    assert titles(calibrated.author) == titles(calibrated.reviewer) == []
    more = crowd(50)
    answer_all(more, 4.0 - levels_of(50, seed=7), [calibrated.bad], Items.of([(1.5, 2.5)]), at=LATER)
    look_after_health(as_of=LATER + timedelta(hours=1))
    row = ItemHealth.objects.get(version=calibrated.bad)
    assert (row.answers, row.state) == (250, "kept")
    assert titles(calibrated.author) == []


def test_kept_it_is_held_again_for_something_else(calibrated):
    keep_item(version=calibrated.bad, by=calibrated.author, note="It is right.", as_of=LATER)
    ItemHealth.objects.filter(version=calibrated.bad).update(kept_reasons=["drift"])
    more = crowd(50)
    answer_all(more, 4.0 - levels_of(50, seed=7), [calibrated.bad], Items.of([(1.5, 2.5)]), at=LATER)
    look_after_health(as_of=LATER + timedelta(hours=1))
    assert ItemHealth.objects.get(version=calibrated.bad).state == "held"
    assert len(titles(calibrated.author)) == 1


def test_held_it_stays_held_whatever_is_answered_until_somebody_has_looked(calibrated):
    ItemHealth.objects.filter(version=calibrated.good[0]).update(state="held")
    more = crowd(20)
    answer_all(more, levels_of(20, seed=7), calibrated.good[:1], Items.of([(1.5, 1.0)]), at=LATER)
    assert look_after_health(as_of=LATER + timedelta(hours=1)) == 1
    assert ItemHealth.objects.get(version=calibrated.good[0]).state == "held"


def test_retired_it_is_asked_no_more_and_leaves_the_list_and_inboxes(calibrated):
    item = retire_unhealthy_item(
        version=calibrated.bad, by=calibrated.author, note="The key is wrong.", as_of=LATER
    )
    assert (item.state, item.retired_reason) == (ItemState.RETIRED, "The key is wrong.")
    assert health_counts().held == 0
    assert titles(calibrated.author) == titles(calibrated.reviewer) == []
    assert ItemAnswer.objects.filter(version=calibrated.bad).count() == 200


@pytest.mark.parametrize("note", ["", "   ", "x" * 301, "a\0b"])
def test_whoever_looks_says_what_they_found(calibrated, note):
    with pytest.raises(HealthError, match="Say why"):
        keep_item(version=calibrated.bad, by=calibrated.author, note=note, as_of=LATER)


def test_of_a_question_that_nobody_answered_nothing_is_kept(calibrated):
    new = published(author=calibrated.author, stem="New")
    with pytest.raises(HealthError, match="Too few people"):
        keep_item(version=new, by=calibrated.author, note="Fine.", as_of=LATER)
    report = item_report(version=new)
    assert report.health is None
    assert report.in_force.calibration_id is None
    assert report.peak.level == pytest.approx(1.5)


def test_the_next_version_starts_without_a_word_on_it(calibrated):
    draft = start_version(item=calibrated.bad.item, by=calibrated.author)
    assert not ItemHealth.objects.filter(version=draft).exists()


def test_each_night_what_five_more_people_have_answered_is_computed_again(calibrated):
    assert look_after_health(as_of=LATER) == 0, "nobody has answered since"
    answer_all(crowd(4), levels_of(4), calibrated.good[:1], Items.of([(1.5, 1.0)]), at=LATER)
    before = ItemHealth.objects.values().get(version=calibrated.good[0])
    assert look_after_health(as_of=LATER + timedelta(hours=1)) == 0, "the difference would be four people’s"
    assert ItemHealth.objects.values().get(version=calibrated.good[0]) == before
    answer_all(crowd(1), levels_of(1), calibrated.good[:1], Items.of([(1.5, 1.0)]), at=LATER)
    assert look_after_health(as_of=LATER + timedelta(hours=1)) == 1
    assert ItemHealth.objects.get(version=calibrated.good[0]).people == 205
    assert look_after_health(as_of=LATER + timedelta(hours=2)) == 0, "twice is once"


def test_it_changes_no_parameters(calibrated):
    before = list(ItemParameters.objects.values())
    answer_all(crowd(30), levels_of(30), calibrated.good, Items.of([(1.5, 4.0)] * 5), at=LATER)
    look_after_health(as_of=LATER + timedelta(hours=1))
    assert list(ItemParameters.objects.values()) == before


def test_a_calibration_too_leaves_what_too_few_have_answered_since_as_it_was(calibrated):
    answer_all(crowd(6), levels_of(6), calibrated.good[1:], Items.of([(1.5, 2.0)] * 4), at=LATER)
    answer_all(crowd(2), levels_of(2), calibrated.good[:1], Items.of([(1.5, 1.0)]), at=LATER)
    ask_for_calibration(skill=calibrated.skill, by=None, as_of=LATER)
    assert run_calibration(as_of=LATER)
    assert ItemHealth.objects.get(version=calibrated.good[0]).people == 200
    assert ItemHealth.objects.get(version=calibrated.good[1]).people == 206


def test_of_four_people_nothing_is_known(unhealthy):
    new = published(author=unhealthy.author, stem="New")
    answer_all(unhealthy.people[:4], levels_of(4), [new], Items.of([(1.5, 1.5)]))
    look_after_health(as_of=NOON)
    assert not ItemHealth.objects.filter(version=new).exists()


def test_two_records_of_one_person_are_one_person(unhealthy):
    new = published(author=unhealthy.author, stem="New")
    people = unhealthy.people[:5]
    answer_all(people, levels_of(5), [new], Items.of([(1.5, 1.5)]))
    Person.objects.filter(pk=people[1].pk).update(merged_into=people[0], is_active=False, email=None)
    look_after_health(as_of=NOON)
    assert not ItemHealth.objects.filter(version=new).exists()


def test_who_chose_what_is_told_by_the_text_of_each_answer(calibrated):
    report = item_report(version=calibrated.bad)
    assert [one.text for one in report.options] == ["Fourteen days", "Thirty days", "A year"]
    assert [one.is_right for one in report.options] == [True, False, False]
    right = report.options[0]
    assert right.thirds[0] > right.thirds[2]
    assert sum(one.count for one in report.options) == 200
    assert sum(one.share for one in report.options) == pytest.approx(1)


def test_what_was_typed_is_told_where_five_people_have_typed_it(unhealthy):
    typed = published("text", author=unhealthy.author, stem="Who pays?")
    levels = levels_of(40)
    answer_all(unhealthy.people[:40], levels, [typed], Items.of([(1.5, 2.0)]))
    rows = ItemAnswer.objects.filter(version=typed).order_by("pk")
    for place, row in enumerate(rows):
        row.chosen = ["chargeback"] if row.score else ["refund" if place % 8 else f"word {place}"]
        row.save()
    look_after_health(as_of=NOON)
    told = {one.text: one for one in item_report(version=typed).options}
    assert set(told) == {"chargeback", "refund"}
    assert told["chargeback"].is_right
    assert told["refund"].count == int(np.sum([row.chosen == ["refund"] for row in rows]))


def test_orders_and_pairs_are_told_in_the_words_of_the_question(unhealthy):
    steps = published("order", author=unhealthy.author, stem="In which order?")
    pairs = published("match", author=unhealthy.author, stem="Who pays?")
    levels = levels_of(40)
    answer_all(unhealthy.people[:40], levels, [steps, pairs], Items.of([(1.5, 2.0)] * 2))
    for version, right, wrong in (
        (steps, ["a > b > c > d"], ["b > a > c > d"]),
        (pairs, ["a=a", "b=b", "c=b"], ["a=b", "b=b", "c=b"]),
    ):
        for row in ItemAnswer.objects.filter(version=version):
            row.chosen = right if row.score else wrong
            row.save()
    look_after_health(as_of=NOON)
    assert {one.text for one in item_report(version=steps).options} == {"1 → 2 → 3 → 4", "2 → 1 → 3 → 4"}
    told = {one.text: one.is_right for one in item_report(version=pairs).options}
    assert told["Chargeback → The bank"]
    assert not told["Chargeback → The shop"]


def test_the_curve_is_that_of_the_parameters_in_force(calibrated):
    report = item_report(version=calibrated.good[2])
    parameters = report.in_force
    by_hand = [
        parameters.slope**2 * chance * (1 - chance)
        for point in report.curve
        for chance in [1 / (1 + np.exp(-parameters.slope * (point.level - parameters.thresholds[0])))]
    ]
    assert [point.information for point in report.curve] == pytest.approx(by_hand)
    assert [point.level for point in report.curve] == [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]
    assert len(report.line.split()) == 41
