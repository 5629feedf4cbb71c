"""A path as a learner has it: which module is next, and on which day it opens."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from content.activity.models import Activity
from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module
from content.kinds.path.choices import StopState
from content.kinds.path.parts import Stop, stops_of
from content.kinds.reading import modules_named
from lifow.base.database.columns import among
from lifow.base.days import zone_of
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class ShownStop:
    """A stop of a path, `place` from 1; `opens_on` is the person's day on which a pause ends."""

    place: int
    stop: Stop
    module: Module | None
    state: str
    opens_on: date | None = None

    @property
    def label(self) -> str:
        return str(StopState(self.state).label)


@dataclass(frozen=True, slots=True)
class Path:
    """A path as somebody has it. What is not published any more and was not done is left out of its count."""

    module: Module
    stops: Sequence[ShownStop]
    is_begun: bool

    @property
    def counted(self) -> Sequence[ShownStop]:
        return [one for one in self.stops if one.state != StopState.GONE]

    @property
    def done(self) -> int:
        return sum(one.state == StopState.DONE for one in self.stops)

    @property
    def left(self) -> int:
        return len(self.counted) - self.done

    @property
    def gone(self) -> Sequence[ShownStop]:
        """What learners skip, as it is not published any more."""
        return [one for one in self.stops if one.state == StopState.GONE]

    @property
    def next_stop(self) -> ShownStop | None:
        """What is open, or waits for the end of its pause."""
        return next((one for one in self.stops if one.state in (StopState.OPEN, StopState.PAUSE)), None)

    @property
    def minutes(self) -> int:
        return sum(one.module.minutes for one in self.counted if one.module)


@dataclass(frozen=True, slots=True)
class Held:
    """Modules that paths of somebody keep for later, and the moment at which the first of them opens."""

    modules: frozenset[int] = frozenset()
    until: datetime | None = None


def path_of(module: Module, person: Person, as_of: datetime) -> Path:
    """A path as a person has it; three queries."""
    is_begun = Activity.objects.filter(person=person, module=module).exists()
    modules = _modules([module.parts])
    done = Activity.objects.completed().filter(person=person, module__in=[one.pk for one in modules.values()])
    moments = {module_id: at for module_id, at in done.values_list("module_id", "completed_at") if at}
    return Path(module, _shown(stops_of(module.parts), modules, moments, person, as_of), is_begun)


def shown_stops(parts: Mapping[str, Any]) -> list[ShownStop]:
    """The stops of a path without a learner; one query."""
    modules = _modules([parts])
    return [
        ShownStop(place, one, modules.get(one.ref), _plain_state(modules.get(one.ref)))
        for place, one in enumerate(stops_of(parts), start=1)
    ]


def open_paths(person_ids: Collection[int]) -> list[tuple[Person, Module]]:
    """The paths that these people have begun and not done; one query."""
    rows = Activity.objects.open().filter(
        person__in=among(person_ids),
        module__kind=ModuleKind.PATH,
        module__status=Module.Status.PUBLISHED,
    )
    found = rows.select_related("person", "module").order_by("person_id", "pk")
    return [(one.person, one.module) for one in found]


def paths_of(person_ids: Collection[int], as_of: datetime) -> list[tuple[Person, Path]]:
    """The paths that these people have begun and not done, as they have them; three queries at most."""
    begun = open_paths(person_ids)
    if not begun:
        return []
    modules = _modules([path.parts for _person, path in begun])
    done = Activity.objects.completed().filter(
        person__in=among({person.pk for person, _path in begun}),
        module__in=[one.pk for one in modules.values()],
    )
    moments: dict[int, dict[int, datetime]] = {}
    for person_id, module_id, at in done.values_list("person_id", "module_id", "completed_at"):
        if at is not None:
            moments.setdefault(person_id, {})[module_id] = at
    found = []
    for person, path in begun:
        stops = _shown(stops_of(path.parts), modules, moments.get(person.pk, {}), person, as_of)
        found.append((person, Path(path, stops, is_begun=True)))
    return found


def paths_with(module: Module, person: Person, as_of: datetime) -> list[tuple[Path, int]]:
    """The paths that somebody is on and that a module is part of, each with its place there; one query where
    they are on none."""
    return [
        (path, stop.place)
        for _person, path in paths_of([person.pk], as_of)
        for stop in path.stops
        if stop.module == module
    ]


def modules_on(path_ids: Collection[int]) -> set[int]:
    """Ids of the modules that these paths consist of; two queries, none without a path."""
    if not path_ids:
        return set()
    paths = Module.objects.filter(pk__in=path_ids, kind=ModuleKind.PATH)
    return {one.pk for one in _modules(list(paths.values_list("parts", flat=True))).values()}


def held_modules(person_ids: Collection[int], as_of: datetime) -> Mapping[int, Held]:
    """Of those of these people who are on a path: the modules of it that are not open to them yet."""
    held: dict[int, Held] = {}
    for person, path in paths_of(person_ids, as_of):
        shut = [one for one in path.stops if one.state in (StopState.PAUSE, StopState.LATER) and one.module]
        before = held.get(person.pk, Held())
        opens = [_midnight(one.opens_on, person) for one in shut if one.opens_on is not None]
        moments = [moment for moment in (before.until, *opens) if moment is not None]
        modules = {one.module.pk for one in shut if one.module}
        if modules:
            held[person.pk] = Held(before.modules | modules, min(moments, default=None))
    return held


def _modules(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Module]:
    return modules_named({one.ref for told in parts for one in stops_of(told)})


def _plain_state(module: Module | None) -> str:
    is_there = module is not None and module.status == Module.Status.PUBLISHED
    return StopState.LATER if is_there else StopState.GONE


def _shown(
    stops: Sequence[Stop],
    modules: Mapping[str, Module],
    done: Mapping[int, datetime],
    person: Person,
    as_of: datetime,
) -> list[ShownStop]:
    """Where somebody is: a stop opens so many days of theirs after the one before it was done."""
    zone = zone_of(person.timezone)
    today, shown = as_of.astimezone(zone).date(), list[ShownStop]()
    last: date | None = None
    is_waiting = False
    for place, one in enumerate(stops, start=1):
        module = modules.get(one.ref)
        completed_at = done.get(module.pk) if module is not None else None
        state, opens_on = _plain_state(module), None
        if completed_at is not None:
            state, last = StopState.DONE, completed_at.astimezone(zone).date()
        elif state != StopState.GONE and not is_waiting:
            is_waiting = True
            opens_on = last + timedelta(days=one.days) if last is not None else None
            is_pause = opens_on is not None and opens_on > today
            state, opens_on = (StopState.PAUSE, opens_on) if is_pause else (StopState.OPEN, None)
        shown.append(ShownStop(place, one, module, state, opens_on))
    return shown


def _midnight(day: date, person: Person) -> datetime:
    return datetime.combine(day, time(), zone_of(person.timezone))
