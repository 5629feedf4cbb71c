"""Python's stack of calls: one piece of memory for all the calls of a request.

CPython keeps the frames of calls in chunks of 16 KiB. A call that finds the chunk full maps a new one, and
its return unmaps it; so a loop at the end of a chunk asks the system for memory with each call. Rendering a
page at such a depth cost three milliseconds of fifteen (python/cpython#142183, mended in 3.13 and later).

A chunk is made as large as the frame that it is made for. So the application is called from a function with
one huge frame: what follows lies behind it in the same chunk, of which only what is used takes memory.
"""

from collections.abc import Callable, Iterable
from typing import Any

SLOTS = 80_000
"""Words of the huge frame: 640 kB, for which CPython maps 1 MiB; 400 kB are left for a request's calls."""
Application = Callable[..., Iterable[bytes]]


def on_one_chunk(application: Application) -> Application:
    """A WSGI application that is called on a stack of one chunk."""

    def call(environ: Any, start_response: Any) -> Iterable[bytes]:
        return application(environ, start_response)

    # The frame claims these slots and never touches them.
    call.__code__ = call.__code__.replace(co_stacksize=SLOTS)
    return call
