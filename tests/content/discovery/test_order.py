"""The catalogue begins with what closes a reader's gaps, and ends with what they have done."""

import pytest
from django.urls import reverse

from content.activity.models import Activity
from tests.company import NOON, module, skill


@pytest.mark.django_db
def test_the_page_is_in_that_order_and_says_what_each_raises(learner_client, abena, refunds):
    """Abena has level 1 of Refund policy, and needs 3."""
    done = module("A done one", skill("Refund policy"), 1, 2)
    Activity.objects.create(person=abena, module=done, started_at=NOON, touched_at=NOON, completed_at=NOON)
    module("Another skill", skill("Tact"), 1, 2)
    page = learner_client.get(reverse("content:modules"))
    assert [row.module.title for row in page.context["rows"]] == [
        "The refund change",
        "Another skill",
        "A done one",
    ]
    assert "Refund policy 1 → 3" in page.content.decode()
