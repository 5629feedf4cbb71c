"""What people search for: told once so many different people did that nobody is known by it."""

from content.searches.models import AbandonedSearch, FailedSearch, LedSearch, RephrasedSearch

LEAST_PEOPLE = 5
MOST_READ = 1_000


def searches_that_led(module_id: int, most: int) -> list[LedSearch]:
    """The words with which at least five people found and opened a module, the most frequent first."""
    rows = LedSearch.objects.filter(module=module_id, times__gte=LEAST_PEOPLE).order_by("-times", "query")
    return [one for one in rows[:MOST_READ] if one.people >= LEAST_PEOPLE][:most]


def failed_searches(most: int) -> list[FailedSearch]:
    """The words that no module answered to, of at least five people, the most frequent first."""
    rows = FailedSearch.objects.filter(times__gte=LEAST_PEOPLE).order_by("-times", "query")
    return [one for one in rows[:MOST_READ] if one.people >= LEAST_PEOPLE][:most]


def failed_search(query: str) -> FailedSearch | None:
    """What at least five people searched for without a result, in these words; None else."""
    row = FailedSearch.objects.filter(query=query).first()
    return row if row is not None and row.people >= LEAST_PEOPLE else None


def abandoned_searches(most: int) -> list[AbandonedSearch]:
    """The words whose results at least five people left unopened, the most frequent first."""
    rows = AbandonedSearch.objects.filter(times__gte=LEAST_PEOPLE).order_by("-times", "query")
    return [one for one in rows[:MOST_READ] if one.people >= LEAST_PEOPLE][:most]


def rephrased_searches(most: int) -> list[RephrasedSearch]:
    """Words for which at least five people tried the same other words and found something by these."""
    rows = RephrasedSearch.objects.filter(times__gte=LEAST_PEOPLE).order_by("-times", "query", "later")
    return [one for one in rows[:MOST_READ] if one.people >= LEAST_PEOPLE][:most]
