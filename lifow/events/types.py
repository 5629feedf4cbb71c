"""Event types: what happened, in ids and dates, each under a name that is stored and never changes.

An event names rows and holds no personal value; whoever handles it reads the rows as they are by then. A
field that is added gets a default, and one that is removed is left out of old payloads when they are read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, dataclass_transform, get_type_hints

E = TypeVar("E")
MOST_IDS = 1000


class UnknownEventTypeError(LookupError):
    """A stored name that no event type of this version has."""


class PayloadError(ValueError):
    """Values that an event type cannot be written from or read from."""


def _int(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"an int is wanted, not {type(value).__name__}")
    return value


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a str is wanted, not {type(value).__name__}")
    return str(value)


def _from_date(value: Any) -> str:
    if type(value) is not date:
        raise TypeError(f"a date is wanted, not {type(value).__name__}")
    return value.isoformat()


def _from_datetime(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("a datetime with a time zone is wanted")
    return value.isoformat()


def _from_ids(value: Any) -> list[int]:
    if not isinstance(value, tuple):
        raise TypeError(f"a tuple is wanted, not {type(value).__name__}")
    if len(value) > MOST_IDS:
        raise ValueError(f"more than {MOST_IDS} ids; see in_chunks")
    return [_int(each) for each in value]


# How a field of each type is written to JSON and read from it.
_FORMS: dict[object, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    int: (_int, _int),
    str: (_str, _str),
    date: (_from_date, date.fromisoformat),
    datetime: (_from_datetime, datetime.fromisoformat),
    tuple[int, ...]: (_from_ids, lambda those: tuple(_int(each) for each in those)),
}
_types: dict[str, type] = {}
_names: dict[type, str] = {}


@dataclass_transform(frozen_default=True)
def event_type(name: str) -> Callable[[type[E]], type[E]]:
    """Make a class a frozen, slotted dataclass whose events are stored under this name.

    Raises TypeError for a field that is no int, str, date, datetime or tuple of ints, ValueError for a name
    that is taken.
    """

    def register(plain: type[E]) -> type[E]:
        made = dataclass(frozen=True, slots=True)(plain)
        for field, kind in get_type_hints(made).items():
            if kind not in _FORMS:
                raise TypeError(f"{name}.{field}: an event holds ids, codes and dates, not {kind}")
        if name in _types:
            raise ValueError(f"{name} is the name of {_types[name].__name__} already")
        _types[name], _names[made] = made, name
        return made

    return register


def name_of(event_type: type) -> str:
    """The stored name of an event type; TypeError for a class that is none."""
    if event_type not in _names:
        raise TypeError(f"{event_type.__name__} is no event type")
    return _names[event_type]


def to_payload(event: object) -> dict[str, Any]:
    """The fields of an event as JSON values; PayloadError for a value that is not of its field's type."""
    return _converted(type(event), {field: getattr(event, field) for field in get_type_hints(type(event))}, 0)


def from_payload(name: str, payload: dict[str, Any]) -> object:
    """The event that was stored under this name, by this version or another.

    A field that the payload lacks has its default, one that the type lacks is left out. Raises
    UnknownEventTypeError for the name, PayloadError for a field without default or a value that does not fit.
    """
    if name not in _types:
        raise UnknownEventTypeError(f"This version knows no event type {name!r}.")
    made = _types[name]
    try:
        return made(**_converted(made, payload, 1))
    except TypeError as error:
        raise PayloadError(f"{name}: {error}") from error


def in_chunks(event_type: type[E], **ids: Iterable[int]) -> list[E]:
    """Events that name all of the ids between them, at most 1,000 an event: none for no ids.

    `in_chunks(RosterChanged, person_ids=people, org_unit_ids=units)`.
    """
    named = [(field, each) for field, those in ids.items() for each in sorted(set(those))]
    chunks = [named[start : start + MOST_IDS] for start in range(0, len(named), MOST_IDS)]
    return [
        event_type(**{field: tuple(each for owner, each in chunk if owner == field) for field in ids})
        for chunk in chunks
    ]


def _converted(made: type, values: dict[str, Any], direction: int) -> dict[str, Any]:
    """Those of the values that are fields of the type, written (0) or read (1) by the field's form."""
    converted = {}
    for field, kind in get_type_hints(made).items():
        if field in values:
            try:
                converted[field] = _FORMS[kind][direction](values[field])
            except (TypeError, ValueError) as error:
                raise PayloadError(f"{name_of(made)}.{field}: {error}") from error
    return converted


