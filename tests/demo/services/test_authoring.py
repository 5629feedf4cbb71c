"""The demo company's authors are at work together."""

import pytest
from django.utils import timezone

from content.authoring.models import ReviewComment, ScheduledPublication
from content.authoring.reports import commented_places, listed_modules, missing_before_publishing, open_review
from content.authoring.services import tell_of_past_review
from content.catalogue.models import Module
from content.catalogue.services import edited_contents
from tests.backing.inboxes import inbox_of
from tests.larkfield import Larkfield, larkfield, load_larkfield

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Larkfield:
    load_larkfield()
    return larkfield()


def test_one_is_in_review_one_scheduled_and_one_past_review(here):
    today = timezone.localdate()
    keys = {
        of: [one.key for one in listed_modules(Module.objects.all(), of, today)]
        for of in ("in_review", "scheduled", "past_review")
    }
    assert keys == {
        "in_review": ["find-a-payment"],
        "scheduled": ["reminders-that-keep-customers"],
        "past_review": ["refund-change-announcement"],
    }
    assert ScheduledPublication.objects.get().publish_at > timezone.now()
    assert any("waiting for your review" in one for one in inbox_of(here.author))
    assert tell_of_past_review(as_of=timezone.now()) == 1
    assert any("still right?" in one for one in inbox_of(here.author))
    waiting = Module.objects.get(key="find-a-payment")
    contents = edited_contents(waiting)
    assert open_review(waiting).reviewer == here.author
    assert "payments-now" in contents.body
    blocks, places = commented_places(waiting, contents.body)
    assert sum(len(one.threads) for one in blocks) == 1
    assert {name for name, threads in places.items() if threads} == {"summary", "minutes"}
    assert ReviewComment.objects.filter(resolved_at__isnull=False).count() == 1
    assert not [one for one in missing_before_publishing(contents) if one.blocks]
