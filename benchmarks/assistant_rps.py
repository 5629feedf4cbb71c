"""Calls a second of tools of assistants, beside the REST endpoints with the same data, in the same run.

Eight clients in a closed loop ask about people to whom nobody reports: their plan, with all its steps, by the
tool `my_week` and by `/api/v1/plans?person=…`; their gaps by `my_gaps`, which tells at most 12 gaps and 12
skills to assess, and by `/api/v1/gap-reports`, which tells all 40. Tools are called with a token of the
person, REST as a machine, which is its fastest caller: nothing has to be found out of what it may see. The
same two gunicorn workers are asked in turn, a second each. Nobody has more calls than a minute allows.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from secrets import token_urlsafe
from statistics import median

from benchmarks import company, paged_company
from benchmarks.harness import Result, measured
from benchmarks.serving import Site, serving

PEOPLE = 1_000
ASKING = 64
CLIENTS, ROUNDS, SECONDS = 8, 9, 1.0
LEAST_RATIO = 0.6
REVISION = "2026-07-28"
ENDPOINT = "/assistant/mcp"
META = "io.modelcontextprotocol"
SCOPES = ("gaps:read", "plans:read")
TOOLS = {"my_week": "plans", "my_gaps": "gap-reports"}
"""Each tool, and the list of the API that has its data."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as it is sent over and over."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: str = ""


def run() -> Result:
    """Serve a company, and ask it by tools and by REST, in turn."""
    with company.database():
        paged_company.fill(PEOPLE)
        asked = _requests()
        with serving() as site, measured() as all_of_it:
            rates = {name: _rates(site, *pair) for name, pair in asked.items()}
    ratios = {name: by_tool / by_rest for name, (by_tool, by_rest) in rates.items()}
    told = {f"{name} a second": by_tool for name, (by_tool, _by_rest) in rates.items()}
    told |= {f"{TOOLS[name]} a second": by_rest for name, (_by_tool, by_rest) in rates.items()}
    return Result(
        name="assistant_rps",
        seconds=all_of_it.seconds,
        cpu_seconds=all_of_it.cpu_seconds,
        peak_mib=all_of_it.peak_mib,
        ratios=ratios | told,
        goal=f"each tool at least {LEAST_RATIO} × as often a second as the REST endpoint",
        met=min(ratios.values()) >= LEAST_RATIO,
    )


def _rates(site: str, tools: Sequence[Request], rest: Sequence[Request]) -> tuple[float, float]:
    """Requests a second by either way: the median of the rounds, in turn, after a warm-up."""
    for request in (*tools, *rest):
        _check(site, request)
    by_tool: list[float] = []
    by_rest: list[float] = []
    for turn in range(ROUNDS):
        pair = [(tools, by_tool), (rest, by_rest)]
        for asked, rates in pair if turn % 2 else reversed(pair):
            rates.append(_rate(site, asked))
    return median(by_tool), median(by_rest)


def _requests() -> dict[str, tuple[list[Request], list[Request]]]:
    """The same people's data, by each tool and by REST."""
    from assessments.gaps.models import GapReport
    from lifow.people.persons.models import Person

    reports = GapReport.objects.current().values("person")
    managers = Person.objects.with_reports().values("pk")
    ordinary = Person.objects.filter(is_active=True, pk__in=reports).exclude(pk__in=managers)
    held = [
        (one, _assistant_token(one), _api_token(f"bench-{one.pk}"))
        for one in ordinary.order_by("pk")[:ASKING]
    ]
    return {
        tool: (
            [_by_tool(tool, token) for _person, token, _other in held],
            [_by_rest(name, person.public_id, token) for person, _other, token in held],
        )
        for tool, name in TOOLS.items()
    }


def _by_tool(tool: str, token: str) -> Request:
    meta = {f"{META}/protocolVersion": REVISION, f"{META}/clientCapabilities": {}}
    params = {"name": tool, "arguments": {}, "_meta": meta}
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": REVISION,
        "Mcp-Method": "tools/call",
        "Mcp-Name": tool,
    }
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    return Request("POST", ENDPOINT, headers, json.dumps(message))


def _by_rest(name: str, person_id: str, token: str) -> Request:
    return Request("GET", f"/api/v1/{name}?person={person_id}", {"Authorization": f"Bearer {token}"})


def _assistant_token(person: object) -> str:
    from django_mcpz.oauth.models import AccessToken, Client

    program, _made = Client.objects.get_or_create(
        client_id="bench", defaults={"name": "Bench", "kind": Client.Kind.REGISTERED}
    )
    _token, value = AccessToken.create(
        lifetime=timedelta(hours=1),
        client=program,
        user=person,
        resource=f"http://localhost{ENDPOINT}",
        scope="learning:read",
    )
    return str(value)


def _api_token(client_id: str) -> str:
    from allauth.idp.oidc.models import Client, Token
    from django.utils import timezone

    from lifow.people.clients.services import bind_client

    client = Client(pk=client_id, name=client_id)
    bind_client(client, SCOPES)
    client.save()
    value = token_urlsafe(32)
    token = Token(type=Token.Type.ACCESS_TOKEN, client=client, scopes="\n".join(SCOPES))
    token.set_value(value)
    token.expires_at = timezone.now() + timedelta(hours=1)
    token.save()
    return value


def _check(site: str, request: Request) -> None:
    """Each is answered with something. Raises ValueError where one is not."""
    status, body = _ask(site, request)
    told = json.loads(body)
    found = told["result"].get("structuredContent") if "result" in told else told.get("data")
    if status != 200 or not found:
        raise ValueError(f"{request.address}: {status} {body[:300]!r}")


def _ask(site: str, request: Request) -> tuple[int, bytes]:
    connection = Site(site)
    try:
        connection.request(request.method, request.address, request.body or None, dict(request.headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _rate(site: str, requests: Sequence[Request]) -> float:
    """Requests a second that eight clients get answered, each asking again at once."""
    end = time.perf_counter() + SECONDS
    done, refused = [0] * CLIENTS, [0] * CLIENTS

    def ask(place: int) -> Callable[[], None]:
        def go() -> None:
            for request in cycle([*requests[place::CLIENTS]]):
                if time.perf_counter() >= end:
                    return
                status, _body = _ask(site, request)
                done[place] += 1
                refused[place] += status != 200

        return go

    clients = [threading.Thread(target=ask(place)) for place in range(CLIENTS)]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if sum(refused):
        raise ValueError(f"{sum(refused)} of {sum(done)} requests were refused.")
    return sum(done) / (time.perf_counter() - began)


if __name__ == "__main__":
    print(run().line())
