"""Who may see a picture: whoever one of those who use it says."""

from collections.abc import Callable
from typing import Any

from lifow.base.media.models import Picture

MaySee = Callable[[Any, Picture], bool]

_uses: dict[str, MaySee] = {}


def register_use(name: str, may_see: MaySee) -> None:
    """Declare, in `AppConfig.ready`, who sees pictures that are used so: `may_see(user, picture)`."""
    _uses[name] = may_see


def may_see(user: Any, picture: Picture) -> bool:
    """Whether somebody sees a picture where it is used."""
    return any(allows(user, picture) for allows in _uses.values())
