"""How often one caller may ask: enough for any sync, too little to hold up everybody else."""

import time
from dataclasses import dataclass

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from lifow.base.api.authentication import caller_id

REQUESTS = 1200
WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller has left: requests in this window, and seconds until the next one begins."""

    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(REQUESTS),
            "RateLimit-Remaining": str(max(self.left, 0)),
            "RateLimit-Reset": str(self.seconds),
        }


class CallerThrottle(BaseThrottle):
    """Counts each machine's and each person's requests by the minute, in the cache.

    A cache that is away limits nobody.
    """

    def allow_request(self, request: Request, view: object) -> bool:
        now = int(time.time())
        key = f"api:{caller_id(request)}:{now // WINDOW_SECONDS}"
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        left = REQUESTS - cache.incr(key)
        self.allowance = Allowance(left, WINDOW_SECONDS - now % WINDOW_SECONDS)
        request._request.api_allowance = self.allowance  # type: ignore[attr-defined]
        return left >= 0

    def wait(self) -> float:
        return self.allowance.seconds
