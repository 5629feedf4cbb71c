"""A text with remarks at its places, as it is written to a document and read from one."""

from dataclasses import dataclass

from lifow.base.characters import NO_TEXT


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says of a place in a text in Markdown: of all of it where there is no place."""

    text: str
    place: tuple[int, int] | None = None
    author: str = ""


def allowed(text: str) -> str:
    """The text without the characters that no document may hold."""
    return NO_TEXT.sub("", text)
