"""A cache that is away is passed by: pages get slower, never broken."""

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis, with a read that misses and a write that is dropped while the server cannot be reached."""

    def _passed_by(self, operation, default, *args, **kwargs):
        try:
            return operation(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_away", error=str(error))
            return default

    def get(self, key, default=None, version=None):
        return self._passed_by(super().get, default, key, default, version)

    def get_many(self, keys, version=None):
        return self._passed_by(super().get_many, {}, keys, version)

    def set(self, *args, **kwargs):
        return self._passed_by(super().set, None, *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._passed_by(super().add, True, *args, **kwargs)

    def incr(self, key, *args, **kwargs):
        return self._passed_by(super().incr, 0, key, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._passed_by(super().delete, False, *args, **kwargs)
