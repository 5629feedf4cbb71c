"""A roster that HR brings in on a page: each step counts once, whoever is killed or clicks twice."""

import errno
from datetime import timedelta

import pytest
from django.utils import timezone

from lifow.base.file_imports.services import LEASE, ImportStepError, begin_attempt, cancel
from lifow.base.tasks import forget_what_ran_out
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.roster import services
from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange import MassChange
from lifow.people.roster.models import PersonMatch, RosterImport
from lifow.people.roster.services import answer_questions, confirm_import, plan_import_anew, upload_roster
from lifow.people.roster.tasks import carry_out_imports
from tests.concurrency import at_once
from tests.people.roster.test_brakes import FILES, SOME, of

pytestmark = pytest.mark.django_db
State = RosterImport.State


def uploaded(text: str, **said) -> RosterImport:
    usual = {
        "source": "hris",
        "mapping": "",
        "is_strict": False,
        "name": "roster.csv",
        "uploaded_by": None,
        "uploaded_at": timezone.now(),
    }
    return upload_roster(content=text.encode(), **{**usual, **said})


def planned(text: str, **said) -> RosterImport:
    row = uploaded(text, **said)
    carry_out_imports()
    row.refresh_from_db()
    return row


def confirmed(row: RosterImport, *lifted: str, reason: str = "The company was reorganised.") -> RosterImport:
    return confirm_import(
        row=row,
        shown=row.shown,
        lifted=lifted,
        reason=reason,
        confirmed_by=None,
        confirmed_at=timezone.now(),
    )


def applied(text: str) -> RosterImport:
    row = confirmed(planned(text))
    carry_out_imports()
    row.refresh_from_db()
    assert row.state == State.APPLIED
    return row


def parts(row: RosterImport) -> dict[str, int]:
    return {one["code"]: one["count"] for one in row.summary["parts"]}


def test_a_plan_is_shown_and_nothing_is_written_until_it_is_confirmed():
    row = planned(of([]))
    assert (row.state, parts(row)["created"]) == (State.PLANNED, 30)
    assert b"Ama30 Osei" in row.outcomes()[services.PLAN]
    assert not Person.objects.exists()
    confirmed(row)
    carry_out_imports()
    assert Person.objects.count() == 30


def test_the_same_file_uploaded_twice_is_one_import():
    assert uploaded(of([])) == uploaded(of([]))
    assert RosterImport.objects.count() == 1


def test_another_file_of_the_source_stands_in_the_place_of_one_that_was_not_applied():
    before = planned(of([]))
    now = uploaded(of(SOME, family="Owusu"))
    before.refresh_from_db()
    assert (before.state, now.state) == (State.CANCELLED, State.PLANNING)
    assert uploaded(of([]), source="payroll").state == State.PLANNING
    assert RosterImport.objects.open().count() == 2


def test_no_file_is_taken_while_one_of_the_source_is_being_applied():
    confirmed(planned(of([])))
    with pytest.raises(ImportStepError, match=r"roster\.csv of this source is being applied"):
        uploaded(of(SOME, family="Owusu"))


def test_confirmed_twice_is_applied_once():
    row = planned(of([]))
    confirmed(row)
    assert confirmed(row).state == State.APPLYING
    carry_out_imports()
    assert confirmed(row).state == State.APPLIED
    assert Person.objects.count() == 30


def test_a_killed_worker_leaves_an_import_that_the_next_one_does():
    row = uploaded(of([]))
    now = timezone.now()
    assert begin_attempt(RosterImport, as_of=now) == row
    assert begin_attempt(RosterImport, as_of=now) is None, "another worker has it"
    assert services.carry_out_import(as_of=now + LEASE)
    row.refresh_from_db()
    assert row.state == State.PLANNED


def test_what_kills_its_worker_three_times_is_refused():
    row = uploaded(of([]))
    for attempt in range(4):
        begin_attempt(RosterImport, as_of=timezone.now() + attempt * LEASE)
    row.refresh_from_db()
    assert row.state == State.REFUSED
    assert row.problem.startswith(
        "It was started three times and never came to an end. The attempt began and"
    )


