"""What is to be written, as the pages list it: a fixed number of queries each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from content.answers.models import Question
from content.answers.reports import unanswered_topics
from content.debt.choices import TaskState
from content.debt.models import ContentDebt, ContentDebtState, Wish, WishPerson, WritingTask
from content.searches.models import FailedSearch
from content.searches.reports import failed_searches
from lifow.people.persons.models import Person

MOST_SEARCHES = 50
MOST_QUESTIONS = 999


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is to be written, with the open task for it, if there is one."""

    row: ContentDebt | Wish | FailedSearch | Question
    subject: str
    task: WritingTask | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many each list has."""

    gaps: int
    wishes: int
    questions: int
    searches: int
    tasks: int


def debt_rows() -> QuerySet[ContentDebt]:
    """Gaps that content does not close as it should, what weighs most first."""
    return ContentDebt.objects.select_related("skill", "module").order_by("-weight", "pk")


def wished_topics() -> QuerySet[Wish]:
    """Open topics, with how many ask for each, the most first."""
    counted = F("people_count").desc()
    return Wish.objects.open().with_people().order_by(counted, "created_at", "pk")


def open_tasks(state: str = TaskState.OPEN) -> QuerySet[WritingTask]:
    """Writing tasks of a state with their owners: open ones by their day, others the newest first."""
    rows = WritingTask.objects.filter(state=state).select_related("owner", "written", "wish", "module")
    return rows.order_by(*(("due_on", "pk") if state == TaskState.OPEN else ("-closed_at", "-pk")))


def with_tasks(rows: Iterable[tuple[ContentDebt | Wish | FailedSearch | Question, str]]) -> list[Asked]:
    """Rows with their subjects, each with its open task; one query."""
    listed = list(rows)
    open_ones = WritingTask.objects.open().filter(subject__in=[key for _row, key in listed])
    tasks: Mapping[str, WritingTask] = {one.subject: one for one in open_ones.select_related("owner")}
    return [Asked(row, key, tasks.get(key)) for row, key in listed]


def searches_without_result() -> list[FailedSearch]:
    """What at least five people searched for without a result, the most frequent first."""
    return failed_searches(MOST_SEARCHES)


def counts() -> Counts:
    """How many each list has; five queries."""
    return Counts(
        gaps=ContentDebt.objects.count(),
        wishes=Wish.objects.open().count(),
        questions=min(unanswered_topics().count(), MOST_QUESTIONS),
        searches=len(searches_without_result()),
        tasks=WritingTask.objects.open().count(),
    )


def computed_at() -> datetime | None:
    """When the list of gaps was made."""
    return ContentDebtState.objects.values_list("computed_at", flat=True).order_by("pk").first()


def wishes_for(person: Person) -> QuerySet[Wish]:
    """Open topics, and what came of those that a person asked for, each with whether it is theirs."""
    own = WishPerson.objects.filter(wish=OuterRef("pk"), person=person)
    rows = Wish.objects.with_people().annotate(is_own=Exists(own))
    seen: QuerySet[Wish] = rows.filter(Q(state=Wish.State.OPEN) | Q(is_own=True)).select_related("module")
    return seen.order_by(F("is_own").desc(), F("people_count").desc(), "-pk")


def is_late(task: WritingTask, today: date) -> bool:
    """Whether the day of an open task is past."""
    return task.state == TaskState.OPEN and task.due_on < today
