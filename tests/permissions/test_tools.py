"""Each tool of assistants as every actor: tools.txt says who has it, and what a call is answered."""

from pathlib import Path

import pytest
from django.utils import timezone

from assessments.requests.reports import waiting_ratings
from assessments.testing.sittings.services import start_quick_check
from channels.assistant.scopes import SCOPES
from channels.assistant.server import server
from tests import item_bank
from tests.backing import worlds
from tests.channels.assistant.calling import listed, raw, token_for
from tests.company import skill
from tests.permissions.world import World, build_world

pytestmark = pytest.mark.django_db
LINES = [
    cells
    for line in Path(__file__).with_name("tools.txt").read_text(encoding="utf-8").splitlines()
    if (cells := line.split("#", 1)[0].split())
]
(_, *ACTORS), *ROWS = LINES
NEEDS = {scope.name for scope in SCOPES}


@worlds.world
def world() -> World:
    item_bank.items(skill("Refund policy"))
    return build_world()


def arguments_about_the_learner(tool: str, world: World) -> dict[str, object]:
    """What a call of the tool says, where it is about something of the learner's."""
    learner = world.people["learner"]
    if tool == "answer_check":
        check = start_quick_check(
            person=learner, skills=[skill("Refund policy")], most=1, as_of=timezone.now()
        )
        return {"check": check.public_id, "number": 1, "given": {}}
    if tool == "give_rating":
        [waiting] = [one for one in waiting_ratings(world.people["line"]) if one.skill.name == "Empathy"]
        return {"rating": waiting.key, "level": 3}
    return {
        "find_answers": {"query": "refunds"},
        "take_check": {"skill": "Refund policy", "questions": 1},
        "ask": {"title": "Who may refund over 500 euros?"},
        "ask_help": {"title": "The refund of ticket 4411"},
        "mark_done": {"module": "mod_0000000000000000"},
        "who_can": {"skill": "Refund policy"},
    }.get(tool, {})


def test_every_tool_is_in_the_table():
    assert {name for name, *_answers in ROWS} == set(server._tools)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_everyone_has_the_tool_and_is_answered_as_the_table_says(row, world):
    tool, *expected = row
    arguments = arguments_about_the_learner(tool, world)
    found = []
    for actor in ACTORS:
        token = token_for(world.people[actor])
        if tool not in listed(token):
            found.append("-")
            continue
        found.append("no" if raw(token, tool, **arguments)["isError"] else "yes")
    assert found == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_no_tool_is_there_without_its_scope(row, world):
    tool = row[0]
    actor = next(actor for actor, answer in zip(ACTORS, row[1:], strict=True) if answer != "-")
    without = [
        one for one in sorted(NEEDS) if tool not in listed(token_for(world.people[actor], *(NEEDS - {one})))
    ]
    assert len(without) == 1, "each tool has one scope of its own"
