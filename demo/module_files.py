"""A module's file as a value: front matter in TOML between lines of +++, then Markdown. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

FENCE = "+++\n"


class ModuleFileError(ValueError):
    """A file that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A module as its author wrote it. `starts_at`, `leads_to` are levels of `skill`; `body` is Markdown."""

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


def parse_module(text: str, *, name: str) -> ModuleFile:
    """Read a module's file; the questions of a quiz become part of its body.

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
            body=_with_questions(body.strip(), said.get("question", [])),
        )
    except tomllib.TOMLDecodeError as error:
        raise ModuleFileError(f"{name}: the front matter is not TOML: {error}.") from error
    except KeyError as error:
        raise ModuleFileError(f"{name}: the front matter has no {error}. Add it.") from error


def _with_questions(body: str, questions: Sequence[Mapping[str, Any]]) -> str:
    return "\n\n".join([body, *(_question(place, one) for place, one in enumerate(questions, start=1))])


def _question(number: int, question: Mapping[str, Any]) -> str:
    options = question["options"]
    letters = [chr(ord("A") + place) for place in range(len(options))]
    listed = "\n".join(f"- **{letter}.** {option}" for letter, option in zip(letters, options, strict=True))
    answer = f"**{letters[question['answer']]}.** {question['why']}"
    return (
        f"## Question {number}\n\n{question['text']}\n\n{listed}\n\n"
        f"<details>\n<summary>Answer</summary>\n\n{answer}\n\n</details>"
    )
