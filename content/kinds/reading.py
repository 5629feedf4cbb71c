"""Reading the same rows once where one page shows them twice, such as in an editor and its preview."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from content.catalogue.models import Module

Asked = ParamSpec("Asked")
Read = TypeVar("Read")

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("rows that a page has read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """While a page is made that writes nothing: what is `read_once` with the same values is read the first
    time alone. Nothing is kept when the page is done."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def read_once(read: Callable[Asked, Read]) -> Callable[Asked, Read]:
    """A read that gives the same rows within `reading_once`, and asks each time outside of it.

    What it is asked with has to be hashable.
    """

    @wraps(read)
    def told(*args: Asked.args, **kwargs: Asked.kwargs) -> Read:
        found = _read.get()
        if found is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in found:
            found[key] = read(*args, **kwargs)
        result: Read = found[key]
        return result

    return told


def modules_named(public_ids: Collection[str]) -> Mapping[str, Module]:
    """Modules in any state by their public ids; one query, none without ids."""
    return _modules(frozenset(public_ids)) if public_ids else {}


@read_once
def _modules(public_ids: frozenset[str]) -> Mapping[str, Module]:
    return {one.public_id: one for one in Module.objects.filter(public_id__in=public_ids)}
