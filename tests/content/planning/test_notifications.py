"""The plan of the week is told on Monday, once, in the learner's own zone, and never where it is empty."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from assessments.gaps.reports import standing_of
from content.planning.models import PlanItem
from content.planning.notifications import PLAN_OF_THE_WEEK, render_plans, tell_plans_of_the_week
from content.planning.services import complete_module, refresh_plans, set_learning_time
from lifow.notifications.models import Dispatch, Message
from lifow.notifications.registry import LevelLine, Notice
from lifow.notifications.templatetags.notifications import level_in_words
from lifow.people.persons.models import Person
from tests.backing.inboxes import told
from tests.backing.worlds import world
from tests.company import NOON, compute, give, module, observe, person, role, skill

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# The company's noon is a Monday's. In Auckland it is Tuesday already, in Honolulu it is two in the night.
MIDNIGHT, SUNDAY, TUESDAY = NOON - 12 * HOUR, NOON - 13 * HOUR, NOON + 12 * HOUR


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(moment)` sets it; it stands at noon."""

    def stands_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stands_at(NOON)
    return stands_at


@world
def abena() -> Person:
    made = person("Abena Osei")
    give(made, role(Refund_policy=3))
    observe(made, skill("Refund policy"), 1, observed_at=SUNDAY)
    compute(made, as_of=SUNDAY)
    module("The refund change", skill("Refund policy"), 1, 3, minutes=6)
    refresh_plans(person_ids=[made.pk], as_of=SUNDAY)
    return made


def lives_in(who: Person, zone: str) -> None:
    Person.objects.filter(pk=who.pk).update(timezone=zone)
    who.timezone = zone


def test_it_is_told_once_with_its_first_step(abena):
    assert tell_plans_of_the_week(as_of=NOON) == 1
    assert tell_plans_of_the_week(as_of=NOON + HOUR) == 0
    (news,) = told(abena, PLAN_OF_THE_WEEK)
    assert news.title == "Your plan for this week: 1\xa0step, 6\xa0min"
    assert news.body == "It starts with “The refund change”, 6\xa0min."
    (line,) = news.levels
    assert isinstance(line, LevelLine)
    assert (line.skill, line.needed, line.lowest, line.highest) == ("Refund policy", 3, 1, 5)
    assert (news.action, news.url) == ("Open your plan", "/")


@pytest.mark.parametrize(
    ("zone", "as_of", "is_monday"),
    [
        ("UTC", SUNDAY, False),
        ("UTC", MIDNIGHT, True),
        ("UTC", TUESDAY, False),
        ("Pacific/Auckland", SUNDAY, True),
        ("Pacific/Auckland", NOON, False),
        ("Pacific/Honolulu", MIDNIGHT, False),
        ("Pacific/Honolulu", TUESDAY, True),
    ],
)
def test_it_is_told_on_monday_where_the_learner_is(abena, zone, as_of, is_monday):
    lives_in(abena, zone)
    assert tell_plans_of_the_week(as_of=as_of) == is_monday


def test_what_is_told_at_night_is_sent_in_the_learners_hours(abena):
    lives_in(abena, "Pacific/Honolulu")
    tell_plans_of_the_week(as_of=NOON)
    assert Dispatch.objects.get().due_at == NOON + 7 * HOUR


def test_an_empty_plan_is_not_told_and_one_that_is_made_on_monday_is(abena):
    PlanItem.objects.all().delete()
    assert tell_plans_of_the_week(as_of=MIDNIGHT) == 0
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert tell_plans_of_the_week(as_of=NOON) == 1


def test_a_plan_of_last_week_waits_until_it_is_made_again(abena):
    module("The refund letter", skill("Refund policy"), 1, 3, minutes=6)
    done = module("Words for a refund", skill("Refund policy"), 1, 2, minutes=6)
    complete_module(person=abena, module=done, completed_at=SUNDAY)
    assert tell_plans_of_the_week(as_of=MIDNIGHT) == 0
    refresh_plans(person_ids=[abena.pk], as_of=MIDNIGHT)
    assert tell_plans_of_the_week(as_of=MIDNIGHT + HOUR) == 1


def test_a_plan_that_is_done_or_paused_says_nothing_any_more_and_is_not_told_again(abena):
    tell_plans_of_the_week(as_of=NOON)
    set_learning_time(person=abena, minutes_per_week=0, as_of=NOON)
    assert not told(abena, PLAN_OF_THE_WEEK)
    Message.objects.update(done_at=NOON)
    set_learning_time(person=abena, minutes_per_week=30, as_of=NOON)
    assert tell_plans_of_the_week(as_of=NOON + HOUR) == 0


def test_last_weeks_is_gone_and_the_next_is_told(abena, clock):
    tell_plans_of_the_week(as_of=NOON)
    clock(NOON + timedelta(days=7))
    assert not told(abena, PLAN_OF_THE_WEEK)
    assert tell_plans_of_the_week(as_of=timezone.now()) == 1
    assert len(told(abena, PLAN_OF_THE_WEEK)) == 1


def test_a_skill_to_assess_is_named_as_the_first_step():
    kofi = person("Kofi Mensah")
    give(kofi, role(SQL=3))
    compute(kofi, as_of=NOON)
    refresh_plans(person_ids=[kofi.pk], as_of=NOON)
    tell_plans_of_the_week(as_of=NOON)
    (news,) = told(kofi, PLAN_OF_THE_WEEK)
    assert news.body == "It starts with rating yourself in SQL, 3\xa0min."
    assert news.levels[0].level is None


def test_a_skill_that_is_assessed_and_not_surely_enough_is_not_said_to_be_unassessed():
    kofi = person("Kofi Mensah")
    give(kofi, role(SQL=3))
    module("Joins", skill("SQL"), 2, 3)
    observe(kofi, skill("SQL"), 3, source="self", observed_at=SUNDAY)
    compute(kofi, as_of=NOON)
    refresh_plans(person_ids=[kofi.pk], as_of=NOON)
    tell_plans_of_the_week(as_of=NOON)
    (news,) = told(kofi, PLAN_OF_THE_WEEK)
    standing = standing_of(kofi, skill("SQL"))
    (line,) = news.levels
    assert standing.is_unsure
    assert (line.level, line.needed, line.is_unsure) == (standing.level, 3, True)
    assert level_in_words(line).startswith("You about ")


def test_many_plans_are_read_in_as_many_queries_as_one(abena, django_assert_max_num_queries):
    people = [abena, *(person(f"Learner {number}") for number in range(4))]
    needs = role("Another", Refund_policy=3)
    for one in people[1:]:
        give(one, needs)
    compute(*people, as_of=SUNDAY)
    refresh_plans(person_ids=[one.pk for one in people], as_of=SUNDAY)
    notices = [Notice(one, {}, NOON) for one in people]
    with django_assert_max_num_queries(5):
        assert all(render_plans(notices))


def test_many_are_told_in_as_many_queries_as_one(abena, django_assert_max_num_queries):
    needs = role("Another", Refund_policy=3)
    people = [person(f"Learner {number}") for number in range(4)]
    for one in people:
        give(one, needs)
        observe(one, skill("Refund policy"), 1, observed_at=SUNDAY)
    compute(*people, as_of=SUNDAY)
    refresh_plans(person_ids=[one.pk for one in people], as_of=SUNDAY)
    with django_assert_max_num_queries(15):
        assert tell_plans_of_the_week(as_of=NOON) == 5
