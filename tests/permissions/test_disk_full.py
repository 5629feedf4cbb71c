"""A full disk: every page can be read, and whatever writes says why it did not."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.backing import worlds
from tests.backing.full_disk import full_disk
from tests.permissions.matrix import Row, rows
from tests.permissions.test_matrix import API, addresses_of, ask
from tests.permissions.world import World, build_world

pytestmark = pytest.mark.django_db
FULL = 507


@worlds.world
def world() -> World:
    return build_world()


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
