"""The official Python client against a served lifow: on its newest revision and on that of June 2025."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import requests
from mcp import Client
from mcp import types as mcp_types
from mcp.client.auth import OAuthClientProvider
from mcp.client.auth.oauth2 import AuthorizationCodeResult
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata

from content.answers.models import Question
from lifow.people.persons.models import Person
from tests import company
from tests.channels.assistant.calling import BEFORE, ENDPOINT, NEWEST, token_for

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {"title": "Who may refund over 500 euros?"}


@pytest.fixture
def abena() -> Person:
    abena = company.person("Abena Osei")
    company.give(abena, company.role("Support specialist II", Refund_policy=3))
    company.observe(abena, company.skill(), 1)
    company.compute(abena)
    return abena


@pytest.fixture(params=[NEWEST, BEFORE])
def revision(request, monkeypatch) -> str:
    if request.param == BEFORE:
        monkeypatch.setattr("mcp.client.session.LATEST_HANDSHAKE_VERSION", BEFORE)
    return request.param


def talk(
    address: str, revision: str, say: Callable[[Client], Awaitable[Any]], auth: Any = None, **options: Any
) -> Any:
    """What comes of a conversation with the server at an address."""

    async def converse() -> Any:
        async with httpx2.AsyncClient(auth=auth, timeout=30) as http:
            transport = streamable_http_client(f"{address}{ENDPOINT}", http_client=http)
            mode = "legacy" if revision == BEFORE else "auto"
            async with Client(transport, mode=mode, **options) as client:
                assert client.protocol_version == revision
                return await say(client)

    # In a thread of its own: the one of the tests has a loop that runs, once a browser was used.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, converse()).result()


class Bearer(httpx2.Auth):
    """A token that is held already."""

    def __init__(self, token: str) -> None:
        self.token = token

    def auth_flow(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self.token}"
        yield request


def held(person: Person, live_server: Any) -> Bearer:
    return Bearer(token_for(person, resource=f"{live_server.url}{ENDPOINT}"))


def test_tools_are_listed_and_called(live_server, abena, revision):
    async def say(client: Client) -> Any:
        tools = (await client.list_tools()).tools
        return {one.name: one for one in tools}, await client.call_tool("my_gaps", {})

    tools, result = talk(live_server.url, revision, say, held(abena, live_server))
    assert tools["my_gaps"].annotations.read_only_hint
    assert not tools["ask"].annotations.read_only_hint
    assert {"find_answers", "my_week", "take_check", "mark_done", "ask_help"} <= tools.keys()
    assert not result.is_error
    assert result.structured_content["gaps"][0]["skill"] == "Refund policy"


def test_a_write_is_confirmed_in_two_steps(live_server, abena, revision):
    async def say(client: Client) -> Any:
        first = (await client.call_tool("ask", ASKED)).structured_content
        assert first["state"] == "to_confirm"
        again = {**ASKED, "confirmation": first["confirmation"]}
        return [(await client.call_tool("ask", again)).structured_content for _time in range(2)]

    first, second = talk(live_server.url, revision, say, held(abena, live_server))
    assert first == second
    assert [one.channel for one in Question.objects.all()] == ["assistant"]


@pytest.mark.parametrize(("answer", "questions"), [("yes", 1), ("no", 0), (None, 0)])
def test_the_newest_clients_ask_the_person_themselves(live_server, abena, answer, questions):
    shown = []

    async def ask_person(context: Any, params: Any) -> Any:
        shown.append(params.message)
        if answer is None:
            return mcp_types.ElicitResult(action="decline")
        return mcp_types.ElicitResult(action="accept", content={"answer": answer})

    async def say(client: Client) -> Any:
        return await client.call_tool("ask", ASKED)

    result = talk(live_server.url, NEWEST, say, held(abena, live_server), elicitation_callback=ask_person)
    assert shown == ["Ask in your name, for everybody to read: “Who may refund over 500 euros?”."]
    assert result.is_error == (questions == 0)
    assert Question.objects.count() == questions


def test_errors_are_told_to_the_model(live_server, abena, revision):
    async def say(client: Client) -> Any:
        return await client.call_tool("mark_done", {"module": "mod_0000000000000000"})

    result = talk(live_server.url, revision, say, held(abena, live_server))
    assert result.is_error
    assert result.content[0].text == "There is no such module."


class Memory:
    """Where the client keeps what it was given."""

    tokens = client = None

    async def get_tokens(self) -> Any:
        return self.tokens

    async def set_tokens(self, tokens: Any) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> Any:
        return self.client

    async def set_client_info(self, client: Any) -> None:
        self.client = client


@pytest.fixture
def browser(client, abena) -> Iterator[requests.Session]:
    """A browser in which somebody is signed in."""
    client.force_login(abena)
    with requests.Session() as browser:
        browser.cookies.set("sessionid", client.cookies["sessionid"].value)
        yield browser


def test_the_client_finds_its_way_from_the_address_alone(live_server, browser, revision):
    """Discovery, registration, PKCE, consent and a token, with nothing known but the address."""
    came_back: dict[str, str] = {}

    async def show_page(address: str) -> None:
        html = (await asyncio.to_thread(browser.get, address)).text
        form = {
            "csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1],
            "decision": "allow",
            "scopes": ["learning:read", "search:read"],
        }
        sent = await asyncio.to_thread(browser.post, address, form, allow_redirects=False)
        query = parse_qs(urlsplit(sent.headers["Location"]).query)
        came_back.update({name: value[0] for name, value in query.items()})

    async def wait_for_code() -> AuthorizationCodeResult:
        return AuthorizationCodeResult(
            code=came_back["code"], state=came_back.get("state"), iss=came_back.get("iss")
        )

    memory = Memory()
    provider = OAuthClientProvider(
        server_url=f"{live_server.url}{ENDPOINT}",
        client_metadata=OAuthClientMetadata(
            client_name="Official client", redirect_uris=["http://127.0.0.1:7777/callback"]
        ),
        storage=memory,
        redirect_handler=show_page,
        callback_handler=wait_for_code,
    )

    async def say(client: Client) -> Any:
        return {one.name for one in (await client.list_tools()).tools}

    assert talk(live_server.url, revision, say, provider) == {"my_gaps", "my_week", "find_answers"}
    assert memory.tokens.scope == "learning:read search:read"
