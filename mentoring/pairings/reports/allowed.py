"""Who may be paired now: the match's hard rules, asked again of a pairing that exists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lifow.people.persons.choices import WORKING, EmploymentStatus
from lifow.people.persons.models import Employment, Person
from mentoring.mentors.models import ExcludedPair
from mentoring.pairings.models import Pairing

EVER_ALLOWED = Q(is_leaving=False, is_excluded=False, is_in_line=False)
ALLOWED_TODAY = Q(has_left=False, is_on_leave=False)


@dataclass(frozen=True, slots=True)
class Bar:
    """Why two may not be paired, and what to do, as the learner and as the mentor reads it."""

    learner: str
    mentor: str


def with_bars(pairings: QuerySet[Pairing], as_of: datetime) -> QuerySet[Any]:
    """Each with `has_left`, `is_on_leave`, `is_excluded` and `is_in_line`: what stands between the two on the
    day that it is for each of them; `is_leaving` where the last day of one is known, over or not.
    """
    found: QuerySet[Any] = _with_statuses(pairings, as_of).annotate(**_lasting_bars(), **_bars_of_the_day())
    return found


def allowed(pairings: QuerySet[Pairing], as_of: datetime) -> QuerySet[Any]:
    """Those whose two may be paired now: both work here, stay and are not on leave, nobody has excluded them,
    and neither is above the other in the reporting line.
    """
    today = _with_statuses(ever_allowed(pairings), as_of).alias(**_bars_of_the_day())
    found: QuerySet[Any] = today.filter(ALLOWED_TODAY)
    return found


def ever_allowed(pairings: QuerySet[Pairing]) -> QuerySet[Any]:
    """Those whose two may be paired on days on which both work here and are not on leave."""
    return pairings.alias(**_lasting_bars()).filter(EVER_ALLOWED)


def _with_statuses(pairings: QuerySet[Pairing], as_of: datetime) -> QuerySet[Any]:
    return pairings.alias(mentee_now=_status_of("mentee", as_of), mentor_now=_status_of("mentor", as_of))


def _bars_of_the_day() -> dict[str, Any]:
    has_left, is_on_leave = Q(), Q()
    for now in ("mentee_now", "mentor_now"):
        has_left |= ~Q(**{f"{now}__in": WORKING})
        is_on_leave |= Q(**{now: EmploymentStatus.LEAVE})
    return {
        "has_left": ExpressionWrapper(has_left, BooleanField()),
        "is_on_leave": ExpressionWrapper(is_on_leave, BooleanField()),
    }


def _lasting_bars() -> dict[str, Any]:
    """What is the same on every day."""
    # Asked of each pairing: a list of all who work here would be as long as the company.
    staying = Employment.objects.current().working()
    mentee_stays = Exists(staying.filter(person=OuterRef("mentee")))
    mentor_stays = Exists(staying.filter(person=OuterRef("mentor")))
    mentor_above = Person.objects.above(OuterRef("mentee")).filter(pk=OuterRef("mentor"))
    mentee_above = Person.objects.above(OuterRef("mentor")).filter(pk=OuterRef("mentee"))
    return {
        "is_leaving": ExpressionWrapper(~(Q(mentee_stays) & Q(mentor_stays)), BooleanField()),
        "is_excluded": Exists(
            ExcludedPair.objects.filter(mentee=OuterRef("mentee"), mentor=OuterRef("mentor"))
        ),
        "is_in_line": Exists(mentor_above) | Exists(mentee_above),
    }


def bar_between(pairing: Pairing, as_of: datetime) -> Bar | None:
    """What stands between the two of a pairing as things are now; None where they may be paired."""
    rows = Pairing.objects.select_related("mentee", "mentor").filter(pk=pairing.pk)
    row = with_bars(rows, as_of).first()
    return bar_of(row) if row is not None else None


def _status_of(side: str, as_of: datetime) -> Coalesce:
    """How one of the two is employed on the day that it is there; empty for who is not."""
    rows = Employment.objects.in_force(as_of).filter(person=OuterRef(side)).order_by("-starts_on", "-pk")
    return Coalesce(Subquery(rows.values("status")[:1]), Value(""))


def bar_of(row: Any) -> Bar | None:
    """What stands between the two of a pairing that comes `with_bars`; None where they may be paired."""
    if row.has_left or row.is_leaving:
        text = _("Only people who work here now can be paired.")
        return _bar(row, text, text)
    if row.is_on_leave:
        return _bar(
            row,
            _("Nobody is asked while one of you is on leave."),
            _("One of you is on leave, and a pairing begins when both are back."),
        )
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
