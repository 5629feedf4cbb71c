"""What somebody has done with modules, as far as it says what is of use to them now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, QuerySet, Value

from assessments.gaps.reports import PersonGaps
from assessments.roles.models import RoleAssignment
from content.activity.models import Activity
from content.bookmarks.models import SavedModule
from content.catalogue.choices import ModuleStatus
from content.catalogue.reports import Reader, needs_of
from content.votes.models import ModuleVote, RoleVotes
from lifow.base.days import local_day
from lifow.people.persons.models import Person

ASKED_FOR = timedelta(days=2)
"""So long after a module was done somebody is asked whether it was helpful, on home."""
LEAST_HELPED = 5
"""Colleagues who found a module helpful before it is said that they did: nobody is to be told apart."""
DONE, STARTED, SAVED, HELPED, TO_VOTE = "done", "started", "saved", "helped", "vote"


@dataclass(frozen=True, slots=True)
class OwnModules:
    """Ids of the modules that somebody has done, started and saved; how many colleagues in their roles found
    which one helpful, where most who voted did; and the one that they have just done and not voted on."""

    done: frozenset[int]
    started: frozenset[int]
    saved: frozenset[int]
    helped: Mapping[int, int]
    to_vote: int | None


def own_modules(person: Person, as_of: datetime) -> OwnModules:
    """What somebody has done with modules; one query."""
    found: dict[str, dict[int, int]] = {name: {} for name in (DONE, STARTED, SAVED, HELPED, TO_VOTE)}
    parts = _parts(person, as_of)
    for module, what, number in parts[0].union(*parts[1:], all=True):
        found[what][module] = max(number, found[what].get(module, 0))
    waiting = found[TO_VOTE]
    return OwnModules(
        done=frozenset(found[DONE]),
        started=frozenset(found[STARTED]),
        saved=frozenset(found[SAVED]),
        helped=found[HELPED],
        to_vote=max(waiting, key=lambda pk: waiting[pk], default=None),
    )


def reader_of(gaps: PersonGaps | None, own: OwnModules) -> Reader:
    """Somebody as a reader of the catalogue, without gaps where those do not matter; no query."""
    return Reader(needs_of(gaps), done=own.done, saved=own.saved, helped=own.helped)


def _parts(person: Person, as_of: datetime) -> list[QuerySet[Any]]:
    mine = Activity.objects.for_person(person)
    voted = ModuleVote.objects.filter(person=person, module=OuterRef("module"))
    just_done = mine.filter(completed_at__gte=as_of - ASKED_FOR, completed_at__lte=as_of)
    roles = RoleAssignment.objects.as_of(local_day(as_of, person.timezone)).filter(person=person)
    helped = RoleVotes.objects.filter(role__in=roles.values("role_level__role"), helpful__gte=LEAST_HELPED)
    return [
        _told(mine.completed(), DONE),
        _told(mine.open(), STARTED),
        _told(SavedModule.objects.filter(person=person), SAVED),
        # Half of those who voted: what most found of no help is not helpful to whoever reads the number.
        _told(helped.filter(helpful__gt=F("voters") / 2), HELPED, "helpful"),
        # The last one has the highest id.
        _told(just_done.filter(~Exists(voted), module__status=ModuleStatus.PUBLISHED), TO_VOTE, "pk"),
    ]


def _told(rows: QuerySet[Any], what: str, number: str = "") -> QuerySet[Any]:
    """The modules of rows, with what they are and a number."""
    told = F(number) if number else Value(0, output_field=IntegerField())
    named = rows.order_by().annotate(what=Value(what, output_field=CharField()), number=told)
    found: QuerySet[Any] = named.values_list("module_id", "what", "number")
    return found
