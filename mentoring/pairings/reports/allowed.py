"""Who may be paired now: the match's hard rules, asked again of a pairing that exists."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lifow.people.persons.models import Employment, Person
from mentoring.mentors.models import ExcludedPair
from mentoring.pairings.models import Pairing

ALLOWED = Q(has_left=False, is_excluded=False, is_in_line=False)


@dataclass(frozen=True, slots=True)
class Bar:
    """Why two may not be paired, and what to do, as the learner and as the mentor reads it."""

    learner: str
    mentor: str


def with_bars(pairings: QuerySet[Pairing]) -> QuerySet[Any]:
    """Each with `has_left`, `is_excluded` and `is_in_line`: what stands between the two as things are now."""
    # Asked of each pairing: a list of all who work here would be as long as the company.
    working = Employment.objects.current().working()
    mentee_works = Exists(working.filter(person=OuterRef("mentee")))
    mentor_works = Exists(working.filter(person=OuterRef("mentor")))
    excluded = ExcludedPair.objects.filter(mentee=OuterRef("mentee"), mentor=OuterRef("mentor"))
    mentor_above = Person.objects.above(OuterRef("mentee")).filter(pk=OuterRef("mentor"))
    mentee_above = Person.objects.above(OuterRef("mentor")).filter(pk=OuterRef("mentee"))
    return pairings.annotate(
        has_left=ExpressionWrapper(~(Q(mentee_works) & Q(mentor_works)), BooleanField()),
        is_excluded=Exists(excluded),
        is_in_line=Exists(mentor_above) | Exists(mentee_above),
    )


def allowed(pairings: QuerySet[Pairing]) -> QuerySet[Any]:
    """Those whose two may be paired now: both work here, nobody has excluded them, and neither is above the
    other in the reporting line.
    """
    return with_bars(pairings).filter(ALLOWED)


def bar_between(pairing: Pairing) -> Bar | None:
    """What stands between the two of a pairing as things are now; None where they may be paired."""
    row = with_bars(Pairing.objects.select_related("mentee", "mentor").filter(pk=pairing.pk)).first()
    return bar_of(row) if row is not None else None


def bar_of(row: Any) -> Bar | None:
    """What stands between the two of a pairing that comes `with_bars`; None where they may be paired."""
    if row.has_left:
        text = _("Only people who work here now can be paired.")
        return _bar(row, text, text)
    if row.is_excluded:
        text = _("You and %(name)s cannot be paired.")
        return _bar(row, text, text)
    if row.is_in_line:
        return _bar(
            row,
            _("%(name)s is in your reporting line, and a mentor comes from outside it."),
            _("%(name)s is in your reporting line, and you mentor people outside it."),
        )
    return None


def _bar(pairing: Pairing, learner: str, mentor: str) -> Bar:
    ask, decline = _("Ask somebody else."), _("Decline the request, so that they can ask somebody else.")
    return Bar(
        learner=f"{learner % {'name': pairing.mentor}} {ask}",
        mentor=f"{mentor % {'name': pairing.mentee}} {decline}",
    )
