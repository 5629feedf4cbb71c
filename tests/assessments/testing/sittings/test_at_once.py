"""Two tabs, two devices, a sweep, a killed process: nothing is lost, nothing is doubled."""

import signal
from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest

from assessments.evidence.models import Evidence
from assessments.marks.models import StaleMark
from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.sittings.choices import GRACE
from assessments.testing.sittings.models import FormFigures, Sitting
from assessments.testing.sittings.services import (
    AnsweredAlreadyError,
    FormContents,
    SectionContents,
    answer_item,
    count_results,
    create_form,
    end_due,
    end_early,
    ending,
    publish_form,
    start_quick_check,
    start_sitting,
)
from tests.company import NOON, compute, give, person, role, skill
from tests.concurrency import at_once
from tests.item_bank import items, place_of

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=1)
KILLED = "tests.assessments.testing.sittings.killed"


@pytest.fixture
def refunds():
    found = skill("Refund policy")
    items(found, each=2)
    return found


@pytest.fixture
def abena(refunds):
    made = person("Abena Osei")
    give(made, role(Refund_policy=(3, 2, True)))
    compute(made)
    return made


@pytest.fixture
def check(abena, refunds):
    """A quick check of three questions, of which two are answered, so that the next answer ends it."""
    sitting = start_quick_check(person=abena, skills=[refunds], most=3, as_of=NOON)
    for right in (True, False):
        answer(sitting, right=right)()
    return sitting


@pytest.fixture
def slow_endings(monkeypatch):
    """Whoever ends a sitting has read its answers, and waits for a second one who ends it, for a while."""
    both, conclude = Barrier(2), ending._conclude

    def when_both_have_read(*arguments):
        with suppress(BrokenBarrierError):
            both.wait(timeout=0.5)
        conclude(*arguments)

    monkeypatch.setattr(ending, "_conclude", when_both_have_read)


def answer(sitting, *, right: bool = True, as_of=LATER, **fields):
    """Answers the question that waits, once it is called."""
    asked = sitting.items.select_related("version").get(shown_at__isnull=False, answered_at=None)
    given = place_of(asked, right=right)
    return partial(answer_item, sitting=sitting, number=asked.number, given=given, as_of=as_of, **fields)


def agrees(sitting) -> Evidence | None:
    """The evidence of a sitting that is over: one piece, which says what the sitting says, of its answers."""
    sitting.refresh_from_db()
    part = sitting.skills.get()
    assert not sitting.is_open
    assert part.open_for is None
    found = list(Evidence.objects.filter(source="test"))
    assert found == ([part.evidence] if part.evidence else [])
    counted = sitting.items.counting()
    assert bool(found) == counted.exists()
    assert set(ItemAnswer.objects.values_list("version", "answered_at")) == set(
        sitting.items.answered().filter(is_late=False).values_list("version", "answered_at")
    )
    if found:
        assert float(found[0].level) == round(part.level, 2)
        assert found[0].observed_at == max(one.answered_at for one in counted)
    return part.evidence


def test_eight_tabs_that_send_the_same_answer_at_once_are_one_answer(abena, refunds):
    sitting = start_quick_check(person=abena, skills=[refunds], most=3, as_of=NOON)
    outcomes = at_once([answer(sitting, idempotency_key=f"tab {number}") for number in range(8)])
    assert [one.is_new for one in outcomes].count(True) == 1
    assert {one.following for one in outcomes} == {sitting.items.get(number=2)}
    assert sitting.items.count() == 2
    assert ItemAnswer.objects.count() == 1


def test_of_two_tabs_that_answer_the_same_question_otherwise_one_is_told(abena, refunds):
    sitting = start_quick_check(person=abena, skills=[refunds], most=3, as_of=NOON)
    outcomes = at_once([answer(sitting, right=right) for right in (True, False)])
    refused = [isinstance(one, AnsweredAlreadyError) for one in outcomes]
    assert sorted(refused) == [False, True]
    assert sitting.items.get(number=1).score == (0 if refused[0] else 1)
    assert ItemAnswer.objects.count() == 1


def test_last_answers_at_once_end_it_once(check):
    outcomes = at_once([answer(check)] * 6)
    assert [one.is_new for one in outcomes].count(True) == 1
    assert {one.following for one in outcomes} == {None}
    assert agrees(check)


