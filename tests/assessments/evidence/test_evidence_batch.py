"""Many observations at once keep the rules of one, and come once."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError, Observation, record_evidence_batch
from assessments.marks.models import StaleMark
from tests.company import NOON, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def observations(count: int = 3) -> list[Observation]:
    rater = person("Marta Kowalczyk")
    rated = person(manager=rater)
    return [
        Observation(
            person=rated,
            skill=skill(),
            level=Decimal(number % 5),
            source="manager",
            rater=rater,
            observed_at=NOON + timedelta(days=number),
            recorded_at=NOON + timedelta(days=number),
            idempotency_key=f"batch:{number}",
            origin={"kind": "import"},
        )
        for number in range(count)
    ]


def test_a_batch_is_recorded_in_its_order_and_marks_its_people_stale():
    batch = observations()
    assert record_evidence_batch(observations=batch) == 3
    recorded = Evidence.objects.order_by("pk")
    assert [one.idempotency_key for one in recorded] == ["batch:0", "batch:1", "batch:2"]
    assert recorded[2].origin == {"kind": "import"}
    mark = StaleMark.objects.get()
    assert (mark.person, mark.marked_at) == (batch[0].person, batch[2].recorded_at)


def test_a_second_time_only_what_is_new_is_recorded():
    batch = observations()
    record_evidence_batch(observations=batch[:2])
    assert record_evidence_batch(observations=batch) == 1
    assert record_evidence_batch(observations=batch) == 0
    assert Evidence.objects.count() == 3


def test_an_empty_batch_records_nothing():
    assert record_evidence_batch(observations=[]) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"level": Decimal(6)}, "level"),
        ({"rater": None}, "rater"),
        ({"recorded_at": NOON - timedelta(days=1)}, "observed_at"),
        ({"valid_until": NOON.date() - timedelta(days=9)}, "valid_until"),
        ({"idempotency_key": "batch:1"}, "idempotency_key"),
    ],
)
def test_one_wrong_observation_keeps_all_of_them_out(wrong, field):
    batch = observations()
    batch[2] = replace(batch[2], **wrong)
    with pytest.raises(EvidenceError) as error:
        record_evidence_batch(observations=batch)
    assert error.value.field == field
    assert not Evidence.objects.exists()


def test_a_key_that_was_used_for_something_else_is_an_error():
    batch = observations()
    record_evidence_batch(observations=batch)
    with pytest.raises(EvidenceError, match="other evidence"):
        record_evidence_batch(observations=[replace(batch[0], level=Decimal(4))])


def test_the_number_of_queries_does_not_grow_with_the_batch(django_assert_max_num_queries):
    small, large = observations(2), observations(200)
    # SQLite takes 999 values a statement: 200 rows are four.
    with django_assert_max_num_queries(17):
        record_evidence_batch(observations=small)
    with django_assert_max_num_queries(17):
        record_evidence_batch(
            observations=[replace(one, idempotency_key=f"large:{one.idempotency_key}") for one in large]
        )
