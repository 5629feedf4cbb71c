"""What another system writes by PUT, at 1,000 and at 100,000 people: one row costs the same.

One company on a PostgreSQL of its own, which is asked before and after it has grown by a roster; at both
times one in five has left, and their names and ids are looked at too. Each kind of write is sent forty times
through the whole API, in this process, so that there is no network in it: somebody as they were, another job
title, another manager, somebody new, who leaves, and an org unit.

`python -m benchmarks.roster_writes 1000 5000` measures other sizes.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

from django.db import connection

from benchmarks import company
from benchmarks.harness import Result, measured
from benchmarks.roster_import import day, imported

SIZES = (1_000, 100_000)
REQUESTS = 40
WARMING, COUNTED = 2, 3
MOST_RATIO = 1.5
# What a machine that is busy with itself adds to a request; below this difference two times are the same.
NOISE_SECONDS = 0.005
PEOPLE, EMPLOYMENTS, UNITS = ("people", "employments", "org-units")


class Write(NamedTuple):
    """A PUT: of what, under which id of the roster's source, and its body."""

    of: str
    external_id: str
    body: dict[str, Any]


class Figure(NamedTuple):
    """Of one kind of write at one size, the 95th percentile in seconds and the most queries."""

    p95: float
    queries: int


def run(small: int = SIZES[0], large: int = SIZES[1]) -> Result:
    """Import a roster, write, import a larger one, write the same, and print a line a kind to stderr."""
    with tempfile.TemporaryDirectory(prefix="lifow-bench-") as name, company.database(), measured() as spent:
        put = _caller()
        before, after = (_figures(put, Path(name) / "roster.csv", people) for people in (small, large))
    for kind, one in after.items():
        said = f"{before[kind].p95 * 1000:6.1f} → {one.p95 * 1000:6.1f} ms"
        print(f"{kind:12}{said}  {before[kind].queries} → {one.queries} queries", file=sys.stderr)
    return Result(
        name="roster_writes",
        seconds=spent.seconds,
        cpu_seconds=spent.cpu_seconds,
        peak_mib=spent.peak_mib,
        ratios={
            **{f"p95_of_{kind.replace(' ', '_')}": one.p95 / before[kind].p95 for kind, one in after.items()},
            "worst_p95_in_ms": max(one.p95 for one in after.values()) * 1000,
            "most_queries": max(one.queries for one in after.values()),
        },
        goal=f"p95 of each PUT at {large:,} people at most {MOST_RATIO} × that at {small:,}, as many queries",
        met=all(_is_flat(before[kind], one) for kind, one in after.items()),
    )


def _is_flat(before: Figure, after: Figure) -> bool:
    is_near = after.p95 - before.p95 <= NOISE_SECONDS
    return (after.p95 <= MOST_RATIO * before.p95 or is_near) and after.queries <= before.queries


def _figures(put: Callable[[Write], None], file: Path, people: int) -> dict[str, Figure]:
    """Each kind of write against a company of so many people."""
    from django.test.utils import CaptureQueriesContext

    imported(file, day(people))
    _have_some_leave()
    company.settle()
    found = {}
    for kind, writes in _kinds(people).items():
        times, queries = [], 0
        for number, write in enumerate(writes):
            if number < WARMING:
                put(write)
                continue
            if number < WARMING + COUNTED:
                with CaptureQueriesContext(connection) as made:
                    put(write)
                    queries = max(queries, len(made))
                continue
            start = time.perf_counter()
            put(write)
            times.append(time.perf_counter() - start)
        found[kind] = Figure(quantiles(times, n=20)[-1], queries)
    return found


def _kinds(people: int) -> dict[str, Iterator[Write]]:
    """Forty writes of each kind; nobody is written twice but who stays as they are."""
    several = range(REQUESTS)

    def somebody(number: int) -> str:
        # Of five, the fourth: the fifth has left.
        return f"E{5 * number + 4:06d}"

    unit = {"org_unit": "U1"}
    return {
        "the same": (Write(PEOPLE, "E000001", {"given_name": "Given1"}) for _ in several),
        "title": (Write(EMPLOYMENTS, somebody(one), {"job_title": f"Title {people}"}) for one in several),
        "manager": (Write(EMPLOYMENTS, somebody(one), {"manager": "E000002"}) for one in several),
        "new": (
            Write(
                PEOPLE,
                f"N{people}-{one}",
                {"given_name": f"New{people}", "family_name": f"{one}", "employment": unit},
            )
            for one in several
        ),
        "leaves": (Write(EMPLOYMENTS, f"N{people}-{one}", {"status": "terminated"}) for one in several),
        "unit": (Write(UNITS, f"U{one}", {"name": f"Team {one} of {people}"}) for one in several),
    }


def _have_some_leave() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_employment SET status = 'terminated' WHERE person_id % 5 = 0")


def _caller() -> Callable[[Write], None]:
    """What sends a PUT as a machine; it raises for what is not written."""
    from allauth.idp.oidc.models import Client as ApiClient
    from django.test import Client
    from django.urls import reverse

    scopes = ["people:read", "people:write"]
    machine = ApiClient(id="bench", name="bench", type=ApiClient.Type.CONFIDENTIAL)
    machine.set_secret("only-for-benchmarks")
    machine.set_scopes(scopes)
    machine.set_default_scopes(scopes)
    machine.grant_types = ApiClient.GrantType.CLIENT_CREDENTIALS
    machine.save()
    browser = Client(SERVER_NAME="127.0.0.1")
    asked = {"grant_type": "client_credentials", "client_id": "bench", "client_secret": "only-for-benchmarks"}
    token = browser.post(reverse("idp:oidc:token"), asked).json()["access_token"]

    def put(write: Write) -> None:
        answer = browser.put(
            f"/api/v1/{write.of}/by-external-id/hris/{write.external_id}",
            write.body,
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )
        if answer.status_code not in (200, 201):
            raise RuntimeError(answer.content.decode())

    return put


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])).line())