# People


@event_type("roster.changed")
class RosterChanged:
    """An import or the admin has changed these people, their employments or ids, or these org units."""

    person_ids: tuple[int, ...] = ()
    org_unit_ids: tuple[int, ...] = ()


@event_type("leave.began")
class LeaveBegan:
    """These people are on leave from now on, where they are."""

    person_ids: tuple[int, ...]


@event_type("leave.ended")
class LeaveEnded:
    """The leave of these people is over where they are: they are back, or have left."""

    person_ids: tuple[int, ...]


@event_type("rights.changed")
class RightsChanged:
    """By hand, what this person may do, or how they sign in, was changed by `by_id`.

    `given` and `taken` name rights (fields of the person, or second_factor), with spaces between; `given` has
    `email` where the address that they sign in with is another now, and `groups` where their groups are.
    """

    person_id: int
    by_id: int
    given: str = ""
    taken: str = ""


@event_type("people.merged")
class PeopleMerged:
    """Two records are read as one person's from now on, by this merge; whoever keeps rows moves theirs."""

    merge_id: int


@event_type("people.separated")
class PeopleSeparated:
    """This merge was undone: whoever has moved rows for it puts them back."""

    merge_id: int


# Assessments


@event_type("role_levels.changed")
class RoleLevelsChanged:
    """These role levels have come into use, or have been retired, with their role or by themselves."""

    role_level_ids: tuple[int, ...]


@event_type("job_code_rules.changed")
class JobCodeRulesChanged:
    """Rules that give these role levels by job code have been added, changed or deleted."""

    role_level_ids: tuple[int, ...]


@event_type("skills.replaced")
class SkillsReplaced:
    """Replacements of these skills, or by them, have been said or taken back."""

    skill_ids: tuple[int, ...]


@event_type("evidence.recorded")
class EvidenceRecorded:
    """These pieces of evidence were recorded."""

    evidence_ids: tuple[int, ...]


@event_type("evidence.withdrawn")
class EvidenceWithdrawn:
    """These pieces of evidence were withdrawn: they count no more from then on."""

    evidence_ids: tuple[int, ...]


@event_type("evidence.restored")
class EvidenceRestored:
    """These pieces of evidence, which were withdrawn, count again."""

    evidence_ids: tuple[int, ...]


@event_type("gap_reports.refreshed")
class GapReportsRefreshed:
    """The gap reports of these people were computed again and say something else."""

    person_ids: tuple[int, ...]


# Content


@event_type("modules.completed")
class ModulesCompleted:
    """A module of each of these people was completed by somebody else's word, such as a sign-off."""

    person_ids: tuple[int, ...]


@event_type("assignments.changed")
class AssignmentsChanged:
    """What these people have to do by assignments has changed: what is assigned, done, waived or due."""

    person_ids: tuple[int, ...]


@event_type("catalogue.changed")
class CatalogueChanged:
    """What plans choose from has changed; `number` is the catalogue's version from then on."""

    number: int


@event_type("question.asked")
class QuestionAsked:
    """A question waits for an answer: whoever finds somebody to answer it begins.

    `asker_id` is 0 where nobody is to know who asked, `skill_id` where it names no skill, `unit_id` where
    everybody reads it; otherwise people of this unit and below alone do.
    """

    question_id: int
    skill_id: int = 0
    asker_id: int = 0
    unit_id: int = 0


@event_type("question.answered")
class QuestionAnswered:
    """A question waits no more: it has an answer, was closed, or is one with another question.

    `by_id` is who answered it, 0 where nobody did.
    """

    question_id: int
    by_id: int = 0


# Mentoring


@event_type("help.asked")
class HelpAsked:
    """These people were asked to answer a question, in this order of help; they are told by who knows it."""

    question_id: int
    person_ids: tuple[int, ...]


@event_type("help.claimed")
class HelpClaimed:
    """Somebody has taken it upon them to answer a question: the others need not."""

    question_id: int
    person_id: int


@event_type("pairing.began")
class PairingBegan:
    """A mentor has accepted a learner: from now on the one mentors the other."""

    pairing_id: int
    mentor_id: int
    learner_id: int


@event_type("pairing.ended")
class PairingEnded:
    """A pairing that had begun is over, however it ended."""

    pairing_id: int
    mentor_id: int
    learner_id: int
