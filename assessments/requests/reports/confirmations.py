"""Which self-ratings wait for a manager to confirm them, for pages and messages alike."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from assessments.evidence.models import Evidence
from assessments.evidence.reports import self_ratings_waiting
from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest
from lifow.base.database.prepared import prepared
from lifow.people.persons.models import Employment, Person


def unanswered_self_ratings(manager: Person) -> QuerySet[Evidence]:
    """Self-ratings of direct reports that wait for `manager`, who is not asked for that rating anyway.

    One that the manager declined to judge since waits no longer.
    """
    said = self_ratings_waiting(Q(person__in=Person.objects.reporting_to(manager)))
    return said.filter(~Exists(_declined(manager)), ~Exists(_asked(manager)))


def ratings_to_confirm(person_ids: Collection[int]) -> QuerySet[Evidence]:
    """The `unanswered_self_ratings` of these people, each with `manager_id`, whoever they report to now."""
    return _with_manager(Q(person__in=person_ids)).filter(~Exists(_asked(OuterRef("manager_id"))))


def waiting_in_retired(skill_id: int) -> QuerySet[Evidence]:
    """The self-ratings in a skill that is retired for which a manager had still to give a rating, of whom the
    manager is not asked."""
    waiting = _with_manager(Q(skill=skill_id), of_retired=True)
    return waiting.filter(~Exists(_asked(OuterRef("manager_id")))).order_by("pk")


def unanswered_of(person: Person) -> list[tuple[Evidence, str]]:
    """The self-ratings of a person that wait for their manager, with the manager's given name, the longest
    waiting first; one query.

    One about which the manager is asked too is among them.
    """
    return [(one, vars(one)["waits_for"]) for one in _unanswered_of(person)]


def unanswered_among(
    evidence: Iterable[Evidence], requests: Iterable[RatingRequest], manager: Person | None
) -> list[tuple[Evidence, str]]:
    """What `unanswered_of` says of one skill, of what a page has read: all standing evidence, the newest
    first, what is open or declined about it, and whom the person reports to."""
    spoken = [one for one in evidence if one.source in (Evidence.Source.SELF, Evidence.Source.MANAGER)]
    newest = spoken[0] if spoken else None
    if manager is None or newest is None or newest.skill.retired_at:
        return []
    # A manager's rating of the same moment answers.
    if any(one.source != Evidence.Source.SELF and one.observed_at == newest.observed_at for one in spoken):
        return []
    theirs = (one for one in requests if one.asked_id == manager.pk)
    if any(one.closed_at and one.closed_at >= newest.observed_at for one in theirs):
        return []
    return [(newest, manager.get_short_name())]


def unanswered_rows(person: Person) -> QuerySet[Evidence]:
    """What `unanswered_of` finds, in no order; each with `manager_id` and `waits_for`."""
    manager = Person.objects.filter(pk=OuterRef("manager_id"))
    return _with_manager(Q(person=person)).annotate(waits_for=Subquery(manager.values("given_name")))


@prepared
def _unanswered_of(person: Person) -> QuerySet[Evidence]:
    return unanswered_rows(person).order_by("observed_at", "pk")


def _with_manager(of_people: Q, *, of_retired: bool = False) -> QuerySet[Evidence]:
    """Without a manager a self-rating waits for nobody."""
    reporting = Employment.objects.reporting().filter(person=OuterRef("person"))
    said = self_ratings_waiting(of_people, of_retired=of_retired)
    said = said.annotate(manager_id=Subquery(reporting.values("manager")[:1]))
    return said.filter(~Exists(_declined(OuterRef("manager_id"))), manager_id__isnull=False)


def _declined(manager: Person | OuterRef) -> QuerySet[RatingRequest]:
    """That the manager has said, since a self-rating, that they cannot judge the level."""
    return _asked_of(manager).filter(state=RequestState.DECLINED, closed_at__gte=OuterRef("observed_at"))


def _asked(manager: Person | OuterRef) -> QuerySet[RatingRequest]:
    """The request that waits for the manager in place of a self-rating."""
    return _asked_of(manager).filter(state=RequestState.OPEN)


def _asked_of(manager: Person | OuterRef) -> QuerySet[RatingRequest]:
    return RatingRequest.objects.filter(asked=manager, person=OuterRef("person"), skill=OuterRef("skill"))
