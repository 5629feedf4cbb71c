"""What uploads are for: who may upload for it, and which stored files it uses."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lifow.base.uploads.choices import FileType


class FileRefusedError(ValueError):
    """A complete file that is not kept: the message says why and what to do, `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is by its bytes; `seconds` of what plays."""

    media_type: FileType
    seconds: float = 0.0


def _nothing(file: Any) -> None:
    """Nothing is to be done with a stored file."""


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that files are uploaded for.

    may_upload      whether somebody may
    used            public ids of all files that are in use: others are deleted after some time
    recognise       what a complete file is, by its bytes; raises FileRefusedError for what is not kept
    stored          called with the row of a file that was stored, in the transaction that stores it
    largest_bytes   the most that a file of this use has; None for the most of any
    """

    name: str
    may_upload: Callable[[Any], bool]
    used: Callable[[], set[str]]
    recognise: Callable[[Path], Recognised]
    stored: Callable[[Any], None] = _nothing
    largest_bytes: int | None = None


_uses: dict[str, Use] = {}


def register_use(use: Use) -> None:
    """Declare, in `AppConfig.ready`, what files are uploaded for. Twice is an error."""
    if use.name in _uses:
        raise ValueError(f"The use {use.name} is registered twice.")
    _uses[use.name] = use


def may_upload(user: Any, purpose: str | None = None) -> bool:
    """Whether somebody may upload for a purpose; without one, for any."""
    return any(use.may_upload(user) for use in _uses.values() if purpose in (None, use.name))


def use_named(name: str) -> Use | None:
    """The use of this name; None where files are not uploaded for it."""
    return _uses.get(name)


def used_files() -> set[str] | None:
    """Public ids of all files in use; None where nobody has said what uses any."""
    if not _uses:
        return None
    return set().union(*(use.used() for use in _uses.values()))
