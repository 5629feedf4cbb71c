"""What a program, or a model behind it, may send: each answered with an error that says what is wrong."""

import json

import pytest
from django.core import signing
from django.test import Client

from channels.assistant import confirming
from content.answers.models import Question
from lifow.base.api import limits
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.channels.assistant.calling import BEFORE, ENDPOINT, agreed, call, refusal, send, token_for

pytestmark = pytest.mark.django_db
ASKED = {"title": "Who may refund over 500 euros?"}


@world
def abena() -> Person:
    return company.person("Abena Osei")


@world
def marta(abena: Person) -> Person:
    return company.person("Marta Kowalczyk")


@pytest.mark.parametrize(
    "arguments",
    [
        {"query": 7},
        {"query": ""},
        {"query": "x" * 201},
        {"query": ["refund"]},
        {},
        {"query": "refund", "kind": "secrets"},
        {"query": "refund", "limit": 5},
        {"query": "refund", "kind": {"$ne": ""}},
    ],
)
def test_arguments_of_another_shape_are_refused_in_words(abena, arguments):
    assert refusal(token_for(abena), "find_answers", **arguments).startswith("Invalid arguments")


@pytest.mark.parametrize(
    "query",
    ["\0", "' OR 1=1 --", "\ud800".encode("utf-16", "surrogatepass").hex(), "💥" * 100, "%s %(a)s {0}"],
)
def test_any_words_are_searched_for(abena, query):
    assert call(token_for(abena), "find_answers", query=query)["total"] >= 0


def test_a_huge_call_is_refused_unread(abena):
    answer = send(
        token_for(abena), "tools/call", {"name": "find_answers", "arguments": {"query": "x" * 5_000_000}}
    )
    assert answer.status_code in (400, 413)


def test_a_deep_call_is_refused(abena):
    headers = {"Authorization": f"Bearer {token_for(abena)}"}
    answer = Client().post(ENDPOINT, "[" * 100_000, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == -32700


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "{}", '{"jsonrpc":"2.0"}', '{"jsonrpc":"1.0","id":1,"method":"ping"}']
)
def test_what_is_no_message_is_an_error_of_the_protocol(abena, body):
    headers = {"Authorization": f"Bearer {token_for(abena)}"}
    answer = Client().post(ENDPOINT, body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in (-32700, -32600)


def test_unknown_methods_and_tools_are_errors_of_the_protocol(abena):
    token = token_for(abena)
    assert send(token, "resources/list").json()["error"]["code"] == -32601
    assert send(token, "tools/call", {"name": "drop_tables"}).json()["error"]["code"] == -32602
    assert send(token, "tools/call", {"name": "team_gaps"}).json()["error"]["code"] == -32602


def test_a_page_of_another_site_calls_nothing(abena):
    answer = send(token_for(abena), "tools/list", Origin="https://evil.example")
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_other_methods_are_refused(method):
    assert getattr(Client(), method)(ENDPOINT).status_code == 405


def test_a_token_in_the_address_is_none(abena):
    answer = Client().post(
        f"{ENDPOINT}?access_token={token_for(abena)}", "{}", content_type="application/json"
    )
    assert answer.status_code == 401


def test_a_session_of_a_browser_is_no_token(abena):
    browser = Client()
    browser.force_login(abena)
    assert browser.post(ENDPOINT, "{}", content_type="application/json").status_code == 401


def test_a_confirmation_is_for_its_person_program_tool_and_arguments_alone(abena, marta):
    mine = token_for(abena)
    confirmation = call(mine, "ask", **ASKED)["confirmation"]
    other_program = token_for(abena, by="Another assistant")
    for token, tool, arguments in (
        (token_for(marta), "ask", ASKED),
        (other_program, "ask", ASKED),
        (mine, "ask_help", ASKED),
        (mine, "ask", {"title": "Everybody gets a raise, right?"}),
        (mine, "ask", {**ASKED, "details": "And more."}),
    ):
        words = refusal(token, tool, **arguments, confirmation=confirmation)
        assert words.startswith("This confirmation is for something else")
    assert not Question.objects.exists()
    call(mine, "ask", **ASKED, confirmation=confirmation)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    "made_up", ["yes", "x" * 2_000, signing.dumps(["1"]), signing.dumps(["1"], salt=confirming.SALT)]
)
def test_a_confirmation_that_is_made_up_confirms_nothing(abena, made_up):
    assert refusal(token_for(abena), "ask", **ASKED, confirmation=made_up)
    assert not Question.objects.exists()


def test_an_old_confirmation_confirms_nothing(abena, monkeypatch):
    token = token_for(abena)
    confirmation = call(token, "ask", **ASKED)["confirmation"]
    monkeypatch.setattr(confirming, "GOOD_FOR_SECONDS", -1)
    assert "too old" in refusal(token, "ask", **ASKED, confirmation=confirmation)


def test_what_a_service_refuses_is_told_in_its_words(abena):
    token = token_for(abena)
    assert refusal(token, "ask", title="Why is that?", skill="Juggling") == (
        "No skill has this id or name. Search for it first."
    )
    assert refusal(token, "mark_done", module="mod_0000000000000000") == "There is no such module."
    unfit = {"title": "Who may \x1b[31m refund?"}
    confirmation = call(token, "ask", **unfit)["confirmation"]
    assert refusal(token, "ask", **unfit, confirmation=confirmation)
    assert not Question.objects.exists()


def test_a_person_has_so_many_calls_a_minute(abena, monkeypatch):
    monkeypatch.setattr("channels.assistant.authentication.REQUESTS", 3)
    answers = [send(token_for(abena, by=f"Assistant {number}"), "tools/list") for number in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"]
    assert limits.REQUESTS == 1200


def test_the_revision_of_2025_is_answered_without_a_session(abena):
    told = {"protocolVersion": BEFORE, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": told}
    headers = {"Authorization": f"Bearer {token_for(abena)}"}
    answer = Client().post(ENDPOINT, json.dumps(message), content_type="application/json", headers=headers)
    assert answer.json()["result"]["protocolVersion"] == BEFORE
    assert "Mcp-Session-Id" not in answer.headers


def test_agreeing_is_all_that_a_write_waits_for(abena):
    assert agreed(token_for(abena), "ask", **ASKED)["state"] == "done"
