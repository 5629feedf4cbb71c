"""/api/v1/pairings: who mentors whom, and why these two; never what they write to each other."""

from typing import Any

import pytest
from django.test import Client

from lifow.people.models import Person
from mentoring.models import Pairing
from tests import company
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return machine("mentoring:read")


@pytest.fixture
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
