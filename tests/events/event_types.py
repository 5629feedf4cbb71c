"""Event types that only these tests publish and subscribe to."""

from lifow.events.types import event_type


@event_type("tests.person.left")
class PersonLeft:
    """Somebody left."""

    person_id: int


@event_type("tests.roles.changed")
class RolesChanged:
    """The roles of these people changed."""

    person_ids: tuple[int, ...]


@event_type("tests.evidence.recorded")
class EvidenceRecorded:
    """Something was recorded of a person; `source` is a code."""

    evidence_id: int
    person_id: int
    source: str


@event_type("tests.pairing.accepted")
class PairingAccepted:
    """Somebody accepted."""

    pairing_id: int
