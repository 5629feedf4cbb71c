"""The Home tab, and the week of somebody."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from channels.slack.blocks.home import HomeShown, StepShown, WeekShown, home_view, week_message
from channels.slack.blocks.messages import HelpShown
from channels.slack.work.conversation import Conversation, for_person
from content.planning.reports import PlanStep, plan_of
from content.refreshers.reports import next_refreshers, open_refreshers
from lifow.base.links import absolute_url
from lifow.people.persons.models import Person
from mentoring.help.choices import HelpKind, HelpState
from mentoring.help.models import HelpRequest
from mentoring.help.reports import asked_of
from portal.home.reports import waiting_tasks
from portal.navigation import waiting_of

MOST_STEPS = 8
MOST_WANTED = 3


@for_person
def show_home(conversation: Conversation) -> None:
    """Put what waits, the week and refreshers on the Home tab."""
    person = conversation.person
    waiting = waiting_of(HttpRequest(), person)
    questions, minutes = _refreshers(conversation)
    conversation.publish(
        home_view(
            HomeShown(
                week=week_of(person),
                refreshers=questions,
                refresher_minutes=minutes,
                ratings=waiting.own_ratings + waiting.ratings,
                waiting=[(one.words, absolute_url(one.url)) for one in waiting_tasks(waiting)],
                wanted=_wanted(person),
            )
        )
    )


@for_person
def show_week(conversation: Conversation) -> None:
    """Answer `/learn`: the steps of the week, and refreshers."""
    questions, minutes = _refreshers(conversation)
    conversation.say(week_message(week_of(conversation.person), questions, minutes))


def week_of(person: Person) -> WeekShown:
    """The plan of somebody's week, in its order, the next step first."""
    plan = plan_of(person, timezone.localtime())
    first = plan.next_step
    ordered = sorted(plan.steps, key=lambda step: step is not first)[:MOST_STEPS]
    return WeekShown(
        minutes_planned=plan.minutes_planned,
        minutes_done=plan.minutes_done,
        steps=[_step(one) for one in ordered],
        url=absolute_url(reverse("portal:home")),
    )


def _step(step: PlanStep) -> StepShown:
    item = step.item
    why = " ".join(
        strip_tags(render_to_string("portal/home/step_why.html", {"item": item, "step": step})).split()
    )
    if item.module is not None:
        url = reverse("content:module", args=[item.module.public_id])
    else:
        url = reverse("portal:skill", args=[item.skill.public_id]) if item.skill else reverse("portal:home")
    can_check = item.module is None and item.skill is not None and item.is_test
    return StepShown(
        title=item.title,
        url=absolute_url(url),
        minutes=item.minutes,
        why=why,
        is_done=step.is_done,
        check=item.skill.public_id if can_check and item.skill else "",
    )


def _refreshers(conversation: Conversation) -> tuple[int, int]:
    """How many questions on what was learned can be answered now, and how many minutes they take."""
    if open_refreshers(conversation.person, conversation.as_of) is not None:
        return 1, 1
    found = next_refreshers(conversation.person, at=conversation.as_of).waiting
    return found.questions, found.minutes


def _wanted(person: Person) -> list[HelpShown]:
    rows = asked_of(person).filter(kind=HelpKind.NOW, state=HelpState.WAITING)[:MOST_WANTED]
    return [shown_help(one) for one in rows]


def shown_help(one: HelpRequest) -> HelpShown:
    """A request for help as a message shows it."""
    return HelpShown(one.public_id, str(one), str(one.person or ""), str(one.skill or ""), one.text)
