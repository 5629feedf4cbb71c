"""A question as it is shown: to whoever answers it, without what is right; and to authors, with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from lifow.base.markdown import render_markdown
from lifow.base.media.models import Picture


@dataclass(frozen=True, slots=True)
class ShownItem:
    """All that reaches the one who answers; `body` is what the kind's `shown` gives.

    templates/assessments/testing/item.html shows it, and `forms.given_answer` reads what is sent from there.
    """

    kind: str
    stem: SafeString
    body: Mapping[str, Any]
    picture: Picture | None
    picture_alt: str
    language: str

    @property
    def places(self) -> range:
        """Of an order: the places from 1 on that a step can have."""
        return range(1, len(self.body.get("steps", ())) + 1)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One answer as authors see it: whether it is right, or how many points it gives, and why."""

    text: str
    is_right: bool
    points: int | None = None
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What is right and why; `lines` are in the author's order."""

    lines: tuple[KeyLine, ...]
    rationale: str = ""


def shown_item(version: ItemVersion, *, seed: int) -> ShownItem:
    """A version as it is shown in the order of a seed. The version comes with its item and picture."""
    return ShownItem(
        kind=version.kind,
        stem=render_markdown(version.stem),
        body=kind_named(version.kind).shown(version.body, seed),
        picture=version.picture,
        picture_alt=version.picture_alt,
        language=version.item.language,
    )


def answer_key(version: ItemVersion) -> AnswerKey:
    """What is right in a version and why, for authors and reviewers."""
    lines = _typed(version) or _chosen(version)
    return AnswerKey(tuple(lines), str(version.body.get("rationale", "")))


def summary_of(version: ItemVersion, longest: int = 120) -> str:
    """The first words of a question, on one line."""
    line = " ".join(version.stem.replace("**", "").replace("`", "").split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _typed(version: ItemVersion) -> list[KeyLine]:
    body = version.body
    if version.kind == ItemKind.NUMERIC:
        number = f"{body.get('answer', '')} ± {body.get('tolerance', '0')} {body.get('unit', '')}".strip()
        return [KeyLine(number, is_right=True)]
    if version.kind == ItemKind.TEXT:
        return [KeyLine(str(text), is_right=True) for text in body.get("accepted", [])]
    if version.kind == ItemKind.MATCH:
        pairs = [KeyLine(one.text, is_right=True) for one in kind_named(version.kind).choices(body)]
        return [*pairs, *(KeyLine(str(other), is_right=False) for other in body.get("others", []))]
    return []


def _chosen(version: ItemVersion) -> list[KeyLine]:
    why = {
        str(row.get("key")): str(row.get("rationale", ""))
        for rows in version.body.values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, Mapping)
    }
    has_points = version.kind == ItemKind.SCENARIO
    return [
        KeyLine(
            one.text,
            is_right=one.score == version.highest_score,
            points=one.score if has_points else None,
            rationale=why.get(one.key, ""),
        )
        for one in kind_named(version.kind).choices(version.body)
    ]
