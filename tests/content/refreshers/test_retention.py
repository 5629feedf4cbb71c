"""How well a skill is remembered is told of at least five people, and of nobody by the difference."""

from datetime import timedelta

import pytest

from assessments.testing.bank.models import Item
from content.refreshers.models import RefresherCard, SkillRetention
from content.refreshers.reports import own_retention
from content.refreshers.services import count_retention
from tests.company import NOON, person
from tests.content.refreshers.answering import refresh

pytestmark = pytest.mark.django_db


def remembers(who, what, *, stability: float = 10.0, days: int = 10) -> None:
    """Somebody has answered a question of a skill so many days ago."""
    RefresherCard.objects.create(
        person=who,
        item=Item.objects.filter(skill=what).earliest("pk"),
        learned_at=NOON,
        answered_at=NOON,
        state="known",
        stability=stability,
        difficulty=5,
        reviewed_on=NOON.date() - timedelta(days=days),
        due_on=NOON.date(),
    )


def test_four_people_are_too_few(refunds):
    for number in range(4):
        remembers(person(f"Person {number}"), refunds)
    assert count_retention(as_of=NOON) == 0
    assert not SkillRetention.objects.exists()


def test_five_are_told_together(refunds):
    for number in range(5):
        remembers(person(f"Person {number}"), refunds)
    assert count_retention(as_of=NOON) == 1
    told = SkillRetention.objects.get()
    assert (told.people, told.questions, told.recall[0]) == (5, 5, 0.9)
    assert told.recall == sorted(told.recall, reverse=True)
    assert told.answers == []


def test_the_next_one_is_not_read_off_the_difference(refunds):
    for number in range(5):
        remembers(person(f"Person {number}"), refunds)
    count_retention(as_of=NOON)
    remembers(person("Somebody New"), refunds, stability=0.1)
    assert count_retention(as_of=NOON + timedelta(days=1)) == 0
    assert SkillRetention.objects.get().people == 5


def test_a_skill_that_too_few_have_learned_by_now_has_no_numbers(refunds):
    for number in range(5):
        remembers(person(f"Person {number}"), refunds)
    count_retention(as_of=NOON)
    RefresherCard.objects.earliest("pk").delete()
    count_retention(as_of=NOON)
    assert not SkillRetention.objects.exists()


def test_one_reads_ones_own(learned):
    refresh(learned, as_of=NOON)
    own = own_retention(learned, today=NOON.date(), as_of=NOON)
    assert (own.answers, own.right, own.questions, own.new) == (2, 2, 4, 0)
    assert own.curve[0][0] == 0
    assert own.curve[0][1] > 0.9 > own.curve[-1][1]
