"""What a person can allow an assistant: each thing by its own scope, in words for the page of consent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lifow.people.persons.models import Person

LEARNING = "learning:read"
SEARCH = "search:read"
ACTIVITIES = "activities:write"
CHECKS = "checks:write"
QUESTIONS = "questions:write"
HELP = "help:write"
TEAM = "team:read"
RATINGS = "ratings:write"
ORGANISATION = "organisation:read"


def is_anybody(person: Person) -> bool:
    """Whether it is for everybody who works here."""
    return True


def has_reports(person: Person) -> bool:
    """Whether anybody reports to them now."""
    return Person.objects.reporting_to(person).exists()


def sees_organisation(person: Person) -> bool:
    """Whether they read about the whole company, as HR does."""
    return person.has_perm("people.view_organisation")


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that can be allowed. `is_write` is one that changes something; `is_for` says to whom it is
    offered at all: to nobody is more allowed than they may do themselves."""

    name: str
    words: str | Promise
    is_write: bool
    is_for: Callable[[Person], bool]


SCOPES = (
    Scope(LEARNING, _("Read your skill levels, gaps and plan of the week"), False, is_anybody),
    Scope(SEARCH, _("Search what you can find in lifow"), False, is_anybody),
    Scope(
        TEAM,
        _("Read your team’s gaps in numbers, and the ratings that you are asked for"),
        False,
        has_reports,
    ),
    Scope(ORGANISATION, _("Read the company’s gaps, and who can do what"), False, sees_organisation),
    Scope(ACTIVITIES, _("Mark modules as done in your name"), True, is_anybody),
    Scope(
        CHECKS, _("Start quick checks and hand in your answers, which count as evidence"), True, is_anybody
    ),
    Scope(QUESTIONS, _("Ask questions in your name, which colleagues read"), True, is_anybody),
    Scope(HELP, _("Ask colleagues for help in your name"), True, is_anybody),
    Scope(RATINGS, _("Give ratings of your team in your name"), True, has_reports),
)
_named = {scope.name: scope for scope in SCOPES}


def offered_scopes(asked: str, person: Person) -> Sequence[Scope]:
    """Of the scopes that a program asks for, by name with spaces between, those that the person can allow.

    All of them where it asks for none that lifow knows.
    """
    known = [_named[name] for name in asked.split() if name in _named] or SCOPES
    return [scope for scope in SCOPES if scope in known and scope.is_for(person)]


def in_words(names: Iterable[str]) -> tuple[str | Promise, ...]:
    """What scopes allow, a phrase each, in the order of the page of consent."""
    held = set(names)
    return tuple(scope.words for scope in SCOPES if scope.name in held)