def test_an_outage_counts_as_no_attempt_of_an_import(monkeypatch):
    row = uploaded(of([]))
    with monkeypatch.context() as patch:
        patch.setattr("lifow.people.roster.services.uploads.plan_roster", no_space)
        for _ in range(4):
            with pytest.raises(OSError, match="No space left"):
                carry_out_imports()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.PLANNING, 0)
    assert row.last_error == "OSError: [Errno 28] No space left on device"
    carry_out_imports()
    row.refresh_from_db()
    assert row.state == State.PLANNED


def no_space(*_args, **_said):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_fails_unforeseen_is_kept_with_the_import_and_tried_again(monkeypatch):
    row = uploaded(of([]))
    with monkeypatch.context() as patch:
        patch.setattr("lifow.people.roster.services.uploads.plan_roster", lambda *args, **said: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carry_out_imports()
    row.refresh_from_db()
    assert (row.state, row.last_error) == (State.PLANNING, "ZeroDivisionError: division by zero")
    carry_out_imports()
    row.refresh_from_db()
    assert (row.state, row.last_error) == (State.PLANNED, "")


def test_who_says_it_is_written_and_who_writes_it_cannot_be_told_apart(monkeypatch):
    """A worker that is killed between the two has done neither."""
    row = confirmed(planned(of([])))
    with monkeypatch.context() as patch:
        patch.setattr("lifow.people.roster.services.uploads.steps.finish", lambda *args, **said: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carry_out_imports()
    assert not Person.objects.exists()
    carry_out_imports()
    row.refresh_from_db()
    assert (row.state, Person.objects.count()) == (State.APPLIED, 30)


def test_a_worker_that_has_lost_an_import_writes_nothing():
    row = confirmed(planned(of([])))
    mine = begin_attempt(RosterImport, as_of=timezone.now())
    begin_attempt(RosterImport, as_of=timezone.now() + LEASE)
    with pytest.raises(ImportStepError, match="Another worker"):
        services.uploads.steps.finish(
            mine, told=services.uploads._read(mine).told(_plan_of(row)), finished_at=timezone.now()
        )


def _plan_of(row: RosterImport):
    roster = services.uploads._read(row).roster
    return services.uploads.plan_roster(
        services.uploads.roster_state(source="hris"), roster, as_of=timezone.localdate()
    )


def test_what_changed_since_the_plan_was_read_is_planned_anew_and_not_written():
    applied(of([]))
    row = confirmed(planned(of([11], family="Owusu")))
    Person.objects.filter(given_name="Ama12").update(family_name="Mensah")
    carry_out_imports()
    row.refresh_from_db()
    assert (row.state, row.has_changed, row.confirmed_at) == (State.PLANNED, True, None)
    assert parts(row)["changed"] == 2
    assert Person.objects.get(given_name="Ama11").family_name == "Osei"
    confirmed(row)
    carry_out_imports()
    assert Person.objects.get(given_name="Ama11").family_name == "Owusu"


def test_a_plan_that_is_no_longer_there_is_not_confirmed():
    row = planned(of([]))
    with pytest.raises(ImportStepError, match="The plan is another one by now"):
        confirm_import(
            row=row,
            shown="what another window shows",
            lifted=(),
            reason="",
            confirmed_by=None,
            confirmed_at=timezone.now(),
        )
    cancel(row, cancelled_at=timezone.now())
    with pytest.raises(ImportStepError, match="can no longer be applied: Cancelled"):
        confirmed(row)


def test_a_limit_is_let_through_for_this_import_with_a_reason_and_for_no_other():
    applied(of([]))
    row = planned(FILES[MassChange.LEAVERS])
    with pytest.raises(ImportStepError, match=r"10 of 30 people would leave; at most 3 may\."):
        confirmed(row)
    with pytest.raises(ImportStepError, match="Say why these changes are right"):
        confirmed(row, "leavers", reason=" ")
    confirmed(row, "leavers")
    carry_out_imports()
    row.refresh_from_db()
    assert (row.state, row.lifted, row.reason) == (
        State.APPLIED,
        {"leavers": 10},
        "The company was reorganised.",
    )
    assert Employment.objects.current().working().count() == 20
    assert [one["kind"] for one in planned(FILES[MassChange.NAMES]).summary["stops"]] == ["names"]


def test_only_as_many_are_let_through_as_were_shown():
    applied(of([]))
    row = confirmed(planned(FILES[MassChange.NAMES]), "names")
    Person.objects.filter(given_name="Ama25").update(family_name="Mensah")
    carry_out_imports()
    row.refresh_from_db()
    assert (row.state, row.lifted) == (State.PLANNED, {})
    assert row.summary["stops"][0]["count"] == 11


def test_strict_writes_nothing_where_a_line_is_bad():
    row = planned(of([11], status="T"), is_strict=True)
    with pytest.raises(ImportStepError, match="there are bad lines"):
        confirmed(row)
    lax = planned(of([11], status="T"))
    assert b"Ama11" in lax.outcomes()[services.REJECTS]
    confirmed(lax)
    carry_out_imports()
    assert Person.objects.count() == 29


def test_a_file_that_cannot_be_read_to_its_end_is_refused_in_words():
    row = planned(of([]) + "31,Zoë\n", mapping='[columns]\nemail = "No such heading"\n')
    assert row.state == State.REFUSED
    assert "“No such heading”, which this file does not have" in row.problem


def test_a_question_is_answered_in_the_plan_and_the_next_plan_goes_by_it():
    applied(of([]))
    row = planned(of([11], id="99"))
    (question,) = row.summary["questions"]
    assert question["external_id"] == "99"
    answer_questions(row=row, answers={0: True}, decided_by=None, decided_at=timezone.now())
    assert PersonMatch.objects.get().state == MatchState.SAME
    carry_out_imports()
    row.refresh_from_db()
    assert (row.state, row.summary["questions"]) == (State.PLANNED, [])
    assert ExternalId.objects.get(value="99").person.given_name == "Ama11"
    confirmed(row)
    carry_out_imports()
    assert Person.objects.count() == 30


def test_two_people_are_told_apart_in_the_plan():
    applied(of([]))
    row = planned(of([11], id="99", email="other@x.org"))
    answer_questions(row=row, answers={0: False}, decided_by=None, decided_at=timezone.now())
    carry_out_imports()
    row.refresh_from_db()
    assert parts(row) == {"created": 1, "terminated": 1}


def test_an_answer_to_another_plan_is_not_kept():
    applied(of([]))
    row = planned(of([11], id="99"))
    plan_import_anew(row=row)
    with pytest.raises(ImportStepError, match="The plan is another one by now"):
        answer_questions(row=row, answers={0: True}, decided_by=None, decided_at=timezone.now())
    assert not PersonMatch.objects.exists()


def test_files_and_names_are_forgotten_after_some_weeks_and_numbers_stay():
    row = applied(of([]))
    waiting = planned(of([11], family="Owusu"))
    long_ago = timezone.now() - timedelta(days=30, hours=1)
    RosterImport.objects.update(uploaded_at=long_ago)
    forget_what_ran_out()
    for one in (row, waiting):
        one.refresh_from_db()
        assert (one.contents(), one.outcomes()) == ({}, {})
        assert all(part["lines"] == [] for part in one.summary["parts"])
    assert (row.state, parts(row)["created"]) == (State.APPLIED, 30)
    assert waiting.state == State.CANCELLED


@pytest.mark.dialect
@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_clicks_at_once_apply_a_plan_once():
    row = planned(of([]))
    at_once([lambda: confirmed(row)] * 2)
    at_once([carry_out_imports] * 2)
    row.refresh_from_db()
    assert (row.state, Person.objects.count(), Employment.objects.count()) == (State.APPLIED, 30, 30)


@pytest.mark.dialect
@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_of_the_same_file_are_one_import():
    at_once([lambda: uploaded(of([]))] * 2)
    assert RosterImport.objects.count() == 1
