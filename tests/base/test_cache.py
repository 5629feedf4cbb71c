"""Redis as a cache: what Django and allauth ask of it works, also while it is away."""

import pytest
from django.conf import settings
from django.core.cache.backends.base import BaseCache

from lifow.base import cache as cache_module
from lifow.base.cache import ForgivingRedisCache
from lifow.base.circuit_breaker import CircuitBreaker
from tests.resilience.proxies import NO_REDIS

WHILE_AWAY = {
    "get": (("a", "other"), "other"),
    "get_many": ((["a", "b"],), {}),
    "get_or_set": (("a", 3), 3),
    "has_key": (("a",), False),
    "__contains__": (("a",), False),
    "set": (("a", 1, 30), None),
    "set_many": (({"a": 1, "b": 2}, 30), ["a", "b"]),
    "add": (("a", 1, 30), True),
    "incr": (("a",), 0),
    "decr": (("a",), 0),
    "touch": (("a", 30), False),
    "delete": (("a",), False),
    "delete_many": ((["a"],), None),
    "clear": ((), False),
    "close": ((), None),
}


@pytest.fixture(autouse=True)
def _seen_for_the_first_time(monkeypatch):
    monkeypatch.setattr(cache_module, "circuit", CircuitBreaker())


def redis_cache(url: str) -> ForgivingRedisCache:
    """The cache of production at another address."""
    return ForgivingRedisCache(url, {"OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1}})


@pytest.mark.parametrize("operation", WHILE_AWAY)
@pytest.mark.parametrize("url", [NO_REDIS, "unix:///tmp/there-is-none.sock?db=0"])
def test_each_operation_passes_by_a_server_that_is_away(operation, url):
    arguments, answer = WHILE_AWAY[operation]
    assert getattr(redis_cache(url), operation)(*arguments) == answer


def test_no_operation_of_a_cache_is_left_out():
    public = {
        name
        for name in vars(BaseCache)
        if not name.startswith(("_", "a")) and callable(getattr(BaseCache, name))
    }
    made_of_others = {"get_backend_timeout", "make_key", "validate_key", "make_and_validate_key"}
    made_of_others |= {"incr_version", "decr_version"}
    assert public - made_of_others - {"add"} <= set(WHILE_AWAY)


@pytest.mark.redis
def test_it_is_a_cache_while_the_server_is_there():
    found = redis_cache(settings.REDIS_URL)
    found.set_many({"a": 1, "b": [2]}, 30)
    assert found.get_many(["a", "b", "c"]) == {"a": 1, "b": [2]}
    assert (found.incr("a"), found.has_key("a"), found.touch("a", 60), found.add("a", 9, 30)) == (
        2,
        True,
        True,
        False,
    )
    with pytest.raises(ValueError, match="not found"):
        found.incr("c")
    assert found.delete("a")
    found.delete_many(["b"])
    assert found.get_or_set("b", lambda: 5) == 5
    assert found.clear()
    assert found.get("b") is None
