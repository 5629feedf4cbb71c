"""Kinds of message to test with: what they say is what a test wrote down for the id that they are about."""

from collections.abc import Sequence
from datetime import time

from lifow.notifications import registry
from lifow.notifications.registry import Kind, Notice, Rendered

# Somebody for whom it is never night.
ALWAYS = {"work_starts_at": time.min, "work_ends_at": time.max, "workdays": 0b1111111}
# By id: another text, None for what no longer waits, an error that putting it into words raises.
SAID: dict[int, Rendered | Exception | None] = {}


def rendered(number: int, **fields) -> Rendered:
    return Rendered(
        **{"title": f"Number {number}", "url": f"/skills/?n={number}", "action": "Open it", **fields}
    )


def render(notices: Sequence[Notice]) -> list[Rendered | None]:
    return [_say(notice.refs["number"]) for notice in notices]


def _say(number: int) -> Rendered | None:
    said = SAID.get(number, rendered(number))
    if isinstance(said, Exception):
        raise said
    return said


KINDS = [
    Kind("act", "Acts", "Something waits for you.", render, is_act=True),
    Kind("news", "News", "Something happened.", render, is_act=False),
    Kind("quiet", "Quiet news", "Only in the inbox.", render, is_act=False, by_default=frozenset()),
    Kind("alarm", "Alarms", "Now.", render, is_act=False, must_not_wait=True, may_be_off=False),
]


def declare() -> None:
    """Declare the kinds for the whole process."""
    for kind in KINDS:
        registry._kinds.setdefault(kind.key, kind)
