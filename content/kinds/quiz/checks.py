"""Checks embedded in a text: a line `:::check itm_…` of its own asks one question of the bank there. Pure."""

import re
from collections.abc import Iterator

CHECK = re.compile(r":::check[ \t]+(itm_[0-9a-z]{1,40})[ \t]*\Z")
FENCE = re.compile(r" {0,3}(```+|~~~+)")


def checks_in(body: str) -> list[str]:
    """The questions that a text asks, by id, each once."""
    return list(dict.fromkeys(item for _line, item in _lines(body) if item))


def with_marks(body: str, mark: str) -> str:
    """The text with a paragraph `<mark>:<id>` in place of each check, the first time that it comes."""
    seen: set[str] = set()
    told = []
    for line, item in _lines(body):
        if item is None:
            told.append(line)
        elif item not in seen:
            seen.add(item)
            told.append(f"\n\n{mark}:{item}\n\n")
    return "\n".join(told)


def _lines(body: str) -> Iterator[tuple[str, str | None]]:
    """Each line, with the question that it asks; what stands in a block of code asks none."""
    fence = ""
    for line in body.split("\n"):
        found = FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line[found.end() :].strip():
            fence = ""
        asked = None if fence or found else CHECK.match(line.rstrip("\r"))
        yield line, asked[1] if asked else None
