"""Pages by cursor: every row once, whatever is added meanwhile; a cursor fits the list that gave it alone."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.gaps.models import GapReport
from lifow.base.api import limits
from lifow.base.api.cursors import Cursor, CursorError
from lifow.people.persons.models import OrgUnit
from tests import company
from tests.backing.examples import examples
from tests.conformance.callers import machine

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LIST = "/api/v1/org-units"


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The many examples of one test are not one caller's minute."""
    monkeypatch.setattr(limits, "REQUESTS", 1_000_000)


@pytest.fixture
def client() -> Client:
    return machine("people:read", "gaps:read")


def pages(
    client: Client, url: str, follow: str = "next", between: Callable[[], object] = list
) -> Iterator[list[str]]:
    """The ids of each page from a URL on, following links; `between` is called after each page."""
    while url:
        page = client.get(url).json()
        yield [row["id"] for row in page["data"]]
        between()
        url = page[follow]


def in_order() -> list[str]:
    return list(OrgUnit.objects.order_by("pk").values_list("public_id", flat=True))


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.integers(0, 12),
    size=st.integers(1, 5),
    added=st.lists(st.integers(0, 2), max_size=8),
)
def test_following_next_meets_every_row_exactly_once_while_rows_are_added(client, rows, size, added):
    OrgUnit.objects.all().delete()
    for index in range(rows):
        OrgUnit.objects.create(key=f"first-{index}", name="First")
    at_the_start = in_order()
    numbers = iter(added)

    def add() -> None:
        for _ in range(next(numbers, 0)):
            OrgUnit.objects.create(key=f"later-{OrgUnit.objects.count()}", name="Later")

    met = [id for page in pages(client, f"{LIST}?page_size={size}", between=add) for id in page]
    assert met[: len(at_the_start)] == at_the_start
    assert len(met) == len(set(met))
    assert met == in_order()[: len(met)]


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.integers(1, 12), size=st.integers(1, 5))
def test_previous_leads_back_over_the_same_pages(client, rows, size):
    OrgUnit.objects.all().delete()
    for index in range(rows):
        OrgUnit.objects.create(key=f"unit-{index}", name="Unit")
    forth = list(pages(client, f"{LIST}?page_size={size}"))
    last = f"{LIST}?page_size={size}"
    while (following := client.get(last).json()["next"]) is not None:
        last = following
    back = list(pages(client, last, follow="previous"))
    assert [id for page in reversed(back) for id in page] == [id for page in forth for id in page]


def test_a_row_that_goes_takes_no_other_row_along(client):
    units = [OrgUnit.objects.create(key=f"unit-{index}", name="Unit") for index in range(4)]
    first = client.get(f"{LIST}?page_size=2").json()
    units[1].delete()
    rest = client.get(first["next"]).json()
    assert [row["id"] for row in rest["data"]] == [unit.public_id for unit in units[2:]]
    units[2].delete()
    units[3].delete()
    empty = client.get(first["next"]).json()
    assert (empty["data"], empty["next"]) == ([], None)
    assert [row["id"] for row in client.get(empty["previous"]).json()["data"]] == [units[0].public_id]


def test_a_report_that_is_computed_anew_on_the_way_comes_once(client):
    people = [company.person(f"Person {index}") for index in range(3)]
    skill = company.skill()
    level = company.role(Refund_policy=3)
    for person in people:
        company.give(person, level)
    company.compute(*people)
    first = client.get("/api/v1/gap-reports?page_size=2").json()
    company.observe(people[0], skill, 3)
    company.compute(people[0])
    assert GapReport.objects.count() == 4
    rest = client.get(first["next"]).json()
    met = [row["person"] for row in first["data"] + rest["data"]]
    assert met == [person.public_id for person in people]


def test_links_keep_the_filters_and_the_size(client):
    for index in range(3):
        OrgUnit.objects.create(key=f"unit-{index}", name="Unit")
    url = client.get(f"{LIST}?open=true&page_size=1").json()["next"]
    query = parse_qs(urlparse(url).query)
    assert (query["open"], query["page_size"]) == (["true"], ["1"])
    assert url.startswith("http://testserver/api/v1/org-units?")


def test_the_size_of_a_page_may_change_on_the_way(client):
    for index in range(5):
        OrgUnit.objects.create(key=f"unit-{index}", name="Unit")
    url = client.get(f"{LIST}?page_size=1").json()["next"]
    assert len(client.get(url.replace("page_size=1", "page_size=4")).json()["data"]) == 4


@pytest.mark.parametrize(
    "elsewhere", ["/api/v1/employments", f"{LIST}?open=true", f"{LIST}?updated_since=2020-01-01T00:00:00Z"]
)
def test_a_cursor_of_another_list_or_other_filters_is_refused(client, elsewhere):
    for index in range(2):
        OrgUnit.objects.create(key=f"unit-{index}", name="Unit")
    [cursor] = parse_qs(urlparse(client.get(f"{LIST}?page_size=1").json()["next"]).query)["cursor"]
    joined = "&" if "?" in elsewhere else "?"
    response = client.get(f"{elsewhere}{joined}cursor={cursor}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "cursor"


@given(position=st.integers(-(2**63), 2**63 - 1), is_backward=st.booleans(), listed=st.text(max_size=30))
def test_a_cursor_opens_to_what_was_sealed_and_tells_nothing(position, is_backward, listed):
    text = Cursor(position, is_backward).sealed(listed)
    assert Cursor.opened(text, listed) == Cursor(position, is_backward)
    assert text == Cursor(position, is_backward).sealed(listed)
    assert text.isascii()
    assert str(position) not in text or abs(position) < 100
    with pytest.raises(CursorError):
        Cursor.opened(text, listed + "?")


@given(text=st.text(max_size=60))
def test_what_was_never_sealed_does_not_open(text):
    with pytest.raises(CursorError):
        Cursor.opened(text, "/api/v1/people?")


def test_a_cursor_outlives_the_key_that_sealed_it_for_as_long_as_that_is_a_fallback():
    with override_settings(SECRET_KEY="old"):
        text = Cursor(7).sealed("list")
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert Cursor.opened(text, "list") == Cursor(7)
    with override_settings(SECRET_KEY="new"), pytest.raises(CursorError):
        Cursor.opened(text, "list")
