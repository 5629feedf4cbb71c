"""What a company's database holds in the end, by names that are the same in two runs, and what waits."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

State = Mapping[str, Counter[tuple[Any, ...]]]
MOST_SHOWN = 5


def state() -> State:
    """Every kind of row that work leaves, as a count of what is said in it: a row that is lost or there
    twice, or that says something else, is a difference. Ids of new rows, and moments, are left out."""
    from assessments.aggregates.models import UnitTotals
    from assessments.evidence.models import Evidence
    from assessments.gaps.models import GapReport
    from assessments.roles.models import RoleAssignment
    from content.coverage.models import MissingStep
    from content.planning.models import Plan, PlanItem
    from lifow.notifications.models import Message
    from lifow.people.persons.models import Employment, Person
    from lifow.people.roster.models import RosterImport
    from mentoring.pairings.models import Pairing, Unmatched

    whom = "person__email"
    current = GapReport.objects.current()
    works = ("org_unit__name", "manager__email", "job_title", "job_code", "status", "starts_on", "ends_on")
    step = (
        "position",
        "module__title",
        "skill_id",
        "minutes",
        "gain",
        "level_before",
        "level_after",
        "reason",
    )
    return {
        "people": _rows(Person, "email", "given_name", "family_name", "is_active"),
        "employments": _rows(Employment, whom, *works),
        "roles": _rows(RoleAssignment, whom, "role_level__name", "starts_on", "ends_on", "source"),
        "evidence": _rows(Evidence, whom, "skill_id", "level", "source", "observed_at", "idempotency_key"),
        "gap reports": _counted(current.values_list(whom, "digest")),
        # Of leavers a plan stays that was made before their account was closed, which comes sooner or later.
        "plans": _rows(
            Plan.objects.filter(person__is_active=True),
            whom,
            "gap_digest",
            "minutes",
            "minutes_left",
            "outcome",
            "gain",
        ),
        "steps of plans": _rows(
            PlanItem.objects.filter(plan__person__is_active=True), f"plan__{whom}", *step
        ),
        "pairings": _rows(Pairing, "mentee__email", "mentor__email", "state", "is_recommended"),
        "learners without a match": _rows(Unmatched, whom, "reason"),
        "messages": _rows(Message, "receiver__email", "kind"),
        "numbers of units": _rows(UnitTotals, "org_unit__name", "reach", "people", "gaps", "known"),
        "missing modules": _rows(MissingStep, "skill_id", "from_level", "people", "gap"),
        "imports": _rows(RosterImport, "files", "state"),
    }


def differences(one: State, other: State) -> list[str]:
    """What is more or less often in the other than in the one, in a line each."""
    found = []
    for name, rows in one.items():
        for words, more in (("missing", rows - other[name]), ("too many", other[name] - rows)):
            if more:
                shown = ", ".join(map(str, list(more)[:MOST_SHOWN]))
                found.append(f"{name}: {sum(more.values())} {words}: {shown}")
    return found


def set_aside() -> dict[str, int]:
    """How much was set aside, or failed for good, by kind: nothing of it is anybody's fault here."""
    from assessments.marks.models import StaleMark
    from lifow.events.models import Delivery
    from lifow.notifications.choices import DispatchState
    from lifow.notifications.models import Dispatch
    from lifow.people.roster.models import RosterImport

    return {
        "people": StaleMark.objects.set_aside().count(),
        "deliveries": Delivery.objects.set_aside().count(),
        "messages": Dispatch.objects.filter(state=DispatchState.FAILED).count(),
        "imports": RosterImport.objects.filter(state=RosterImport.State.REFUSED).count(),
    }


def lost_mails(arrived: Iterable[str]) -> int:
    """Of the deliveries by e-mail that are said to be sent, how many no mail server has taken.

    How many there are depends on who is at work at the time: of two runs neither has to have as many.
    """
    from lifow.notifications.choices import DispatchState
    from lifow.notifications.mail import EMAIL
    from lifow.notifications.models import Dispatch

    sent = Dispatch.objects.filter(state=DispatchState.SENT, way=EMAIL)
    return len(set(sent.values_list("delivery_id", flat=True)) - {one.strip("<>") for one in arrived})


def waiting() -> dict[str, int]:
    """How much work waits, by kind; nothing where all is done."""
    from django.utils import timezone

    from assessments.aggregates.models import RecountMark
    from assessments.marks.models import StaleMark
    from content.coverage.models import CoverageState
    from content.planning.services import people_with_stale_plans
    from lifow.base.scheduled_jobs.models import ScheduledJob
    from lifow.events.models import Delivery
    from lifow.people.roster.models import RosterImport

    counts: dict[str, Callable[[], int]] = {
        "gap reports": StaleMark.objects.waiting().count,
        "plans": lambda: len(people_with_stale_plans(timezone.now())),
        "deliveries": Delivery.objects.waiting().count,
        "jobs": ScheduledJob.objects.due().count,
        "imports": RosterImport.objects.at_work().count,
        "people to count": RecountMark.objects.count,
        "missing modules": lambda: sum(one.changes != one.counted for one in CoverageState.objects.all()),
    }
    found = {name: count() for name, count in counts.items()}
    return {name: count for name, count in found.items() if count}


def _rows(of: Any, *fields: str) -> Counter[tuple[Any, ...]]:
    """What the rows of a model, or of a queryset, say."""
    rows = of if hasattr(of, "values_list") else of._default_manager
    return _counted(rows.values_list(*fields))


def _counted(rows: Iterable[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(map(_plain, row)) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    return tuple(value) if isinstance(value, list) else value
