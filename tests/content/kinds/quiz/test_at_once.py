"""Two windows: a quiz is begun once."""

from functools import partial

import pytest

from assessments.testing.sittings.models import Sitting
from content.kinds.quiz.models import QuizSitting
from content.kinds.quiz.services import begin_quiz
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once
from tests.item_bank import items

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_clicks_begin_a_quiz_once():
    refunds, abena = skill("Refund policy"), person("Abena Osei")
    asked = [
        {"key": f"q{number}", "item": one.item.public_id} for number, one in enumerate(items(refunds, each=1))
    ]
    quiz = module("Refunds?", refunds, 1, 2, kind="quiz", parts={"questions": asked[:2]})
    found = at_once([partial(begin_quiz, person=abena, module=quiz, as_of=NOON)] * 3)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert QuizSitting.objects.count() == Sitting.objects.count() == 1
