"""Evidence that was sent by mistake is withdrawn by a row, and counts again by another."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.notifications import WITHDRAWN
from assessments.evidence.reports import answers_to_self_ratings, corroborated_skills, evidence_shown
from assessments.evidence.services import (
    EvidenceError,
    WithdrawalError,
    record_evidence,
    restore_evidence,
    withdraw_evidence,
)
from assessments.gaps.compute.packing import unpack
from assessments.gaps.models import GapReport
from assessments.gaps.selectors import ledger
from assessments.gaps.services import estimated_severity, rebuild
from assessments.marks.models import StaleMark
from lifow.events.models import Event
from lifow.notifications.models import Message
from lifow.notifications.reports import put_into_words
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
REASON = "Sent for another Abena."


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def abena(marta: Person) -> Person:
    made = person("Abena Osei", manager=marta)
    give(made, role(Refund_policy=3))
    return made


@world
def tested(abena: Person) -> Evidence:
    return observe(abena, skill(), 4)


def withdraw(piece: Evidence, hours: float = 1, **options) -> EvidenceWithdrawal:
    return withdraw_evidence(evidence=piece, reason=REASON, as_of=NOON + hours * HOUR, **options)


def restore(piece: Evidence, hours: float = 2, **options) -> EvidenceWithdrawal:
    return restore_evidence(evidence=piece, reason="It was hers.", as_of=NOON + hours * HOUR, **options)


def counted(report: GapReport) -> list[int]:
    """How many pieces each row of a report counts."""
    return unpack(bytes(report.packed))["n_evidence"].tolist()


def report_of(who: Person, hours: float) -> bytes:
    return rebuild(person_ids=[who.pk], as_of=NOON + hours * HOUR)[who.pk]


def test_it_counts_no_more_and_counts_again(tested, abena):
    first = withdraw(tested)
    assert not Evidence.objects.standing().exists()
    assert list(Evidence.objects.withdrawn()) == [tested]
    again = restore(tested)
    assert list(Evidence.objects.standing()) == [tested]
    third = withdraw(tested, 3)
    assert [one.number for one in (first, again, third)] == [1, 2, 3]
    assert [str(one) for one in (first, again)] == ["withdrawn", "counts again"]
    assert not Evidence.objects.standing().exists()


def test_twice_is_once(tested):
    assert withdraw(tested) == withdraw(tested, 2)
    assert restore(tested, 3) == restore(tested, 4)
    assert EvidenceWithdrawal.objects.count() == 2


def test_reports_of_before_and_in_between_stay_as_they_were_to_the_byte(tested, abena):
    before = report_of(abena, 0.5)
    withdraw(tested)
    without = report_of(abena, 1.5)
    assert without != before
    restore(tested)
    withdraw(tested, 3)
    assert report_of(abena, 0.5) == before
    assert report_of(abena, 1.5) == without
    assert report_of(abena, 2.5) == before
    assert report_of(abena, 3.5) == without


def test_the_stored_report_follows(tested, abena):
    compute(abena)
    assert counted(abena.gap_reports.current().get()) == [1]
    withdraw(tested)
    assert StaleMark.objects.get().person == abena
    compute(abena, as_of=NOON + HOUR)
    assert counted(abena.gap_reports.current().get()) == [0]


def test_a_refresh_that_looked_at_the_clock_before_includes_it(tested, abena):
    withdraw(tested, 5)
    compute(abena, as_of=NOON)
    report = abena.gap_reports.current().get()
    assert report.as_of == NOON + 5 * HOUR
    assert counted(report) == [0]


def test_a_withdrawn_correction_does_not_bring_back_what_it_corrected(tested, abena):
    corrected = observe(abena, skill(), 2, supersedes=tested, recorded_at=NOON + 0.5 * HOUR)
    with pytest.raises(WithdrawalError, match="Withdraw the newer evidence"):
        withdraw(tested)
    withdraw(corrected)
    assert not Evidence.objects.standing().exists()


def test_what_is_withdrawn_is_not_corrected(tested, abena):
    withdraw(tested)
    with pytest.raises(EvidenceError, match="withdrawn"):
        observe(abena, skill(), 2, supersedes=tested, recorded_at=NOON + 2 * HOUR)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001, "a\x00b"])
def test_a_reason_is_a_reason(tested, reason):
    with pytest.raises(WithdrawalError) as told:
        withdraw_evidence(evidence=tested, reason=reason, as_of=NOON)
    assert told.value.field == "reason"


def test_what_counts_cannot_be_restored(tested):
    with pytest.raises(WithdrawalError):
        restore(tested)


@pytest.mark.parametrize("values", [{"reason": "another"}, {"number": 3}, {"said_at": NOON}])
def test_the_database_refuses_to_change_a_row(tested, values):
    withdraw(tested)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(EvidenceWithdrawal).update(**values)


def test_a_clock_that_is_behind_does_not_withdraw_before_it_was_recorded(tested):
    assert withdraw(tested, -5).said_at == tested.recorded_at


def test_the_person_the_rater_and_a_manager_who_had_it_to_confirm_are_told_once(abena, marta):
    said = observe(abena, skill(), 4, source="self")
    ruth = person("Ruth Amankwah", is_hr_admin=True)
    withdraw(said, by=ruth)
    told = Message.objects.filter(kind=WITHDRAWN)
    assert {one.receiver for one in told} == {abena, marta}
    assert not Message.objects.open().filter(receiver=marta, kind="rating_to_confirm").exists()
    restore(said, by=abena)
    assert told.filter(receiver=marta).count() == 2
    assert told.filter(receiver=abena).count() == 1
    assert Message.objects.open().filter(receiver=marta, kind="rating_to_confirm").exists()


def test_who_reads_of_it_reads_the_last_word_and_the_reason(abena, marta):
    rated = observe(abena, skill(), 2, source="manager", rater=marta)
    withdraw(rated)
    (first,) = Message.objects.filter(kind=WITHDRAWN, receiver=abena)
    said = put_into_words([first]).said[first.pk]
    assert said.title == "Evidence of your level in Refund policy was withdrawn"
    assert REASON in said.body
    assert said.url == f"/evidence/{rated.public_id}/"
    restore(rated)
    assert first.pk in put_into_words([first]).gone


def test_an_answer_that_is_withdrawn_answers_no_more(abena, marta):
    observe(abena, skill(), 4, source="self")
    answer = observe(abena, skill(), 2, source="manager", rater=marta, observed_at=NOON + HOUR)
    assert answers_to_self_ratings([answer])
    withdraw(answer, 2)
    assert Message.objects.open().filter(receiver=marta, kind="rating_to_confirm").exists()


def test_it_proves_nothing_of_a_mentor_and_shows_nothing_of_a_rater(abena, marta, tested):
    assert corroborated_skills([abena.pk]) == {(abena.pk, skill().pk)}
    rated = observe(abena, skill(), 1, source="manager", rater=marta)
    assert estimated_severity(as_of=NOON)[marta.pk].words == 1
    withdraw(tested)
    withdraw(rated)
    assert corroborated_skills([abena.pk]) == set()
    assert estimated_severity(as_of=NOON + 2 * HOUR) == {}


def test_pages_show_what_counts_and_what_is_withdrawn_apart(tested, abena, django_assert_num_queries):
    other, what = observe(abena, skill(), 3, source="observed"), skill()
    with django_assert_num_queries(1):
        evidence_shown(abena, what)
    withdraw(tested)
    with django_assert_num_queries(2):
        shown = evidence_shown(abena, what)
    assert list(shown.counting) == [other]
    (one,) = shown.withdrawn
    assert (one, one.withdrawal.reason) == (tested, REASON)


def test_an_event_says_so(tested):
    withdraw(tested)
    restore(tested)
    happened = Event.objects.filter(type__in=["evidence.withdrawn", "evidence.restored"]).order_by("pk")
    assert [one.payload for one in happened] == [{"evidence_ids": [tested.pk]}] * 2


def test_a_retry_of_what_was_withdrawn_writes_nothing(abena):
    again = {
        "person": abena,
        "skill": skill(),
        "level": Decimal(4),
        "source": "test",
        "observed_at": NOON,
        "recorded_at": NOON,
        "idempotency_key": "k",
    }
    first = record_evidence(**again)
    withdraw(first)
    assert record_evidence(**again) == first
    assert not Evidence.objects.standing().exists()


def test_a_refresh_asks_no_query_more(tested, abena, django_assert_num_queries):
    people = np.array([abena.pk])
    with django_assert_num_queries(4):
        ledger(people)
    withdraw(tested)
    restore(tested)
    with django_assert_num_queries(4):
        found = ledger(people)
    assert len(found.rows) == 1
    assert len(found.withdrawals) == 2
