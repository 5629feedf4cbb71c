"""How often one caller may ask: enough for any sync, too little to hold up everybody else."""

import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter as get_account_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from lifow.base.api.authentication import caller_id

REQUESTS = 1200
WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of so many a minute after this one, and the seconds until the next minute begins."""

    most: int
    left: int
    seconds: int

    @property
    def is_spent(self) -> bool:
        return self.left < 0

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.most),
            "RateLimit-Remaining": str(max(self.left, 0)),
            "RateLimit-Reset": str(self.seconds),
        }


def take(name: str, most: int) -> Allowance:
    """Count one more of this minute. A cache that is away limits nobody."""
    key, seconds = _window(name)
    cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
    try:
        taken = cache.incr(key)
    except ValueError:
        # The cache was emptied in between.
        taken = 1
    return Allowance(most, most - taken, seconds)


def look(name: str, most: int) -> Allowance:
    """What would be left after one more, which is not counted yet."""
    key, seconds = _window(name)
    return Allowance(most, most - cache.get(key, 0) - 1, seconds)


def address_of(request: HttpRequest) -> str:
    """The address that a request comes from, as the proxies in front say."""
    try:
        address: str = get_account_adapter(request).get_client_ip(request)
    except PermissionDenied:
        # A server on a socket, of which no proxy says who is behind it.
        return "unknown"
    return address


def _window(name: str) -> tuple[str, int]:
    now = int(time.time())
    return f"{name}:{now // WINDOW_SECONDS}", WINDOW_SECONDS - now % WINDOW_SECONDS


class CallerThrottle(BaseThrottle):
    """Counts each machine's and each person's requests by the minute, in the cache."""

    def allow_request(self, request: Request, view: object) -> bool:
        self.allowance = take(f"api:{caller_id(request)}", REQUESTS)
        request._request.api_allowance = self.allowance  # type: ignore[attr-defined]
        return not self.allowance.is_spent

    def wait(self) -> float:
        return self.allowance.seconds
