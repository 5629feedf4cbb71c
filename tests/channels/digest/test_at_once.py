"""Two workers tell once, and two clicks at the same moment act once."""

from functools import partial

import pytest

from assessments.testing.sittings.models import SittingItem
from channels.digest.choices import WEEK_DIGEST, Act
from channels.digest.models import DigestAct, WeekDigest
from channels.digest.reports import DigestLink
from channels.digest.services import tell_digest, use_link
from content.planning.models import PlanItem, PutOffStep
from lifow.notifications.models import Dispatch, Message
from tests.channels.digest.conftest import MONDAY, catalogue, learner
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_tell_a_week_once():
    catalogue()
    abena = learner()
    outcomes = at_once([partial(tell_digest, person_id=abena.pk, as_of=MONDAY)] * 4)
    assert sorted(outcomes) == [False, False, False, True], outcomes
    told = Message.objects.filter(kind=WEEK_DIGEST)
    assert (
        WeekDigest.objects.count() == told.count() == Dispatch.objects.filter(message__in=told).count() == 1
    )


def test_four_answers_at_once_are_one():
    catalogue()
    abena = learner()
    tell_digest(person_id=abena.pk, as_of=MONDAY)
    digest = WeekDigest.objects.select_related("person", "question__item__skill").get()
    links = [DigestLink(digest, Act.ANSWER, place=place) for place in "1234"]
    outcomes = at_once([partial(use_link, person=abena, link=one, as_of=MONDAY) for one in links])
    assert sorted(one.is_new for one in outcomes) == [False, False, False, True], outcomes
    assert SittingItem.objects.filter(answered_at__isnull=False).count() == 1
    assert DigestAct.objects.count() == 1


def test_four_clicks_put_off_once():
    catalogue()
    abena = learner()
    tell_digest(person_id=abena.pk, as_of=MONDAY)
    digest = WeekDigest.objects.select_related("person").get()
    step = PlanItem.objects.get(module__isnull=False).module
    link = DigestLink(digest, Act.PUT_OFF, step.public_id)
    outcomes = at_once([partial(use_link, person=abena, link=link, as_of=MONDAY)] * 4)
    assert sorted(one.is_new for one in outcomes) == [False, False, False, True], outcomes
    assert PutOffStep.objects.count() == DigestAct.objects.count() == 1
