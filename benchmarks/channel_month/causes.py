"""What happens of which people are told: ratings asked and given, modules assigned, sessions."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

# What a schedule has besides is no cause of any message.
TELLING = (
    "tell",
    "follow leave",
    "work out assignments",
    "close requests",
    "close pairings",
    "digest",
    "settle",
)
A_WORKDAY = timedelta(hours=8)


def due_jobs(schedule: Mapping[str, Mapping[str, Any]], before: datetime, now: datetime) -> Iterator[str]:
    """The tasks of the jobs that tell people, of which the time has come since a moment before."""
    for name, entry in schedule.items():
        if not any(word in name for word in TELLING):
            continue
        when = entry["schedule"]
        minutes = int((now - before) / timedelta(minutes=1))
        if any(_is_time(when, before + timedelta(minutes=one + 1)) for one in range(minutes)):
            yield entry["task"]


def _is_time(when: Any, minute: datetime) -> bool:
    is_day = minute.day in when.day_of_month and minute.month in when.month_of_year
    return is_day and minute.minute in when.minute and minute.hour in when.hour


class Causes:
    """Draws from a seed what happens in each step; the same seed is the same month, until kills differ."""

    def __init__(self, chance: random.Random) -> None:
        from assessments.frameworks.models import Requirement, Skill
        from content.catalogue.models import Module
        from lifow.people.persons.models import Person
        from mentoring.pairings.models import Pairing

        self.chance = chance
        self.people = list(Person.objects.employed().order_by("pk"))
        skills = Requirement.objects.values_list("skill_id", flat=True)
        self.skills = list(Skill.objects.filter(pk__in=skills).order_by("pk"))
        self.modules = list(Module.objects.filter(status="published").order_by("pk")[:50])
        self.pairings = list(Pairing.objects.filter(state="active").order_by("pk"))
        self.counts: dict[str, int] = {}

    def happen(self, now: datetime) -> None:
        """Some of what happens in an hour of a company of this size."""
        for name, a_day in (("ask", 3.0), ("answer", 12.0), ("assign", 0.7), ("meet", 8.0)):
            if self.chance.random() < a_day / 24:
                self.counts[name] = self.counts.get(name, 0) + getattr(self, f"_{name}")(now)

    def _ask(self, now: datetime) -> int:
        """HR asks many for what they can do, and their managers."""
        from assessments.requests.reports import Ask
        from assessments.requests.services import ask_many

        whom = self.chance.sample(self.people, min(20, len(self.people)))
        asks = [
            Ask(one.pk, self.chance.choice(self.skills).pk, self.chance.choice(["self", "manager"]))
            for one in whom
        ]
        return ask_many(asks=asks, as_of=now).asked

    def _answer(self, now: datetime) -> int:
        """Some say what they were asked for, the longest asked as well as who has not been told yet."""
        from assessments.evidence.services import EvidenceError
        from assessments.requests.models import RatingRequest
        from assessments.requests.services import record_rating

        waiting = list(RatingRequest.objects.filter(state="open").order_by("pk")[:200])
        said = 0
        for row in self.chance.sample(waiting, min(6, len(waiting))):
            try:
                record_rating(
                    person=row.person,
                    skill=row.skill,
                    level=Decimal(self.chance.randint(1, 4)),
                    rater=row.asked,
                    note="",
                    idempotency_key=f"month-{row.pk}",
                    as_of=now,
                )
            except EvidenceError:
                continue
            said += 1
        return said

    def _assign(self, now: datetime) -> int:
        from content.assignments.reports import AssignmentContents
        from content.assignments.services import assign

        whom = self.chance.sample(self.people, min(30, len(self.people)))
        contents = AssignmentContents(
            title=f"Refunds from {now:%d %B}",
            modules=self.chance.sample(self.modules, 2),
            audience="people",
            due_from="assigned",
            people=whom,
            due_days=self.chance.randint(3, 12),
        )
        assign(contents=contents, by=None, as_of=now)
        return len(whom)

    def _meet(self, now: datetime) -> int:
        """One of two who are paired proposes times, picks one, or cancels."""
        from mentoring.sessions.models import Session
        from mentoring.sessions.reports import times_to_propose
        from mentoring.sessions.services import SessionError, cancel_session, pick_time, propose_times

        pairing = self.chance.choice(self.pairings)
        session = Session.objects.open().filter(pairing=pairing).first()
        by = self.chance.choice([pairing.mentee, pairing.mentor])
        try:
            if session is None:
                days, _more = times_to_propose(pairing, by, 30, as_of=now)
                times = [one.starts_at for day in days for one in day.times]
                if times:
                    starts = self.chance.sample(times, min(3, len(times)))
                    propose_times(pairing=pairing, by=by, starts=starts, minutes=30, as_of=now)
            elif session.proposed_by:
                two = (pairing.mentee, pairing.mentor)
                picker = next(one for one in two if session.side_of(one) != session.proposed_by)
                slots = [one.starts_at for one in session.slots.all()]
                pick_time(session=session, by=picker, starts_at=self.chance.choice(slots), as_of=now)
            elif self.chance.random() < 0.3:
                cancel_session(session=session, by=by, as_of=now)
        except SessionError:
            return 0
        return 1
