"""Who would be asked for which rating, and who would not, because they are asked already or have spoken."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from assessments.evidence.models import Evidence
from assessments.evidence.reports import skill_replacements
from assessments.gaps.services import half_lives
from assessments.requests.choices import OF_ONESELF, RequestSource, RequestState, SkipReason
from assessments.requests.models import RatingRequest
from assessments.requests.reports.tests import that_can_be_tested
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.reports import leaves_of

Source = RequestSource
State = RequestState
# Who is asked or speaks, about whom, in which skill.
Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ask:
    """A rating to ask for: about whom, in which skill, of which source.

    The person or the manager are found by the source; for observed work `observer_id` names whom to ask.
    """

    person_id: int
    skill_id: int
    source: str
    observer_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedAsk:
    """What would come of asking: `asked` is who would be asked, `skip` why nobody is.

    `since` is when the same was asked, said or declined, where that is the reason; `on_leave` who is on leave
    of the person and who would be asked, where that is.
    """

    ask: Ask
    asked: Person | None
    skip: SkipReason | None = None
    since: datetime | None = None
    on_leave: Person | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the people and skills of some asks.

    employments   of those who work here now, by person, each with the person and the manager
    observers     people who work here and were named to be asked for observed work, by id
    requested     when (state, asked, person, skill) was asked or closed last, of the open and the declined
    said          when (source, rater, person, skill) was said last; see `_voice`
    lasting       the half-life of each source
    on_leave      ids of those of the people, managers and observers who are on leave
    testable      (person id, skill id) of those who can be tested, among the asks for a test
    """

    employments: Mapping[int, Employment]
    observers: Mapping[int, Person]
    requested: Mapping[tuple[str, Key], datetime]
    said: Mapping[tuple[str, Key], datetime]
    lasting: Mapping[str, timedelta]
    on_leave: Collection[int]
    testable: Collection[tuple[int, int]]


def planned_asks(asks: Sequence[Ask], as_of: datetime) -> tuple[PlannedAsk, ...]:
    """What would come of each of the asks, in their order; the same twice is planned once.

    Whether a skill can be assessed at all is looked at when it is asked. Five queries, and one for observers.
    """
    known = _known(asks, as_of)
    planned: dict[Hashable, PlannedAsk] = {}
    for ask in asks:
        asked = _asked(ask, known)
        key = ask if asked is None else (asked.pk, ask.person_id, ask.skill_id)
        planned.setdefault(key, _planned(ask, asked, known, as_of))
    return tuple(planned.values())


def _planned(ask: Ask, asked: Person | None, known: _Known, as_of: datetime) -> PlannedAsk:
    away = [one for one in (_person(ask, known), asked) if one is not None and one.pk in known.on_leave]
    if asked is None:
        return _nobody(ask, away)
    key = (asked.pk, ask.person_id, ask.skill_id)
    if since := known.requested.get((State.OPEN, key)):
        return PlannedAsk(ask, asked, SkipReason.OPEN, since)
    lately = as_of - known.lasting[ask.source]
    said = known.said.get((ask.source, (_voice(ask.source, asked.pk), ask.person_id, ask.skill_id)))
    if said is not None and said > lately:
        return PlannedAsk(ask, asked, SkipReason.SAID, said)
    declined = known.requested.get((State.DECLINED, key))
    if declined is not None and declined > lately:
        return PlannedAsk(ask, asked, SkipReason.DECLINED, declined)
    if away:
        return PlannedAsk(ask, asked, SkipReason.LEAVE, on_leave=away[0])
    is_open_to = ask.source != Source.TEST or (ask.person_id, ask.skill_id) in known.testable
    return PlannedAsk(ask, asked, None if is_open_to else SkipReason.NO_TEST)


def _nobody(ask: Ask, away: Sequence[Person]) -> PlannedAsk:
    """An ask that nobody answers; about somebody on leave none would be made anyway."""
    if away:
        return PlannedAsk(ask, None, SkipReason.LEAVE, on_leave=away[0])
    return PlannedAsk(ask, None, SkipReason.NOBODY)


def _person(ask: Ask, known: _Known) -> Person | None:
    employment = known.employments.get(ask.person_id)
    return employment.person if employment is not None else None


def _asked(ask: Ask, known: _Known) -> Person | None:
    """Who answers; None where there is nobody, or nobody who may sign in."""
    employment = known.employments.get(ask.person_id)
    if employment is None:
        return None
    asked = {
        Source.SELF: employment.person,
        Source.MANAGER: employment.manager,
        Source.OBSERVED: known.observers.get(ask.observer_id or 0),
        Source.TEST: employment.person,
    }[Source(ask.source)]
    is_fit = asked is not None and asked.is_active
    return asked if is_fit and (asked == employment.person) == (ask.source in OF_ONESELF) else None


def _voice(source: str, rater_id: int) -> int:
    """Observers speak each for themselves; a manager's word is that of the line, whoever is the manager."""
    return rater_id if source == Source.OBSERVED else 0


def _known(asks: Sequence[Ask], as_of: datetime) -> _Known:
    people, skills = {ask.person_id for ask in asks}, {ask.skill_id for ask in asks}
    current = Employment.objects.current().working().filter(person__in=people)
    observers = {ask.observer_id for ask in asks if ask.observer_id is not None}
    about = Q(person__in=people, skill__in=skills)
    leave = Employment.objects.on_leave(as_of)
    read: Any = current.select_related("person", "manager").annotate(
        is_away=Exists(leave.filter(person=OuterRef("person"))),
        is_manager_away=Exists(leave.filter(person=OuterRef("manager"))),
    )
    employments = {one.person_id: one for one in read}
    away = {one.person_id for one in employments.values() if one.is_away}
    away |= {one.manager_id for one in employments.values() if one.is_manager_away}
    return _Known(
        employments=employments,
        observers=Person.objects.employed().in_bulk(observers) if observers else {},
        requested=_requested(about),
        said=_said(people, skills, {ask.source for ask in asks}, as_of),
        lasting=half_lives(as_of),
        on_leave=away | leaves_of(observers, as_of).keys(),
        testable=that_can_be_tested(
            {(ask.person_id, ask.skill_id) for ask in asks if ask.source == Source.TEST}, as_of
        ),
    )


def _requested(about: Q) -> dict[tuple[str, Key], datetime]:
    rows = RatingRequest.objects.filter(about, state__in=[State.OPEN, State.DECLINED])
    columns = rows.values_list("state", "asked_id", "person_id", "skill_id")
    latest = columns.annotate(latest=Max(Coalesce("closed_at", "asked_at"))).order_by()
    return {(state, (asked, person, skill)): at for state, asked, person, skill, at in latest}


def _said(
    people: Collection[int], skills: Collection[int], sources: Iterable[str], as_of: datetime
) -> dict[tuple[str, Key], datetime]:
    """When each voice spoke last of each skill, or of one that it is in the place of, but as a part."""
    now = skill_replacements().now(as_of)
    every = {*skills, *(old for old, new in now.items() if new in skills)}
    spoken = Evidence.objects.standing().for_person(people)
    spoken = spoken.filter(skill__in=every, source__in=list(sources), observed_at__lte=as_of)
    voices: Any = spoken.with_whose()
    rows = voices.values_list("source", "by_whom", "whose", "skill_id")
    said: dict[tuple[str, Key], datetime] = {}
    for source, rater_id, person_id, skill_id, at in rows.annotate(latest=Max("observed_at")).order_by():
        key = (source, (_voice(source, rater_id or 0), person_id, now.get(skill_id, skill_id)))
        said[key] = max(at, said.get(key, at))
    return said
