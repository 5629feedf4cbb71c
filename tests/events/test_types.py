"""Events are stored as JSON and come back as they were, also those of another version."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from assessments.evidence.models import Evidence
from lifow.events import types
from lifow.events.types import (
    CatalogueChanged,
    PayloadError,
    RosterChanged,
    UnknownEventTypeError,
    event_type,
    from_payload,
    in_chunks,
    name_of,
    to_payload,
)
from tests.events.event_types import EvidenceRecorded, PairingAccepted, RolesChanged

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def round_trip(event):
    return from_payload(name_of(type(event)), json.loads(json.dumps(to_payload(event))))


@pytest.mark.parametrize(
    "event",
    [
        RosterChanged(person_ids=(1, 2), org_unit_ids=()),
        EvidenceRecorded(evidence_id=1, person_id=2, source=Evidence.Source.TEST),
        CatalogueChanged(number=2**62),
    ],
)
def test_an_event_comes_back_with_exact_types(event):
    back = round_trip(event)
    assert back == event
    assert type(back) is type(event)
    for field in to_payload(event):
        assert type(getattr(back, field)) in (int, str, tuple)


def test_dates_and_moments_come_back_as_such():
    @event_type("tests.moved")
    class Moved:
        day: date
        at: datetime

    event = Moved(date(2026, 3, 2), datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=5.5))))
    back = round_trip(event)
    assert back == event
    assert (type(back.day), type(back.at), back.at.utcoffset()) == (date, datetime, event.at.utcoffset())


def test_every_event_type_is_frozen_and_slotted_and_holds_ids_codes_and_dates():
    assert len(types._types) >= 3
    for made in types._types.values():
        assert made.__dataclass_params__.frozen
        assert "__dict__" not in dir(made)


def test_a_field_that_an_older_version_did_not_write_has_its_default():
    @event_type("tests.grown")
    class Grown:
        person_id: int
        skill_id: int = 0
        since: date = date(2026, 1, 1)

    assert from_payload("tests.grown", {"person_id": 7}) == Grown(7, 0, date(2026, 1, 1))


def test_a_field_that_a_newer_version_wrote_is_left_out():
    assert from_payload("tests.pairing.accepted", {"pairing_id": 7, "seat_id": 3}) == PairingAccepted(7)


@pytest.mark.parametrize("payload", [{}, {"pairing_id": "7"}, {"pairing_id": None}, {"pairing_id": True}])
def test_a_payload_that_does_not_fit_says_so(payload):
    with pytest.raises(PayloadError, match=r"tests\.pairing\.accepted.*pairing_id"):
        from_payload("tests.pairing.accepted", payload)


def test_a_name_of_another_version_is_unknown():
    with pytest.raises(UnknownEventTypeError, match=r"pairing\.renamed"):
        from_payload("pairing.renamed", {})


@pytest.mark.parametrize(
    "event",
    [
        PairingAccepted(np.int64(7)),
        PairingAccepted(True),
        RolesChanged([1, 2]),
        RolesChanged((1, "2")),
        RolesChanged(tuple(range(1001))),
        EvidenceRecorded(1, 2, source=4),
    ],
)
def test_a_value_that_would_come_back_as_another_is_not_written(event):
    with pytest.raises(PayloadError):
        to_payload(event)


def test_moments_without_a_zone_and_moments_for_days_are_not_written():
    @event_type("tests.timed")
    class Timed:
        day: date = date(2026, 3, 2)
        at: datetime = NOON

    for event in (Timed(day=NOON), Timed(at=datetime(2026, 3, 2))):  # noqa: DTZ001
        with pytest.raises(PayloadError):
            to_payload(event)


def test_an_event_type_holds_nothing_else_than_ids_codes_and_dates():
    with pytest.raises(TypeError, match=r"tests\.free"):

        @event_type("tests.free")
        class Free:
            weights: dict[str, float]


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="RolesChanged"):

        @event_type("tests.roles.changed")
        class Again:
            person_id: int


def test_ids_are_split_into_events_of_at_most_a_thousand():
    chunks = in_chunks(RosterChanged, person_ids=[*range(1500, 0, -1), 7], org_unit_ids={1, 2})
    assert [len(one.person_ids) + len(one.org_unit_ids) for one in chunks] == [1000, 502]
    assert [pk for one in chunks for pk in one.person_ids] == list(range(1, 1501))
    assert chunks[1].org_unit_ids == (1, 2)
    assert in_chunks(RolesChanged, person_ids=[]) == []
