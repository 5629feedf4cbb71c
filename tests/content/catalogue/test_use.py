"""The catalogue begins with what closes a reader's gaps, and ends with what they have done."""

import pytest
from django.urls import reverse

from content.activity.models import Activity
from content.catalogue.reports import Need, Place, Raises, Reader, use_of
from tests.company import NOON, module, skill

REFUNDS, SQL, EMPATHY = 1, 2, 3
READER = Reader(
    needs={
        REFUNDS: Need(level=1.2, required=3, is_gap=True, is_critical=True),
        SQL: Need(level=1.0, required=3, is_gap=True, is_critical=False),
        EMPATHY: Need(level=None, required=2, is_gap=False, is_critical=False),
    },
    done={9},
)


@pytest.mark.parametrize(
    ("raises", "place", "levels"),
    [
        ([Raises(REFUNDS, 1, 2)], Place.CLOSES, 0.8),
        ([Raises(REFUNDS, 1, 5)], Place.CLOSES, 1.8),
        ([Raises(REFUNDS, 1, 2), Raises(SQL, 0, 2)], Place.CLOSES, 1.8),
        ([Raises(REFUNDS, 2, 3)], Place.LATER, 0),
        ([Raises(REFUNDS, 0, 1)], Place.ROLE, 0),
        ([Raises(EMPATHY, 0, 2)], Place.ROLE, 0),
        ([Raises(7, 0, 2)], Place.OTHER, 0),
        ([], Place.OTHER, 0),
    ],
)
def test_what_closes_a_gap_by_now_is_of_most_use(raises, place, levels):
    use = use_of(1, 4, raises, READER)
    assert use.place == place
    assert -use.minus_levels == pytest.approx(levels)


def test_critical_skills_come_first_then_more_levels_then_fewer_minutes():
    refunds, sql = [Raises(REFUNDS, 1, 2)], [Raises(SQL, 1, 3)]
    order = [
        use_of(1, 4, refunds, READER),
        use_of(2, 5, refunds, READER),
        use_of(3, 4, sql, READER),
        use_of(4, 4, [Raises(SQL, 1, 2)], READER),
    ]
    assert order == sorted(order)


def test_what_was_done_comes_last_whatever_it_raises():
    assert use_of(9, 4, [Raises(REFUNDS, 1, 3)], READER).place == Place.DONE


@pytest.mark.django_db
def test_the_page_is_in_that_order_and_says_what_each_raises(learner_client, abena, refunds):
    """Abena has level 1 of Refund policy, and needs 3."""
    done = module("A done one", skill("Refund policy"), 1, 2)
    Activity.objects.create(person=abena, module=done, started_at=NOON, touched_at=NOON, completed_at=NOON)
    module("Another skill", skill("Tact"), 1, 2)
    page = learner_client.get(reverse("content:modules"))
    assert [found.title for found, _ in page.context["rows"]] == [
        "The refund change",
        "Another skill",
        "A done one",
    ]
    assert "Refund policy 1 → 3" in page.content.decode()
