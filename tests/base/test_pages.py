"""Pages of long lists."""

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict

from lifow.base.pages import A_PAGE, InTurn, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def two_lists(first: int, second: int) -> InTurn:
    """So many groups after one another, and so many more."""
    for name, number in (("first", first), ("second", second)):
        Group.objects.bulk_create(Group(name=f"{name} {place:03}") for place in range(number))
    ordered = Group.objects.order_by("name")
    return InTurn(*(ordered.filter(name__startswith=name) for name in ("first", "second")))


@pytest.mark.parametrize("first", [0, 1, A_PAGE - 1, A_PAGE, A_PAGE + 1, 2 * A_PAGE, 2 * A_PAGE + 1])
@pytest.mark.parametrize("second", [0, 1, A_PAGE + 1])
def test_two_lists_in_turn_are_paged_as_one(first, second, django_assert_max_num_queries):
    both = two_lists(first, second)
    whole = list(both)
    assert [one.name for one in whole] == sorted(one.name for one in whole)
    assert len(whole) == first + second
    for number in range(1, 6):
        with django_assert_max_num_queries(3):
            page = page_of(both, QueryDict(f"page={number}"))
        assert list(page.rows) == whole[(number - 1) * A_PAGE : number * A_PAGE]
        assert bool(page.next_url) == (len(whole) > number * A_PAGE)
        assert bool(page.previous_url) == (number > 1)


def test_a_page_that_the_first_list_fills_is_one_query(django_assert_num_queries):
    both = two_lists(A_PAGE + 1, 3)
    with django_assert_num_queries(1):
        page_of(both, QueryDict())
