"""A module's file as a value: front matter in TOML between lines of +++, then Markdown. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.testing.bank.choices import ItemKind
from demo.item_files import WrittenItem, WrittenOption

SECONDS_A_QUESTION = 40
FENCE = "+++\n"
A_YEAR = 365


class ModuleFileError(ValueError):
    """A file that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A module as its author wrote it. `starts_at`, `leads_to` are levels of `skill`; `body` is Markdown.

    `parts` are the lines of a checklist; `questions` those of a quiz, for the item bank; `video` names the
    files in the folder of videos that one is made of, and `asks` at which moments it asks which questions;
    `update` what a product update says, by keys; `steps` those of a walkthrough, whose screens and places are
    named in `demo.screens`; `stops` the modules of a path, by key.
    """

    key: str
    title: str
    kind: str
    minutes: int
    skill: str
    starts_at: Decimal
    leads_to: Decimal
    prerequisites: tuple[str, ...]
    facets: Mapping[str, Sequence[str]]
    summary: str
    body: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[WrittenItem, ...] = ()
    video: str = ""
    document: str = ""
    package: str = ""
    url: str = ""
    update: Mapping[str, Any] = field(default_factory=dict)
    steps: Sequence[Mapping[str, Any]] = ()
    stops: Sequence[Mapping[str, Any]] = ()
    added_days_ago: int = A_YEAR
    asks: tuple[tuple[str, str], ...] = ()


def parse_module(text: str, *, name: str) -> ModuleFile:
    """Read a module's file: `[[line]]` are lines of a checklist, `[[question]]` questions of a quiz.

    Raises ModuleFileError, naming the file, where the front matter is absent, is no TOML, or lacks a field.
    """
    opening, _, rest = text.replace("\r\n", "\n").partition(FENCE)
    front, fence, body = rest.partition(f"\n{FENCE}")
    if opening or not fence:
        raise ModuleFileError(f"{name}: the front matter has to stand first, between two lines of +++.")
    try:
        said = tomllib.loads(front)
        return ModuleFile(
            key=said["key"],
            title=said["title"],
            kind=said["kind"],
            minutes=said["minutes"],
            skill=said["skill"],
            starts_at=Decimal(str(said["from"])),
            leads_to=Decimal(str(said["to"])),
            prerequisites=tuple(said["prerequisites"]),
            facets=said["facets"],
            summary=said["summary"],
            body=body.strip(),
            parts=said.get("parts") or _parts(said),
            questions=tuple(
                _question(number, one, said) for number, one in enumerate(said.get("question", []), start=1)
            ),
            video=said.get("video", ""),
            document=said.get("document", ""),
            package=said.get("package", ""),
            url=said.get("url", ""),
            update=said.get("update", {}),
            steps=said.get("step", []),
            stops=said.get("stop", []),
            added_days_ago=said.get("added_days_ago", said.get("update", {}).get("days_ago", A_YEAR)),
            asks=tuple((at, key) for at, key in said.get("asks", [])),
        )
    except tomllib.TOMLDecodeError as error:
        raise ModuleFileError(f"{name}: the front matter is not TOML: {error}.") from error
    except KeyError as error:
        raise ModuleFileError(f"{name}: the front matter has no {error}. Add it.") from error


def _parts(said: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a checklist: its lines, and who signs it off."""
    written = said.get("line", [])
    if not written:
        return {}
    lines = [
        {
            "key": f"line-{place}",
            "text": one.get("heading") or one["text"],
            "hint": one.get("hint", ""),
            "is_heading": "heading" in one,
        }
        for place, one in enumerate(written, start=1)
    ]
    return {"lines": lines, "sign_off": said.get("sign_off", "nobody")}


def _question(number: int, question: Mapping[str, Any], said: Mapping[str, Any]) -> WrittenItem:
    """A question of a quiz, for somebody who is where the module leads to."""
    options = tuple(
        WrittenOption(one["text"], one["rationale"], one.get("is_right", False))
        for one in question["options"]
    )
    return WrittenItem(
        key=f"{said['key']}-{number}",
        level=max(1, int(said["to"])),
        kind=ItemKind.SINGLE,
        seconds=SECONDS_A_QUESTION,
        stem=question["text"],
        options=options,
    )
