"""/api/v1/pairings: who mentors whom, and why these two; never what they write to each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lifow.people.persons.models import Person
from mentoring.matching.services import propose_pairings
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    close_pairings,
    complete_pairing,
    stop_mentoring,
)
from tests import company
from tests.backing.worlds import world
from tests.conformance.callers import machine, signed_in
from tests.mentoring import programme
from tests.mentoring.programme import asked, proposal, proven_mentor, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return machine("mentoring:read")


@world
def people() -> tuple[Person, Person, Person]:
    return company.person("Abena Osei"), company.person("Priya Nair"), company.person("Mikael Lindh")


def pairing(mentee: Person, mentor: Person, **fields: Any) -> Pairing:
    skills = [{"skill": company.skill().pk, "share": 0.5}, {"skill": 0, "share": 0.1}]
    reason = {"skills": skills, "shared_hours": 30, "languages": ["en", "fr"]}
    return Pairing.objects.create(
        mentee=mentee, mentor=mentor, score=0.5, reason=reason, proposed_at=company.NOON, **fields
    )


def found(client: Client, **query: Any) -> list[str]:
    response = client.get("/api/v1/pairings", query)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["data"]]


def test_a_pairing_tells_its_reason_and_keeps_their_words(client, people):
    learner, mentor, _other = people
    row = pairing(learner, mentor, message="I am stuck", closing_note="a private word")
    response = client.get(f"/api/v1/pairings/{row.public_id}")
    told = response.json()
    assert (told["mentee"], told["mentor"]) == (learner.public_id, mentor.public_id)
    assert told["covers"] == [{"skill": company.skill().public_id, "share": 0.5}]
    assert (told["shared_hours"], told["languages"]) == (30, ["en", "fr"])
    assert told["state"] == "proposed"
    assert b"stuck" not in response.content
    assert b"private" not in response.content


def test_pairings_are_found_by_either_side_and_by_state(client, people):
    learner, mentor, other = people
    first = pairing(learner, mentor)
    over = pairing(other, mentor, state="declined")
    mentoring = pairing(other, learner, state="asked")
    for query, expected in (
        ({"person": learner.public_id}, [first, mentoring]),
        ({"mentee": learner.public_id}, [first]),
        ({"mentor": mentor.public_id}, [first, over]),
        ({"state": "asked"}, [mentoring]),
        ({"open": "true"}, [first, mentoring]),
        ({"open": "false"}, [over]),
        ({"updated_since": "2199-01-01T00:00:00Z"}, []),
    ):
        assert found(client, **query) == [each.public_id for each in expected], query


def accept_another(abena: Person, row: Pairing) -> None:
    other = ask_mentor(pairing=proposal(abena, programme.mentor("Eva Berg")), message="", as_of=company.NOON)
    accept_pairing(pairing=other, as_of=company.NOON)


def leave(abena: Person, row: Pairing) -> None:
    programme.leaves(abena)
    close_pairings(as_of=company.NOON)


def exclude(abena: Person, row: Pairing) -> None:
    programme.excluded(abena, Mentor.objects.get(person=row.mentor_id))
    close_pairings(as_of=company.NOON)


def drop(abena: Person, row: Pairing) -> None:
    programme.excluded(abena, Mentor.objects.get(person=row.mentor_id))
    propose_pairings(as_of=company.NOON)


# For each way in which a pairing changes: from which state, by what, and the state after it.
CHANGES: dict[str, tuple[Callable[..., Pairing], Callable[[Person, Pairing], Any], str]] = {
    "by hand": (running, lambda _, row: complete_pairing(pairing=row, as_of=company.NOON), "completed"),
    "by time": (running, lambda *_: close_pairings(as_of=company.NOON + timedelta(weeks=9)), "completed"),
    "by a leaver": (running, leave, "ended"),
    "by the rules": (asked, exclude, "expired"),
    "unanswered": (asked, lambda *_: close_pairings(as_of=company.NOON + timedelta(days=8)), "expired"),
    "another accepted": (proposal, accept_another, "expired"),
    "by a mentor who stops": (
        asked,
        lambda _, row: stop_mentoring(mentor=Mentor.objects.get(person=row.mentor_id), as_of=company.NOON),
        "expired",
    ),
    "dropped by the match": (proposal, drop, "expired"),
    "rescored by the match": (proposal, lambda *_: propose_pairings(as_of=company.NOON), "proposed"),
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_sync_finds_what_has_changed_however_it_changed(client, how):
    make, change, state = CHANGES[how]
    abena = programme.learner_with_a_gap()
    row = make(abena, proven_mentor(), company.skill())
    began = timezone.now()
    Pairing.objects.filter(pk=row.pk).update(updated_at=began - timedelta(days=30))
    since = began.isoformat()
    assert found(client, updated_since=since) == []
    change(abena, row)
    assert row.public_id in found(client, updated_since=since)
    row.refresh_from_db()
    assert row.state == state


def test_a_proposal_is_the_learners_and_a_request_the_mentors_too(people):
    learner, mentor, other = people
    manager = company.person("Marta Kowalczyk")
    learner.employments.update(manager=manager)
    proposal = pairing(learner, mentor)
    request = pairing(learner, other, state="asked", asked_at=company.NOON)
    assert found(signed_in(learner)) == [proposal.public_id, request.public_id]
    assert found(signed_in(mentor)) == []
    assert found(signed_in(other)) == [request.public_id]
    assert found(signed_in(manager)) == []