def test_two_devices_that_begin_at_once_begin_one_quick_check(abena, refunds):
    begin = partial(start_quick_check, person=abena, skills=[refunds], most=3, as_of=NOON)
    steps = [partial(begin, idempotency_key=key) for key in ("phone", "desk", "desk", None) * 2]
    assert set(at_once(steps)) == {Sitting.objects.get()}
    assert Sitting.objects.get().items.count() == 1


def test_two_devices_that_begin_a_test_at_once_use_one_attempt(abena, refunds):
    section = SectionContents(refunds, questions=3)
    contents = FormContents(title="Refunds", kind="fixed", most_attempts=1, sections=[section])
    form = publish_form(form=create_form(contents=contents, by=None), by=None, as_of=NOON)
    begin = partial(start_sitting, person=abena, form=form, as_of=NOON)
    steps = [partial(begin, idempotency_key=key) for key in ("phone", "desk", "desk", None) * 2]
    assert set(at_once(steps)) == {Sitting.objects.get()}
    assert Sitting.objects.get().items.count() == 3


def test_an_answer_and_the_sweeps_at_the_last_moment_end_it_once(check, slow_endings):
    after = check.deadline_at + GRACE + timedelta(seconds=1)
    last = answer(check, as_of=check.deadline_at)
    said, *ended = at_once([last, *[partial(end_due, as_of=after)] * 3])
    assert sum(ended) == (1 if said.is_late else 0)
    assert check.items.get(number=3).counts is not said.is_late
    assert agrees(check).observed_at == (LATER if said.is_late else check.deadline_at)


def test_who_begins_anew_while_the_last_answer_is_on_its_way_loses_nothing(
    check, abena, refunds, slow_endings
):
    after = check.deadline_at + GRACE + timedelta(seconds=1)
    begin = partial(start_quick_check, person=abena, skills=[refunds], most=3, as_of=after)
    said, begun = at_once([answer(check, as_of=check.deadline_at), begin])
    assert begun != check
    assert check.items.get(number=3).counts is not said.is_late
    end_early(sitting=begun, as_of=after)
    assert agrees(check)


def test_ending_early_an_answer_and_the_sweep_at_once_end_it_once(check, slow_endings):
    after = check.deadline_at + GRACE + timedelta(seconds=1)
    steps = [
        answer(check, as_of=check.deadline_at),
        partial(end_early, sitting=check, as_of=check.deadline_at),
        partial(end_due, as_of=after),
    ]
    outcomes = at_once(steps)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert agrees(check)


def test_workers_that_count_results_at_once_count_them_once(refunds):
    section = SectionContents(refunds, questions=3)
    contents = FormContents(title="Refunds", kind="fixed", sections=[section])
    form = publish_form(form=create_form(contents=contents, by=None), by=None, as_of=NOON)
    for number in range(5):
        sitting = start_sitting(person=person(f"Colleague {number}"), form=form, as_of=NOON)
        end_early(sitting=sitting, as_of=NOON)
    assert sum(at_once([partial(count_results, as_of=LATER)] * 4)) == 1
    assert FormFigures.objects.get(form=form).people == 5


def test_an_answer_whose_process_is_killed_is_taken_when_it_is_sent_again(check, start):
    again = answer(check)
    killed = start("-m", KILLED, "answer")
    assert killed.wait() == -signal.SIGKILL, killed.output()
    assert "3 answered, 1 piece of evidence" in killed.output()
    assert (check.items.answered().count(), ItemAnswer.objects.count()) == (2, 2)
    assert not Evidence.objects.filter(source="test").exists()
    assert [one.is_new for one in (again(), again())] == [True, False]
    assert agrees(check)
    assert StaleMark.objects.filter(person=check.person).exists()


def test_a_sweep_that_is_killed_goes_on_where_it_was(check, refunds, start):
    others = [person(f"Colleague {number}") for number in range(2)]
    begun = [start_quick_check(person=one, skills=[refunds], most=3, as_of=NOON) for one in others]
    for one in begun:
        answer(one)()
    killed = start("-m", KILLED, "sweep")
    assert killed.wait() == -signal.SIGKILL, killed.output()
    assert "2 ended, 2 pieces of evidence" in killed.output()
    assert Sitting.objects.ended().count() == Evidence.objects.filter(source="test").count() == 1
    due = check.deadline_at + timedelta(minutes=1)
    assert [end_due(as_of=due), end_due(as_of=due)] == [2, 0]
    assert not Sitting.objects.open().exists()
    assert Evidence.objects.filter(source="test").count() == len(
        set(Evidence.objects.values_list("person", flat=True))
    )
    assert Evidence.objects.filter(source="test").count() == 3
