"""Files that stand beside backups: what must be done again after a backup of before was restored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class KeptBeside:
    """A file in the folder of all backups.

    name   of the file
    keep   brings it up to date; raises OSError or ValueError, with the reason
    again  what has to be done with it after a restore: a sentence with %(file)s
    """

    name: str
    keep: Callable[[Path], object]
    again: str | Promise


_beside: dict[str, KeptBeside] = {}


def keep_beside(one: KeptBeside) -> None:
    """Have each backup bring a file up to date; said twice is said once."""
    _beside[one.name] = one


def all_beside() -> Sequence[KeptBeside]:
    return tuple(_beside.values())
