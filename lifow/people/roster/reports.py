"""Reads: everyone and every unit, as the roster import wants to see them."""

import hashlib
import json
import sys
from collections import defaultdict
from datetime import time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from lifow.base.file_imports.choices import ImportState
from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange import (
    EmploymentRow,
    ErasedIds,
    PersonState,
    RosterState,
    Status,
    UnitState,
)
from lifow.people.roster.models import ErasedId, FormerExternalId, PersonMatch, RosterImport

CHUNK = 5_000


def roster_state(*, source: str) -> RosterState:
    """Everyone and every org unit, whatever their source, with the ids of `source`; eight queries."""
    names = _names_of_people()
    employments = _employments()
    former = FormerExternalId.objects.filter(source=source).values_list("value", "person_id")
    apart = PersonMatch.objects.filter(source=source, state=MatchState.DIFFERENT)
    return RosterState(
        source=source,
        former_ids={
            value: names[person_id][source][0] for value, person_id in former if source in names[person_id]
        },
        told_apart=frozenset(apart.values_list("external_id", "person_id")),
        erased=erased_ids(),
        people=tuple(
            _person(row, source, names.get(row[0], {}), employments.get(row[0], []))
            for row in _people().iterator(CHUNK)
        ),
        units=unit_states(source=source),
    )


def unit_states(*, source: str) -> tuple[UnitState, ...]:
    """Every org unit, with the code of `source`; two queries."""
    named = ExternalId.objects.filter(source=source, org_unit__isnull=False)
    codes = dict(named.values_list("org_unit_id", "value"))
    return tuple(
        UnitState(unit.pk, unit.key, unit.name, unit.parent_id, codes.get(unit.pk))
        for unit in OrgUnit.objects.order_by("pk")
    )


def erased_ids() -> ErasedIds:
    """Ids and addresses of people who were erased, as digests; one query."""
    return ErasedIds(dict(ErasedId.objects.values_list("digest", "erased_on")), digest_keys())


def digest_keys() -> tuple[bytes, ...]:
    """The keys of digests of erased ids: today's, and those of secret keys of before that still count."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(hashlib.sha256(b"lifow.people.erased" + str(secret).encode()).digest() for secret in secrets)


MOST_SOURCES = 10


def known_sources() -> list[str]:
    """The systems that people come from, by name, at most ten; a short query each, whatever their number."""
    found: list[str] = []
    names = (
        ExternalId.objects.filter(person__isnull=False).order_by("source").values_list("source", flat=True)
    )
    while len(found) < MOST_SOURCES:
        following = names.filter(source__gt=found[-1]) if found else names
        if (name := following.first()) is None:
            break
        found.append(name)
    return found


def kept_mapping(*, source: str) -> str:
    """How the last roster that was brought in from a system was read; "" where none was."""
    last = RosterImport.objects.filter(source=source).exclude(state=ImportState.REFUSED).order_by("-pk")
    return last.values_list("mapping", flat=True).first() or ""


def _names_of_people() -> dict[int, dict[str, tuple[str, bool]]]:
    """By person and source, the id and whether the source's last file named it."""
    names: dict[int, dict[str, tuple[str, bool]]] = defaultdict(dict)
    rows = ExternalId.objects.filter(person__isnull=False)
    for person_id, source, value, absent_since in rows.values_list(
        "person_id", "source", "value", "absent_since"
    ):
        names[person_id][source] = (value, absent_since is None)
    return names


def _employments() -> dict[int, list[EmploymentRow]]:
    rows: dict[int, list[EmploymentRow]] = defaultdict(list)
    said = Employment.objects.order_by("starts_on", "pk").values_list(
        "person_id",
        "starts_on",
        "ends_on",
        "status",
        "job_title",
        "job_code",
        "org_unit_id",
        "manager_id",
        "pk",
        "source",
    )
    statuses = {status.value: status for status in Status}
    same: dict[str, str] = {}
    for person_id, starts_on, ends_on, status, title, code, unit, manager, pk, source in said.iterator(CHUNK):
        rows[person_id].append(
            EmploymentRow(
                starts_on=starts_on,
                ends_on=ends_on,
                status=statuses[status],
                job_title=same.setdefault(title, title),
                job_code=same.setdefault(code, code),
                unit=unit,
                manager=manager,
                source=same.setdefault(source, source),
                id=pk,
            )
        )
    return rows


def _people() -> Any:
    """Everybody, in columns as `_person` takes them: languages as text, of which few differ."""
    said = Person.objects.unmerged().annotate(said=Cast("languages", TextField())).order_by("pk")
    return said.values_list(
        "pk",
        "email",
        "given_name",
        "family_name",
        "timezone",
        "said",
        "work_starts_at",
        "work_ends_at",
        "workdays",
    )


def _person(
    row: Any, source: str, names: dict[str, tuple[str, bool]], employments: list[EmploymentRow]
) -> PersonState:
    pk, email, given_name, family_name, zone, languages, starts_at, ends_at, workdays = row
    external_id, is_named = names.get(source, (None, True))
    others = [(one, named) for one, (_, named) in names.items() if one != source]
    return PersonState(
        id=pk,
        external_id=external_id,
        is_named=is_named,
        also_named_by=tuple(sorted(one for one, named in others if named)),
        dropped_by=tuple(sorted(one for one, named in others if not named)),
        email=email or "",
        given_name=given_name,
        family_name=family_name,
        timezone=sys.intern(zone),
        languages=_languages(languages),
        work_starts_at=_to_the_minute(starts_at),
        work_ends_at=_to_the_minute(ends_at),
        workdays=workdays,
        employments=tuple(employments),
    )


@lru_cache(maxsize=1024)
def _languages(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1440)
def _to_the_minute(moment: time) -> time:
    return moment.replace(second=0, microsecond=0)
