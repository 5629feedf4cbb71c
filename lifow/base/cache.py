"""A cache that is away is passed by: pages get slower, never broken."""

from collections.abc import Callable
from time import monotonic
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from lifow.base.circuit_breaker import CircuitBreaker

log = structlog.get_logger(__name__)
circuit = CircuitBreaker()


class ForgivingRedisCache(RedisCache):
    """Redis, with a read that misses and a write that is dropped while the server cannot be reached.

    What only adds up in a cache, such as the tries at signing in, is not counted meanwhile.
    """

    def _passed_by(self, operation: Callable[..., Any], instead: Any, *args: Any, **kwargs: Any) -> Any:
        if circuit.is_open():
            return instead
        began = monotonic()
        try:
            return operation(*args, **kwargs)
        except RedisError as error:
            circuit.record_failure(waited_since=began)
            log.warning("cache_away", error=str(error))
            return instead

    def get(self, key, default=None, version=None):
        return self._passed_by(super().get, default, key, default, version=version)

    def get_many(self, keys, version=None):
        return self._passed_by(super().get_many, {}, keys, version=version)

    def has_key(self, key, version=None):
        return self._passed_by(super().has_key, False, key, version=version)

    def set(self, *args, **kwargs):
        self._passed_by(super().set, None, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        """The keys that were not set, as Django has it: all of them while the server is away."""
        return self._passed_by(super().set_many, list(data), data, *args, **kwargs)

    def add(self, *args, **kwargs):
        """True while the server is away: who uses a key as a lock goes ahead instead of waiting for it."""
        return self._passed_by(super().add, True, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._passed_by(super().incr, 0, key, delta, version=version)

    def touch(self, *args, **kwargs):
        return self._passed_by(super().touch, False, *args, **kwargs)

    def delete(self, key, version=None):
        return self._passed_by(super().delete, False, key, version=version)

    def delete_many(self, keys, version=None):
        self._passed_by(super().delete_many, None, keys, version=version)

    def clear(self):
        return self._passed_by(super().clear, False)
