"""A subscription that writes a row each time, so that what is done twice is seen twice."""

from uuid import uuid4

from lifow.base.models import IdempotencyKey
from lifow.events.registry import subscribe
from tests.events.event_types import PersonLeft


def write(event, *, occurred_at):
    """Write one more row of the person."""
    IdempotencyKey.objects.create(client=str(event.person_id), key=uuid4().hex, request_digest="")


def times_handled(person_id: int) -> int:
    """How often what the handler did for this person has been committed."""
    return IdempotencyKey.objects.filter(client=person_id).count()


def subscribe_to_leavers() -> None:
    subscribe(PersonLeft, write, name="tests.write")
