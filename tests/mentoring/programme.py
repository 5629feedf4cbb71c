"""A small mentoring programme to test with: mentors, proposals, and pairings at each step."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.frameworks.models import Skill
from lifow.people.persons.models import Employment, Person
from mentoring.mentors.models import ExcludedPair, Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import accept_pairing, ask_mentor, begin_pairing, offer_mentoring
from mentoring.tasks.models import Task
from mentoring.tasks.services import hand_in_task
from tests.company import NOON, compute, give, observe, person, role, skill

LONG_AGO = NOON - timedelta(days=30)


def mentor(name: str = "Priya Nair", capacity: int = 1, about: str = "", **fields: Any) -> Mentor:
    """Somebody who offers so many seats."""
    return offer_mentoring(person=person(name, **fields), capacity=capacity, about=about, as_of=LONG_AGO)


def proposal(mentee: Person, guide: Mentor, *skills: Skill, **fields: Any) -> Pairing:
    """A mentor on a learner's shortlist, who covers these skills in equal shares."""
    reason = {
        "skills": [{"skill": one.pk, "share": round(1 / len(skills), 4)} for one in skills],
        "shared_hours": 35,
        "languages": ["en"],
    }
    if fields.get("is_recommended"):
        fields.setdefault("recommended_at", NOON)
    values = {"score": 1.0, "reason": reason, "proposed_at": LONG_AGO, **fields}
    return Pairing.objects.create(mentee=mentee, mentor=guide.person, **values)


def asked(mentee: Person, guide: Mentor, *skills: Skill, as_of: datetime = NOON) -> Pairing:
    """A request that waits for an answer."""
    return ask_mentor(pairing=proposal(mentee, guide, *skills), message="May I ask you?", as_of=as_of)


def asked_before(name: str, guide: Mentor) -> Pairing:
    """A request from when there was a seat."""
    row = proposal(person(name), guide)
    expires = NOON + timedelta(days=7)
    Pairing.objects.filter(pk=row.pk).update(state="asked", asked_at=NOON, expires_at=expires)
    row.refresh_from_db()
    return row


def running(mentee: Person, guide: Mentor, *skills: Skill, as_of: datetime = NOON) -> Pairing:
    """An active pairing."""
    accepted = accept_pairing(pairing=asked(mentee, guide, *skills, as_of=as_of), as_of=as_of)
    return begin_pairing(pairing=accepted)


def handed_in(
    pairing: Pairing, what: Skill, title: str = "A late refund", body: str = "I wrote this."
) -> Task:
    """A task that waits for feedback."""
    return hand_in_task(pairing=pairing, title=title, body=body, skill=what, as_of=NOON)


def learner_with_a_gap(name: str = "Abena Osei", **fields: Any) -> Person:
    """A person at level 1 in refunds, of which the role needs 3, with a gap report."""
    found = person(name, **fields)
    give(found, role(f"Role of {name}", Refund_policy=3))
    for days in range(5):
        observe(found, skill(), 1, observed_at=NOON - timedelta(days=days))
    compute(found)
    return found


def proven_mentor(name: str = "Priya Nair", capacity: int = 1, **fields: Any) -> Mentor:
    """A mentor whose level 5 in refunds several tests have shown, with a gap report."""
    found = mentor(name, capacity, **fields)
    for days in range(5):
        observe(found.person, skill(), 5, observed_at=NOON - timedelta(days=days))
    compute(found.person)
    return found


def leaves(who: Person) -> None:
    """The employment ends, as a roster import ends it."""
    Employment.objects.filter(person=who, ends_on__isnull=True).update(status="terminated")


def excluded(mentee: Person, guide: Mentor) -> None:
    """HR says that the two cannot be paired."""
    ExcludedPair.objects.create(mentee=mentee, mentor=guide.person)


def becomes_the_boss(boss: Person, of: Person) -> None:
    """Somebody reports to `boss` from now on, through one in between."""
    between = person("In Between", manager=boss)
    Employment.objects.filter(person=of, ends_on__isnull=True).update(manager=between)


# What HR, the roster or an admin's edit makes of two who were a good match before, and what a refusal says.
BARS = {
    "excluded": (excluded, "cannot be paired"),
    "mentor above": (lambda mentee, guide: becomes_the_boss(guide.person, of=mentee), "reporting line"),
    "learner above": (lambda mentee, guide: becomes_the_boss(mentee, of=guide.person), "reporting line"),
    "mentor left": (lambda mentee, guide: leaves(guide.person), "work here now"),
    "learner left": (lambda mentee, guide: leaves(mentee), "work here now"),
}


def queries_of(read: Callable[[], Any]) -> int:
    """How many queries reading takes."""
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def meanwhile(step: Callable[[], Any]) -> threading.Thread:
    """Start a step on a connection of its own; return once it is done, or it waits for the one around it."""

    def run() -> None:
        try:
            step()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=1)
    return thread


def url(name: str, row: Any) -> str:
    """The address of a page about a pairing or a task."""
    return reverse(f"mentoring:{name}", args=[row.public_id])


def state_of(row: Pairing) -> str:
    """The state that a pairing has by now."""
    row.refresh_from_db()
    return row.state
