"""A full disk: every page can be read, and whatever writes says why it did not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from tests.backing import worlds
from tests.permissions.matrix import Row, rows
from tests.permissions.test_matrix import API, addresses_of, ask
from tests.permissions.world import World, build_world

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|COPY\s+\S+\s+\(.*FROM STDIN)", re.DOTALL | re.IGNORECASE)
FULL = 507


@worlds.world
def world() -> World:
    return build_world()


@contextmanager
def full_disk() -> Iterator[None]:
    """Reads go on; whatever would be written is refused as PostgreSQL does it."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            cause = psycopg.errors.DiskFull("could not extend file: No space left on device")
            raise OperationalError(str(cause)) from cause
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def asked(row: Row, world: World) -> Iterator[tuple[str, str, Any]]:
    """Whoever is let in, what the table says, and the answer on a full disk."""
    for address in addresses_of(row):
        for actor, answer in row.expected.items():
            if answer in ("200", "302"):
                with full_disk():
                    is_api = address.name.startswith(API)
                    response = ask(
                        world,
                        actor,
                        row.method,
                        address.url(world.ids),
                        is_api=is_api,
                        raise_request_exception=False,
                    )
                yield f"{actor} {address.name}", answer, response


@pytest.mark.parametrize("row", [row for row in rows() if row.method == "GET"], ids=str)
def test_what_is_read_is_read_as_ever(row, world):
    for who, expected, response in asked(row, world):
        assert str(response.status_code) == expected, who


@pytest.mark.parametrize("row", [row for row in rows() if row.method != "GET"], ids=str)
def test_what_writes_says_that_the_storage_is_full(row, world):
    for who, expected, response in asked(row, world):
        assert response.status_code in (FULL, int(expected)), who
        if response.status_code == FULL:
            assert response.headers["Retry-After"] == "60", who
            assert b"storage" in response.content.lower(), who
