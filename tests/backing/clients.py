"""Test clients share their middleware: each would load all of it again, which takes a millisecond."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.test.client import ClientHandler
from django.test.signals import setting_changed

LOADED = (
    "_middleware_chain",
    "_view_middleware",
    "_template_response_middleware",
    "_exception_middleware",
)


@pytest.fixture(scope="session", autouse=True)
def _shared_middleware() -> Iterator[None]:
    """Middleware is loaded by the first client, and by the first one after a setting was changed."""
    kept: dict[str, Any] = {}

    def load_once(handler: ClientHandler, is_async: bool = False) -> None:
        if not kept:
            BaseHandler.load_middleware(handler, is_async)
            kept.update((name, getattr(handler, name)) for name in LOADED)
        vars(handler).update(kept)

    def forget(**_: object) -> None:
        kept.clear()

    setting_changed.connect(forget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", load_once, raising=False)
        yield
    setting_changed.disconnect(forget)
