"""From rows to arrays: who wants a mentor and who can be one, as `mentoring.matching.compute` takes them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from assessments.evidence.reports import corroborated_skills
from assessments.gaps.choices import CRITICAL_FACTOR, GapStatus
from assessments.gaps.reports import StoredReports, stored_reports
from lifow.base.database.columns import among, read_columns
from lifow.base.days import zone_of
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.reports import leaves_of
from mentoring.matching import compute
from mentoring.mentors.models import ExcludedPair, Mentor
from mentoring.pairings.models import Pairing

MENTORS_WANTED = 1


def mentees(people: Sequence[Person], languages: Mapping[str, int], as_of: datetime) -> compute.Mentees:
    """People who may have a mentor, with their known gaps and the critical skills that need assessment.

    Who has a mentor, or has asked one, wants none.
    """
    reports = stored_reports([person.pk for person in people])
    gaps = reports.is_required & (reports.rows["status"] == GapStatus.GAP)
    unknown = reports.is_required & reports.is_critical & (reports.rows["status"] == GapStatus.ASSESS_FIRST)
    rows = reports.rows[gaps]
    factor = np.where(reports.is_critical[gaps], CRITICAL_FACTOR, 1.0)
    ids = _ids(people)
    paired = read_columns(Pairing.objects.under_way(), mentee=("mentee_id", "i8"))["mentee"]
    return compute.Mentees(
        ids=ids,
        hours=_hours(people, as_of),
        languages=_languages(people, languages),
        wanted=np.where(np.isin(ids, paired), 0, MENTORS_WANTED),
        needs=compute.Needs(
            person=reports.person_id[reports.owner[gaps]],
            skill=rows["skill"].astype(np.int64),
            required=rows["required"].astype(np.float64),
            weighted_gap=rows["gap"].astype(np.float64) * rows["weight"] * factor,
        ),
        to_assess=compute.ToAssess(
            person=reports.person_id[reports.owner[unknown]],
            skill=reports.rows["skill"][unknown].astype(np.int64),
            required=reports.rows["required"][unknown].astype(np.float64),
        ),
    )


def mentors(people: Sequence[Person], languages: Mapping[str, int], as_of: datetime) -> compute.Mentors:
    """People who are willing to mentor, with the levels that evidence gives them and their free seats."""
    ids = [person.pk for person in people]
    seats = _seats(ids)
    return compute.Mentors(
        ids=_ids(people),
        hours=_hours(people, as_of),
        languages=_languages(people, languages),
        seats=np.array([seats.get(key, (0, 0))[0] for key in ids], dtype=np.int64),
        load=np.array([seats.get(key, (0, 0))[1] for key in ids], dtype=np.int64),
        eligible=_eligible(ids, as_of),
        strengths=_strengths(stored_reports(ids)),
    )


def barriers() -> compute.Barriers:
    """Who may not be paired with whom: the reporting line, excluded pairs, pairs that exist or were refused.

    A pairing that was declined or ended is not proposed again; a completed or expired one may be.
    """
    reporting = _pairs(Employment.objects.reporting(), "person_id", "manager_id")
    return compute.Barriers(
        line=compute.reporting_line(dict(reporting.tolist())),
        excluded=_pairs(ExcludedPair.objects.all(), "mentee_id", "mentor_id"),
        paired=_pairs(Pairing.objects.not_to_propose().distinct(), "mentee_id", "mentor_id"),
    )


def earlier_rounds(
    waiting: Mapping[int, datetime],
    proposed: Collection[tuple[int, int]],
    requested: Collection[tuple[int, int]],
    as_of: datetime,
    a_round: timedelta,
) -> compute.EarlierRounds:
    """How many rounds people have waited, and the proposals and requests that reserve a seat."""
    people = sorted(waiting)
    waited = [max(0.0, (as_of - waiting[person]) / a_round) for person in people]
    return compute.EarlierRounds(
        person=np.array(people, dtype=np.int64),
        waited=np.array(waited, dtype=np.float64),
        proposed=np.array(sorted(proposed), dtype=np.int64).reshape(-1, 2),
        requested=np.array(sorted(requested), dtype=np.int64).reshape(-1, 2),
    )


def language_bits(people: Sequence[Person]) -> dict[str, int]:
    """A bit for each language spoken, at most 64: the most spoken first, so that a rare one is lost."""
    counts: dict[str, int] = {}
    for code in (code for person in people for code in person.languages):
        counts[code] = counts.get(code, 0) + 1
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    return {code: 1 << place for place, code in enumerate(ranked[:64])}


def _ids(people: Sequence[Person]) -> NDArray[np.int64]:
    return np.array([person.pk for person in people], dtype=np.int64)


def _hours(people: Sequence[Person], as_of: datetime) -> NDArray[np.bool_]:
    bits = np.array([person.workdays for person in people], dtype=np.int64)
    offsets = {name: _offset_minutes(name, as_of) for name in {person.timezone for person in people}}
    return compute.working_weeks(
        days=((bits[:, None] >> np.arange(7)) & 1).astype(bool),
        start=np.array([_minutes(person.work_starts_at) for person in people], dtype=np.int64),
        end=np.array([_minutes(person.work_ends_at) for person in people], dtype=np.int64),
        utc_offset=np.array([offsets[person.timezone] for person in people], dtype=np.int64),
    )


def _offset_minutes(name: str, as_of: datetime) -> int:
    offset = as_of.astimezone(zone_of(name)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _languages(people: Sequence[Person], bits: Mapping[str, int]) -> NDArray[np.uint64]:
    return np.array([sum(bits.get(code, 0) for code in set(p.languages)) for p in people], dtype=np.uint64)


def _seats(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(free seats, pairings that hold one) of each mentor; a held seat counts though it was closed since."""
    rows: Any = Mentor.objects.filter(person__in=among(ids)).with_seats()
    counts = rows.values_list("person_id", "free_seats", "held_seats")
    return {mentor: (free, held) for mentor, free, held in counts}


def _eligible(ids: Sequence[int], as_of: datetime) -> NDArray[np.bool_]:
    """Who of the mentors works here on the day that it is where they are, and is not on leave."""
    working = Employment.objects.working().in_force(as_of).filter(person__in=among(ids))
    on_leave = leaves_of(ids, as_of)
    able = np.setdiff1d(read_columns(working, person=("person_id", "i8"))["person"], list(on_leave))
    return np.isin(ids, able)


def _strengths(reports: StoredReports) -> compute.Strengths:
    known = reports.rows["n_evidence"] > 0
    rows = reports.rows[known]
    person = reports.person_id[reports.owner[known]]
    spoken = corroborated_skills(reports.person_id.tolist())
    keys = zip(person.tolist(), rows["skill"].tolist(), strict=True)
    return compute.Strengths(
        person=person,
        skill=rows["skill"].astype(np.int64),
        mu=rows["mu"].astype(np.float64),
        sigma=rows["sigma"].astype(np.float64),
        corroborated=np.array([key in spoken for key in keys], dtype=bool),
    )


def _pairs(rows: QuerySet[Any, Any], one: str, other: str) -> NDArray[np.int64]:
    return np.stack(tuple(read_columns(rows, one=(one, "i8"), other=(other, "i8")).values()), axis=1)
