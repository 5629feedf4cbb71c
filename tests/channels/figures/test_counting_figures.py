"""Figures of a company that is small enough to count by hand: ten people, and what they did."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from channels.figures.choices import FigureKey, Period
from channels.figures.models import KeptFigure, LearningCost
from channels.figures.reports import outcomes
from channels.figures.services import LearningCostError, count_figures, set_learning_cost
from channels.usage.choices import Outcome
from channels.usage.services import add_up_uses, count_use
from content.activity.choices import Act
from content.activity.models import Activity, ActivityEntry
from content.answers.models import Question
from content.effect.choices import Verdict
from content.effect.models import MeasuredEffect
from lifow.base.channels import Channel
from lifow.base.passages.services import note_opening
from lifow.notifications.kinds import TEST_MESSAGE
from lifow.notifications.models import Dispatch
from lifow.notifications.services import mark_opened, notify
from tests import company
from tests.backing.worlds import world
from tests.company import NOON

pytestmark = pytest.mark.django_db
LAST_WEEK, LAST_AUTUMN = NOON - timedelta(days=7), NOON - timedelta(days=120)


@world
def people():
    return [company.person(f"Person {letter}") for letter in "ABCDEFGHIJ"]


@world
def module(people):
    return company.module("Refunds", company.skill(), 1, 3, minutes=10)


def entry(person, module, act, at=LAST_WEEK, channel=Channel.PORTAL, seconds=0, in_hours=True):
    ActivityEntry.objects.create(
        person=person, module=module, act=act, at=at, channel=channel, seconds=seconds, in_hours=in_hours
    )


def learn(person, module, at=LAST_WEEK, **said):
    entry(person, module, Act.STARTED, at)
    entry(person, module, Act.LEARNED, at, seconds=600, **said)
    entry(person, module, Act.COMPLETED, at)
    Activity.objects.create(person=person, module=module, started_at=at, touched_at=at, completed_at=at)


def figure(key, channel="", period=Period.NOW):
    row = KeptFigure.objects.get(key=key, channel=channel, period=period)
    return row.value, row.number, row.base


def test_people_and_minutes_are_those_of_each_90_days(people, module):
    for person in people[:6]:
        learn(person, module)
    for person in people[6:]:
        learn(person, module, LAST_AUTUMN)
    count_figures(as_of=NOON)
    assert figure(FigureKey.PEOPLE_LEARNING) == (0.6, 6, 10)
    assert figure(FigureKey.PEOPLE_LEARNING, period=Period.BEFORE) == (None, None, 0)
    assert figure(FigureKey.MINUTES_LEARNED) == (60, 60, 60)
    assert not KeptFigure.objects.filter(key=FigureKey.MINUTES_LEARNED, period=Period.BEFORE).exists()


def test_a_channel_of_few_is_left_out_of_the_sum(people, module):
    for person in people[:6]:
        learn(person, module)
    for person in people[6:]:
        learn(person, module, channel=Channel.ASSISTANT)
    count_figures(as_of=NOON)
    assert (
        figure(FigureKey.MINUTES_LEARNED) == figure(FigureKey.MINUTES_LEARNED, Channel.PORTAL) == (60, 60, 60)
    )
    assert not KeptFigure.objects.filter(channel=Channel.ASSISTANT).exists()


def test_modules_that_were_done_later_count_as_not_done(people):
    for number in range(3):
        made = company.module(f"Module {number}", company.skill(), 1, 3)
        for person in people[:8]:
            learn(person, made, LAST_AUTUMN)
    Activity.objects.filter(person__in=people[:2]).update(completed_at=LAST_WEEK)
    count_figures(as_of=NOON)
    assert figure(FigureKey.MODULES_DONE, period=Period.BEFORE) == (0.75, 18, 24)


def test_messages_opened_and_not_delivered_are_told_by_channel(people):
    for person in people:
        for number in range(3):
            notify(person=person, kind=TEST_MESSAGE, refs={}, key=str(number), as_of=LAST_WEEK)
    mails = Dispatch.objects.filter(way="email")
    mails.update(state=Dispatch.State.SENT, delivery_id="x", begun_at=LAST_WEEK, sent_at=LAST_WEEK)
    for row in mails.order_by("pk")[:6]:
        mark_opened(message=row.message, way="email", as_of=LAST_WEEK)
    Dispatch.objects.filter(pk__gt=mails.order_by("pk")[24].pk).update(state=Dispatch.State.FAILED)
    count_figures(as_of=NOON)
    assert figure(FigureKey.MESSAGES_OPENED) == (0.24, 6, 25)
    assert figure(FigureKey.SHOWN, Channel.MAIL) == (25, 25, 25)
    assert figure(FigureKey.TAKEN, Channel.MAIL) == (6, 6, 6)
    assert figure(FigureKey.FAILED, Channel.MAIL) == (5, 5, 5)


def test_uses_of_channels_are_told_from_five_on(people):
    for outcome, number in ((Outcome.SHOWN, 40), (Outcome.TAKEN, 10), (Outcome.FAILED, 4)):
        count_use(channel=Channel.WIDGET, outcome=outcome, as_of=LAST_WEEK, number=number)
    count_use(channel=Channel.ASSISTANT, outcome=Outcome.SHOWN, as_of=LAST_WEEK, number=500)
    add_up_uses()
    count_figures(as_of=NOON)
    assert figure(FigureKey.SHOWN, Channel.WIDGET) == (40, 40, 40)
    assert figure(FigureKey.FAILED, Channel.WIDGET) == (None, None, 0)
    # What an assistant answers was asked for, and is no offer.
    assert figure(FigureKey.OFFERS_TAKEN) == (0.25, 10, 40)


def test_questions_are_told_by_the_channel_through_which_they_came(people):
    for place, person in enumerate(people):
        channel = Channel.PORTAL if place < 6 else Channel.API
        answered_at = LAST_WEEK + timedelta(minutes=10 * place) if place else None
        Question.objects.create(
            title="How?", asker=person, asked_at=LAST_WEEK, answered_at=answered_at, channel=channel
        )
    count_figures(as_of=NOON)
    assert figure(FigureKey.ANSWER_MINUTES, Channel.PORTAL) == (30, 5, 6)
    assert figure(FigureKey.ANSWER_MINUTES, Channel.API) == (None, None, 0)
    assert figure(FigureKey.ANSWER_MINUTES) == (30, 5, 6), "the difference would tell of the four"


def test_levels_a_minute_come_of_measured_effects(people, module):
    for person in people:
        learn(person, module)
    other = company.module("Unknown", company.skill(), 1, 3)
    for person in people:
        learn(person, other)
        entry(person, module, Act.COMPLETED)
    MeasuredEffect.objects.create(
        module=module,
        skill=company.skill(),
        verdict=Verdict.WORKS,
        levels=0.4,
        low=0.2,
        high=0.6,
        read_at=NOON,
    )
    count_figures(as_of=NOON)
    value, number, base = figure(FigureKey.LEVELS_PER_MINUTE)
    assert value == pytest.approx(0.4 / module.minutes)
    assert (number, base) == (20, 30)


def test_searches_are_those_of_the_days(people):
    for seconds in range(20):
        note_opening(seconds=seconds, day=LAST_WEEK.date())
    note_opening(seconds=400, day=LAST_AUTUMN.date())
    count_figures(as_of=NOON)
    assert figure(FigureKey.SEARCH_SECONDS) == (9.5, 20, 20)
    assert figure(FigureKey.SEARCH_SECONDS, period=Period.BEFORE) == (None, None, 0)


def test_counting_twice_is_counting_once(people, module):
    for person in people:
        learn(person, module)
    first = count_figures(as_of=NOON)
    assert count_figures(as_of=NOON) == first == KeptFigure.objects.count()


def test_how_many_queries_it_takes_does_not_depend_on_how_many_people(people, module):
    count_figures(as_of=NOON)
    with CaptureQueriesContext(connection) as few:
        count_figures(as_of=NOON)
    for person in people:
        learn(person, module)
    with CaptureQueriesContext(connection) as more:
        count_figures(as_of=NOON)
    assert len(more) <= len(few) + 2


def said(title):
    return next(one for group in outcomes().groups for one in group.outcomes if one.title == title)


def test_every_figure_says_its_base_and_its_measure(people, module):
    for person in people[:6]:
        learn(person, module)
    count_figures(as_of=NOON)
    told = outcomes()
    assert all(one.how for group in told.groups for one in group.outcomes)
    assert all(bool(one.value) == bool(one.base) for group in told.groups for one in group.outcomes)
    one = said("People who learned")
    assert (one.value, one.base, one.before) == ("60%", "6 of 10 people", "")


def test_minutes_have_a_cost_once_hr_says_what_an_hour_costs(people, module):
    for person in people[:6]:
        learn(person, module)
    count_figures(as_of=NOON)
    assert said("Time spent learning").value == "1 h"
    with pytest.raises(StopIteration):
        said("Cost of the minutes")
    set_learning_cost(an_hour=Decimal("46.50"), currency="EUR")
    assert said("Cost of the minutes").value == "EUR 46"
    set_learning_cost(an_hour=None, currency="")
    assert not LearningCost.objects.exists()


@pytest.mark.parametrize(
    ("an_hour", "currency"),
    [("0", "EUR"), ("-1", "EUR"), ("1e7", "EUR"), ("9.999", "EUR"), ("9", "euro"), ("9", "")],
)
def test_a_cost_that_is_none_is_refused(an_hour, currency, db):
    with pytest.raises(LearningCostError):
        set_learning_cost(an_hour=Decimal(an_hour), currency=currency)
    assert not LearningCost.objects.exists()


def test_nothing_is_told_before_the_first_count(db):
    assert outcomes() is None


def test_what_a_later_version_has_stored_breaks_nothing(people):
    count_figures(as_of=NOON)
    KeptFigure.objects.filter(period=Period.NOW).update(period="ever")
    KeptFigure.objects.filter(key=FigureKey.REMEMBERED).update(key="from_tomorrow")
    assert all(not one.value for group in outcomes().groups for one in group.outcomes)
