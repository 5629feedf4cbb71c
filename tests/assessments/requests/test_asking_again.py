"""What was answered by evidence that is withdrawn is asked again, while there is time."""

from datetime import timedelta

import pytest

from assessments.evidence.services import restore_evidence, withdraw_evidence
from assessments.requests.models import RatingRequest
from assessments.requests.notifications import ASKED
from assessments.requests.reports import Ask
from assessments.requests.services import ask_again, close_answered, move_requests, put_requests_back
from lifow.notifications.models import Message
from lifow.people.merging.services import merge_people, undo_merge
from tests.assessments.requests.conftest import state_of
from tests.backing.asking import ask
from tests.company import NOON, observe, person, skill

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def answered(request_to_marta, abena, marta):
    """A request that Marta has answered, and her answer."""
    said = observe(abena, skill("SQL"), 3, source="manager", rater=marta, observed_at=NOON + HOUR)
    close_answered(evidence_ids=[said.pk], as_of=NOON + HOUR)
    assert state_of(request_to_marta) == ("answered", "")
    return request_to_marta, said


def withdraw(piece, at=NOON + 2 * HOUR):
    withdraw_evidence(evidence=piece, reason="Another Abena.", as_of=at)
    return ask_again(evidence_ids=[piece.pk], as_of=at)


def test_it_is_asked_again_and_told_again(answered, marta):
    request, said = answered
    assert not Message.objects.open().filter(receiver=marta, kind=ASKED).exists()
    assert withdraw(said) == 1
    assert state_of(request) == ("open", "")
    assert request.evidence is None
    assert Message.objects.open().filter(receiver=marta, kind=ASKED).count() == 1
    assert ask_again(evidence_ids=[said.pk], as_of=NOON + 3 * HOUR) == 0


def test_it_is_answered_again_once_the_evidence_counts_again(answered):
    request, said = answered
    withdraw(said)
    restore_evidence(evidence=said, reason="It was hers.", as_of=NOON + 3 * HOUR)
    close_answered(evidence_ids=[said.pk], as_of=NOON + 3 * HOUR)
    assert state_of(request) == ("answered", "")


def test_what_other_evidence_answers_too_stays_answered_by_that(answered, abena, marta):
    request, said = answered
    other = observe(abena, skill("SQL"), 2, source="manager", rater=marta, observed_at=NOON + 1.5 * HOUR)
    assert withdraw(said) == 0
    assert state_of(request) == ("answered", "")
    assert request.evidence == other


def test_a_withdrawn_correction_takes_the_whole_word_back(answered, abena, marta):
    request, said = answered
    newer = observe(
        abena, skill("SQL"), 2, source="manager", rater=marta, observed_at=NOON + 1.5 * HOUR, supersedes=said
    )
    assert withdraw(newer) == 1
    assert state_of(request) == ("open", "")


def test_what_has_expired_meanwhile_has_expired(answered):
    request, said = answered
    assert withdraw(said, request.expires_at) == 0
    assert state_of(request)[0] == "expired"


def test_what_was_asked_anew_meanwhile_is_asked_once(answered, abena, marta):
    request, said = answered
    withdraw_evidence(evidence=said, reason="Another Abena.", as_of=NOON + 2 * HOUR)
    ask(about=Ask(abena.pk, skill("SQL").pk, "manager"), as_of=NOON + 2 * HOUR)
    ask_again(evidence_ids=[said.pk], as_of=NOON + 3 * HOUR)
    assert state_of(request)[0] == "withdrawn"
    assert RatingRequest.objects.open().count() == 1


def test_messages_of_what_a_merge_withdraws_are_settled_at_once_and_told_again_when_it_is_undone(marta):
    double = person("Abena Osei-Mensah", manager=marta)
    ask(about=Ask(double.pk, skill("SQL").pk, "manager"), as_of=NOON)
    # Both records of Marta's own: whoever is asked about their other record is asked no more.
    open_ones = Message.objects.open().filter(receiver=marta, kind=ASKED)
    assert open_ones.count() == 1
    double.employments.update(manager=None)
    merge = merge_people(kept=marta, merged=double, merged_by=None, merged_at=NOON + HOUR)
    move_requests(merge_id=merge.pk, as_of=NOON + HOUR)
    assert RatingRequest.objects.get().state == "withdrawn"
    assert not open_ones.exists()
    undo_merge(merge=merge, undone_by=None, undone_at=NOON + 2 * HOUR)
    put_requests_back(merge_id=merge.pk, as_of=NOON + 2 * HOUR)
    assert RatingRequest.objects.get().state == "open"
    assert open_ones.count() == 1
