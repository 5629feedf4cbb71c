"""A pass over statements that is killed goes on where it was, whoever takes it next."""

from datetime import timedelta
from functools import partial

import pytest

from assessments.calibration import services
from assessments.calibration.models import CheckedStatement, CheckingPass, ReliabilityBin
from assessments.calibration.services import check_statements, go_on_checking, rebuild
from assessments.calibration.tasks import go_on_checking as sweep
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dialect]
DAY = timedelta(days=1)
LATER = NOON + 2 * DAY
PEOPLE = 5


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch):
    monkeypatch.setattr(services, "PEOPLE_AT_ONCE", 2)


@pytest.fixture
def people():
    """Five people with a report and a test on the day after it."""
    specialist = role(SQL=3)
    found = [person(f"Person {place}") for place in range(PEOPLE)]
    for one in found:
        give(one, specialist)
        observe(one, skill("SQL"), 3, source="self")
        compute(one)
        is_tested(one, days=1)
    return found


def is_tested(who, days):
    return observe(who, skill("SQL"), 3, source="test", observed_at=NOON + days * DAY)


class KilledError(BaseException):
    """As a worker is killed: nothing catches it."""


def kill_at(monkeypatch, number):
    """Have the worker be killed in the chunk of this number."""
    check, begun = services._check_chunk, []

    def chunk(found):
        begun.append(found)
        if len(begun) == number:
            raise KilledError
        return check(found)

    monkeypatch.setattr(services, "_check_chunk", chunk)
    return begun


def test_what_was_done_before_a_kill_is_kept_and_not_done_again(people, monkeypatch):
    begun = kill_at(monkeypatch, 2)
    with pytest.raises(KilledError):
        check_statements(as_of=LATER)
    assert CheckedStatement.objects.count() == 2
    assert CheckingPass.objects.get().after_person == people[1].pk
    assert not ReliabilityBin.objects.exists()
    begun.clear()
    begun.extend([None] * 2)
    assert go_on_checking(as_of=LATER) == PEOPLE - 2
    assert sum(len(one) for one in begun[2:]) == PEOPLE - 2
    assert CheckedStatement.objects.count() == PEOPLE
    done = CheckingPass.objects.get()
    assert (done.is_open, done.checked, done.finished_at) == (False, PEOPLE, LATER)
    assert sum(ReliabilityBin.objects.filter(source="").values_list("statements", flat=True)) == PEOPLE


def test_the_next_night_goes_on_with_what_was_left(people, monkeypatch):
    kill_at(monkeypatch, 3)
    with pytest.raises(KilledError):
        check_statements(as_of=LATER)
    assert check_statements(as_of=LATER + DAY) == 1
    assert CheckingPass.objects.get().started_at == LATER


def test_a_pass_that_is_killed_before_its_table_makes_it_later(people, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(services, "keep_table", lambda **_: (_ for _ in ()).throw(KilledError()))
        with pytest.raises(KilledError):
            check_statements(as_of=LATER)
    assert sweep() == 0
    assert ReliabilityBin.objects.exists()


def test_the_next_pass_checks_what_was_recorded_since_this_one_began(people):
    check_statements(as_of=LATER)
    assert go_on_checking(as_of=LATER) == 0, "nothing is open"
    is_tested(people[0], days=2)
    check_statements(as_of=NOON + 9 * DAY)
    assert CheckedStatement.objects.count() == PEOPLE + 1
    assert CheckingPass.objects.get().since == LATER - services.OVERLAP


def test_workers_at_once_check_each_statement_once(people):
    counts = at_once(
        [partial(check_statements, as_of=LATER)] * 2 + [partial(go_on_checking, as_of=LATER)] * 2
    )
    # Whoever comes when all is done begins the next pass, which finds what is there.
    assert all(isinstance(one, int) for one in counts)
    go_on_checking(as_of=LATER)
    assert CheckedStatement.objects.count() == PEOPLE
    assert not CheckingPass.objects.filter(is_open=True).exists()
    assert sum(ReliabilityBin.objects.filter(source="").values_list("statements", flat=True)) == PEOPLE


def test_a_rebuild_begins_from_nothing(people):
    check_statements(as_of=LATER)
    CheckedStatement.objects.update(came_true=False)
    assert rebuild(as_of=LATER) == PEOPLE
    assert CheckedStatement.objects.filter(came_true=True).count() == PEOPLE
