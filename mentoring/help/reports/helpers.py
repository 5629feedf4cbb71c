"""Who can help now: by name, or by proven strength, in their hours and within the cap of a week."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Count

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.gaps.reports import stored_reports
from assessments.owners.reports import owner_of
from lifow.notifications.reports import next_working_moment, working_weeks
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.reports import statuses_of
from mentoring.choices import HOLDING
from mentoring.help.choices import LOAD_OF, WEEK, HelpKind, Step
from mentoring.help.models import HelpPolicy, HelpRequest, HelpStep
from mentoring.mentors.models import FindableSkill
from mentoring.pairings.models import Pairing

MOST_LOOKED_AT = 500
"""People with evidence in a skill whose reports are read: those of the highest levels."""
STRONG = 0.6
"""The part of a scale from which on somebody is strong in a skill, with half a standard error to spare."""


@dataclass(frozen=True, slots=True)
class Helpers:
    """Whom to ask now, the first one first; `opens_at` is when the next of the others is at work, None where
    nobody will be."""

    people: tuple[Person, ...]
    opens_at: datetime | None = None


def helpers_for(request: HelpRequest, step: Step, policy: HelpPolicy, as_of: datetime) -> Helpers:
    """Whom a step of a request goes to at this moment; at most some ten queries."""
    if step == Step.PROVEN:
        candidates, most = _proven(request.skill), policy.at_once
    else:
        named = _named(request, step)
        candidates, most = [named] if named else [], 1
    return _able(candidates, request, most, policy, as_of)


def mentor_of(person_id: int | None) -> Person | None:
    """The mentor of somebody whose pairing goes on, if there is one; one query."""
    if person_id is None:
        return None
    pairing = Pairing.objects.going_on().filter(mentee=person_id).select_related("mentor").first()
    return pairing.mentor if pairing else None


def load_of(person_ids: Collection[int], as_of: datetime) -> dict[int, int]:
    """What each of these people does for others: learners they mentor, what they were asked within a week,
    and what they answered within four; three queries."""
    load = dict.fromkeys(person_ids, 0)
    held = Pairing.objects.filter(mentor__in=person_ids, state__in=HOLDING).values_list("mentor")
    asked = HelpStep.objects.filter(person__in=person_ids, asked_at__gt=as_of - WEEK).values_list("person")
    answered = HelpRequest.objects.filter(answered_by__in=person_ids, closed_at__gt=as_of - LOAD_OF)
    for counted in (held, asked, answered.values_list("answered_by")):
        for person_id, count in counted.annotate(count=Count("pk")).order_by():
            load[person_id] += count
    return load


def answered_by(person: Person, as_of: datetime) -> int:
    """How many requests and questions somebody has answered within four weeks; one query."""
    return HelpRequest.objects.filter(answered_by=person, closed_at__gt=as_of - LOAD_OF).count()


def _named(request: HelpRequest, step: Step) -> Person | None:
    if step == Step.OWNER:
        return owner_of(request.skill_id)
    if step == Step.MENTOR:
        return mentor_of(request.person_id)
    if request.person_id is None:
        return None
    current = Employment.objects.reporting().filter(person=request.person_id).select_related("manager")
    employment = current.first()
    return employment.manager if employment else None


def _proven(skill: Skill | None) -> list[Person]:
    """People whom evidence of others shows to be strong in a skill, by their gap reports."""
    if skill is None:
        return []
    rows = Evidence.objects.standing().exclude(source=Evidence.Source.SELF).filter(skill=skill)
    # Read by level: whoever is far down is not strong, however many there are.
    pairs = rows.order_by("-level", "pk").values_list("person", "person__merged_into")[: MOST_LOOKED_AT * 2]
    ids = list(dict.fromkeys(into or own for own, into in pairs))[:MOST_LOOKED_AT]
    reports = stored_reports(ids)
    top = scale_tops({skill.framework_id})[skill.framework_id]
    rows_of = reports.rows
    is_strong = (rows_of["skill"] == skill.pk) & (rows_of["n_evidence"] > 0)
    is_strong &= rows_of["mu"] - rows_of["sigma"] / 2 >= STRONG * top
    strong = reports.person_id[reports.owner[np.flatnonzero(is_strong)]].tolist()
    levels = dict(zip(strong, rows_of["mu"][is_strong].tolist(), strict=True))
    found = Person.objects.filter(pk__in=strong)
    return sorted(found, key=lambda one: (-levels[one.pk], one.pk))


def _able(
    candidates: Iterable[Person], request: HelpRequest, most: int, policy: HelpPolicy, as_of: datetime
) -> Helpers:
    """Of candidates those who may be asked at this moment: those who let colleagues find them for the skill
    first, and of these and of the others the least burdened."""
    able = _allowed([one for one in candidates if one.is_active], request, policy, as_of)
    weeks = working_weeks(able, (as_of - timedelta(days=1)).date())
    employed = statuses_of([one.pk for one in able], as_of)
    here = [one for one in able if one.pk in employed and weeks[one.pk].is_working(as_of)]
    load = load_of([one.pk for one in here], as_of)
    willing = FindableSkill.objects.filter(skill=request.skill_id, person__in=here)
    first = set(willing.values_list("person", flat=True))
    chosen = sorted(here, key=lambda one: (one.pk not in first, load[one.pk]))[:most]
    if chosen:
        return Helpers(tuple(chosen))
    moments = (next_working_moment(weeks[one.pk], as_of) for one in able if one.pk in employed)
    return Helpers((), min((one for one in moments if one is not None), default=None))


def _allowed(
    people: Collection[Person], request: HelpRequest, policy: HelpPolicy, as_of: datetime
) -> list[Person]:
    """Not who asks, nor who was asked already or often enough; of a unit only those inside."""
    ids = [one.pk for one in people]
    steps = HelpStep.objects.filter(person__in=ids)
    before = set(steps.filter(request=request).values_list("person", flat=True))
    lately = steps.filter(asked_at__gt=as_of - WEEK).values_list("person")
    counts = lately.annotate(count=Count("pk")).order_by()
    often = {person for person, count in counts if count >= policy.most_a_week}
    left_out = before | often | {request.person_id}
    found = [one for one in people if one.pk not in left_out]
    if request.unit is None:
        return found
    inside = set(
        Person.objects.in_org_unit(request.unit)
        .filter(pk__in=[one.pk for one in found])
        .values_list("pk", flat=True)
    )
    return [one for one in found if one.pk in inside or one.is_hr_admin]


def reach_words(request: HelpRequest) -> list[Step]:
    """The steps of help that there is somebody for: the owner, the mentor and the manager by name."""
    steps = [Step.OWNER, Step.MENTOR] if request.kind == HelpKind.QUESTION else [Step.MENTOR]
    return [one for one in steps if _named(request, one) is not None]
