"""Each command, click and link in Slack as every actor: slack.txt says what they are answered."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from assessments.requests.reports import waiting_ratings
from assessments.testing.sittings.services import start_quick_check
from channels.slack.choices import WorkKind
from lifow.people.persons.models import Person
from mentoring.help.models import HelpRequest, HelpStep
from tests import item_bank
from tests.backing import worlds
from tests.channels.slack.conftest import linked, slack, stub, workspace
from tests.channels.slack.sending import (
    button_for,
    click,
    command,
    home_opened,
    interaction,
    links_posted,
    work,
)
from tests.company import skill
from tests.permissions.world import World, build_world

__all__ = ["slack", "stub", "workspace"]
pytestmark = pytest.mark.django_db
LINES = [
    cells
    for line in Path(__file__).with_name("slack.txt").read_text(encoding="utf-8").splitlines()
    if (cells := line.split("#", 1)[0].split())
]
(_, *ACTORS), *ROWS = LINES
# What is shown where something is not somebody's, or is not there.
REFUSALS = ("There is no such", "does not wait for you")
# Of these a worker is told by Slack, and a person by nothing.
OF_SLACK = {WorkKind.CONNECT, WorkKind.UNINSTALL, WorkKind.PASS_HELP}


@worlds.world
def world() -> World:
    item_bank.items(skill("Refund policy"))
    made = build_world()
    request = HelpRequest.objects.create(
        kind="now",
        person=made.people["learner"],
        title="The refund of ticket 4411",
        asked_at=timezone.now(),
        told_at=timezone.now(),
    )
    HelpStep.objects.create(
        request=request, step="mentor", person=made.people["mentor"], asked_at=timezone.now()
    )
    check = start_quick_check(
        person=made.people["learner"], skills=[skill("Refund policy")], most=1, as_of=timezone.now()
    )
    [waiting] = [one for one in waiting_ratings(made.people["line"]) if one.skill.name == "Empathy"]
    made.ids["help"], made.ids["check"], made.ids["rating"] = request.public_id, check.public_id, waiting.key
    made.ids["question"] = json.dumps({"sitting": check.public_id, "number": 1})
    return made


@pytest.fixture
def accounts(world, workspace) -> dict[str, str]:
    """Everybody's account in Slack by actor; the leaver has left, and the last one has confirmed none."""
    found = {"unknown": "U0"}
    people = dict(world.people)
    leaver = Person.objects.create(email="gone@larkfield.example", given_name="Gone", is_active=False)
    people["leaver"] = leaver
    for number, actor in enumerate(ACTORS, start=1):
        if actor in people:
            found[actor] = f"U{number}"
            linked(people[actor], f"U{number}")
    return found


def sent(kind: str, world: World, user: str, url: str) -> None:
    """The request of a row, about the learner's where it is about anything."""
    ids = world.ids
    asked = {"title": "Who may refund over 500 euros?", "as": "question"}
    rated = json.dumps({"rating": ids["rating"], "key": "one"})
    acts: dict[str, Callable[[], object]] = {
        "home": lambda: home_opened(user),
        "week": lambda: command("/learn", user=user, response_url=url),
        "search": lambda: command("/ask", "refunds", user=user, response_url=url),
        "ask_form": lambda: command("/ask", user=user, response_url=url),
        "unfurl": lambda: links_posted(f"http://127.0.0.1:8000/modules/{ids['module_id']}/", user=user),
        "ask": lambda: submitted("ask", user, asked, json.dumps({"key": "k" * 30})),
        "rate": lambda: submitted("rate", user, {"level": "3"}, rated),
        "answer": lambda: click(button_for("skip", ids["question"]), view="V1", user=user),
        "next_question": lambda: click(button_for(kind, ids["check"]), view="V1", user=user),
        "check": lambda: click(button_for(kind, skill("Refund policy").public_id), user=user),
        "claim_help": lambda: click(button_for(kind, ids["help"]), user=user),
    }
    acts.get(kind, lambda: click(button_for(kind), user=user, response_url=url))()


def submitted(callback: str, user: str, values: dict[str, str], metadata: str) -> None:
    state = {f"{name}@1": {"given": {"type": "x", "value": value}} for name, value in values.items()}
    view = {"id": "V1", "type": "modal", "callback_id": callback, "private_metadata": metadata}
    interaction({"type": "view_submission", "view": {**view, "state": {"values": state}}}, user=user)


def answer(slack) -> str:
    """What was said at last, in the table's words."""
    told = [one for one in slack.calls if one.method not in ("users.info", "views.open")]
    if not told:
        return "-"
    if "Ask HR to look at it" in told[-1].text:
        return "connect"
    return "no" if any(one in told[-1].text for one in REFUSALS) else "yes"


def test_every_kind_of_request_is_in_the_table():
    assert {name for name, *_answers in ROWS} == set(WorkKind.values) - {one.value for one in OF_SLACK}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_everybody_is_answered_as_the_table_says(row, world, accounts, slack):
    kind, *expected = row
    found = []
    for actor in ACTORS:
        slack.calls.clear()
        sent(kind, world, accounts[actor], slack.response_url)
        work()
        found.append(answer(slack))
    assert found == expected
