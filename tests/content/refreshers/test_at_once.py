"""Two tabs and two workers: refreshers are begun once, and an answer moves its question once."""

from datetime import timedelta
from functools import partial

import pytest

from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.services import start_quick_check
from content.refreshers.models import RefresherCard, RefresherReview
from content.refreshers.notifications import REFRESHERS_WAIT
from content.refreshers.services import answer_refresher, begin_refreshers, make_cards, tell_refreshers
from lifow.notifications.models import Message
from tests.company import NOON, compute, give, person, role, skill
from tests.concurrency import at_once
from tests.content.refreshers.answering import answer_all, waiting
from tests.item_bank import items, place_of

pytestmark = pytest.mark.django_db(transaction=True)
LEARNED = NOON - timedelta(days=9)


@pytest.fixture
def learned():
    refunds = skill("Refund policy")
    items(refunds, each=2)
    made = person("Abena Osei")
    give(made, role(Refund_policy=(3, 2, True)))
    compute(made)
    answer_all(start_quick_check(person=made, skills=[refunds], most=2, as_of=LEARNED), as_of=LEARNED)
    make_cards(as_of=NOON)
    return made


def test_two_clicks_begin_once(learned):
    begun = at_once([partial(begin_refreshers, person=learned, as_of=NOON)] * 3)
    assert [one for one in begun if isinstance(one, Exception)] == []
    assert Sitting.objects.refreshers().count() == 1


def test_an_answer_from_two_tabs_and_the_hourly_job_moves_its_question_once(learned):
    sitting = begin_refreshers(person=learned, as_of=NOON)
    asked = waiting(sitting)
    answer = partial(answer_refresher, sitting=sitting, number=1, given=place_of(asked), as_of=NOON)
    done = at_once([answer, answer, partial(make_cards, as_of=NOON)])
    assert [one for one in done if isinstance(one, Exception)] == []
    assert RefresherReview.objects.filter(sitting_item=asked).count() == 1
    assert RefresherCard.objects.get(item=asked.item_id).reviews.count() == 2


def test_two_workers_make_cards_and_tell_once(learned):
    RefresherCard.objects.all().delete()
    at_once([partial(make_cards, as_of=NOON)] * 2)
    assert (RefresherCard.objects.count(), RefresherReview.objects.count()) == (2, 2)
    at_once([partial(tell_refreshers, as_of=NOON)] * 2)
    assert Message.objects.filter(kind=REFRESHERS_WAIT).count() == 1
