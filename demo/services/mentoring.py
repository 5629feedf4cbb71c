"""Mentors of the demo company, the pairs that exist already, and the work that they talk about."""

from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessments.frameworks.models import Skill
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.services.roster import people_of
from demo.subjects import LEAVE_BEGAN_DAYS_AGO
from lifow.base.days import zone_of
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leave_of
from mentoring.matching.services import propose_pairings
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    begin_pairing,
    complete_pairing,
    end_pairing,
    follow_leave,
    offer_mentoring,
)
from mentoring.sessions.reports import DayOfTimes, times_to_propose
from mentoring.sessions.services import pick_time, propose_times
from mentoring.tasks.services import give_feedback, hand_in_task

TEN_O_CLOCK = 10 * 60
FOUR_O_CLOCK = 16 * 60
SESSION_MINUTES = 30
PAUSED = "paused"
CLOSERS = {Pairing.State.ENDED: end_pairing, Pairing.State.COMPLETED: complete_pairing}


def load_mentors(company: Company, as_of: datetime) -> int:
    """Have those offer their seats who are no mentors yet; how many."""
    return _offer(company, {told["employee"] for told in company.told["mentor"]}, as_of)


def load_pairings(company: Company, as_of: datetime) -> int:
    """Tell the story of the pairs that exist, with their tasks and feedback; how many pairs.

    What the match says of them, with these mentors alone, is their reason; of those on leave what it says of
    the day before. The rest of it is proposed later.
    """
    if Pairing.objects.exists():
        return 0
    people = people_of(company)
    _offer(company, {told["mentor"] for told in company.evidence["pairing"]}, as_of)
    matched = _matched(as_of - timedelta(days=LEAVE_BEGAN_DAYS_AGO + 1)) | _matched(as_of)
    for told in company.evidence["pairing"]:
        mentor, mentee = people[told["mentor"]], people[told["mentee"]]
        match = matched.get((mentor.pk, mentee.pk))
        pairing = Pairing.objects.create(
            mentor=mentor,
            mentee=mentee,
            score=match.score if match else 0.0,
            reason=match.reason if match else {},
            proposed_at=_moment(company, mentee, told["days_ago"] + 1),
        )
        _tell_pairing(company, pairing, told)
        _tell_tasks(company, pairing, told)
        _tell_session(pairing, told, as_of)
    return len(company.evidence["pairing"])


def _matched(as_of: datetime) -> dict[tuple[int, int], Pairing]:
    """What the match says of each mentor and learner who are at work at a moment."""
    propose_pairings(as_of=as_of)
    found = {(row.mentor_id, row.mentee_id): row for row in Pairing.objects.all()}
    Pairing.objects.all().delete()
    return found


def _offer(company: Company, employees: Set[str], as_of: datetime) -> int:
    people = people_of(company)
    mentors = set(Mentor.objects.values_list("person_id", flat=True))
    new = [
        told
        for told in company.told["mentor"]
        if told["employee"] in employees and people[told["employee"]].pk not in mentors
    ]
    for told in new:
        person, capacity = people[told["employee"]], told["capacity"]
        offer_mentoring(person=person, capacity=capacity, about=told["about"], as_of=as_of)
    return len(new)


def _tell_pairing(company: Company, pairing: Pairing, told: Mapping[str, Any]) -> None:
    ask_mentor(
        pairing=pairing,
        message=told["message"],
        as_of=_moment(company, pairing.mentee, told["days_ago"]),
    )
    if told["state"] == Pairing.State.ASKED:
        return
    accepted_at = _moment(company, pairing.mentor, told["days_ago"] - 1)
    accept_pairing(pairing=pairing, as_of=accepted_at)
    begin_pairing(pairing=pairing)
    if told["state"] == PAUSED:
        _pause(pairing, accepted_at)
    if told["state"] in CLOSERS:
        CLOSERS[told["state"]](pairing=pairing, as_of=accepted_at + timedelta(weeks=5))
    pairing.refresh_from_db()


def _pause(pairing: Pairing, accepted_at: datetime) -> None:
    """The learner went on leave, and the pairing waits since the morning of the first day."""
    leave = leave_of(pairing.mentee, timezone.now())
    if leave is None:
        raise ValueError(f"{pairing.mentee} is not on leave.")
    morning = local_moment(leave.first_day, TEN_O_CLOCK, pairing.mentee.timezone)
    follow_leave(person_ids=[pairing.mentee_id], as_of=max(morning, accepted_at))


def _tell_tasks(company: Company, pairing: Pairing, pair: Mapping[str, Any]) -> None:
    """Hand in the pair's tasks, and have the mentor comment on those that do not wait."""
    for told in company.evidence["task"]:
        if (told["mentor"], told["mentee"]) != (pair["mentor"], pair["mentee"]):
            continue
        task = hand_in_task(
            pairing=pairing,
            title=told["title"],
            body=told["body"].strip(),
            skill=Skill.objects.active().get(external_id=told["skill"]),
            as_of=_moment(company, pairing.mentee, told["days_ago"]),
        )
        if "comment" in told:
            give_feedback(
                task=task,
                level=Decimal(str(told["level"])),
                text=told["comment"].strip(),
                as_of=_moment(company, pairing.mentor, told["days_ago"], FOUR_O_CLOCK),
            )


def _tell_session(pairing: Pairing, told: Mapping[str, Any], as_of: datetime) -> None:
    """Book the pair's next session, or have the learner propose times for it, as the story says."""
    if "session" not in told or told["state"] != Pairing.State.ACTIVE:
        return
    days, _more = times_to_propose(pairing, pairing.mentee, SESSION_MINUTES, as_of=as_of)
    # A time of each day from the next but one on: where it is ten o'clock, or as early as both work.
    times = [_time_of(day, pairing.mentee) for day in days[1:4]]
    if not times:
        return
    session = propose_times(
        pairing=pairing, by=pairing.mentee, starts=times, minutes=SESSION_MINUTES, as_of=as_of
    )
    if told["session"] == "booked":
        pick_time(session=session, by=pairing.mentor, starts_at=times[0], as_of=as_of)


def _time_of(day: DayOfTimes, person: Person) -> datetime:
    starts = [one.starts_at for one in day.times]
    zone = zone_of(person.timezone)
    return next((one for one in starts if one.astimezone(zone).hour * 60 >= TEN_O_CLOCK), starts[0])


def _moment(company: Company, person: Person, days_ago: int, minute: int = TEN_O_CLOCK) -> datetime:
    return local_moment(workday_before(company.today, days_ago), minute, person.timezone)
