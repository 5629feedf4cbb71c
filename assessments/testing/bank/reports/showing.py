"""A question as it is shown: to those who answer it, without what is right; to authors, with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from lifow.base.markdown import render_markdown
from lifow.base.media.models import Picture

PREVIEW_SEED = 1
"""The order of a preview: the same each time, so that an author sees what they have changed."""


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
    def places(self) -> list[str]:
        """Of an order: the places from “1” on that a step can have."""
        return [str(place) for place, _step in enumerate(self.body.get("steps", ()), start=1)]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One answer as authors see it: `mark` says in a word what is right about it, and why it is so."""

    text: str
    mark: str = ""
    is_right: bool = False
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
        return [KeyLine(number)]
    if version.kind == ItemKind.TEXT:
        return [KeyLine(str(text)) for text in body.get("accepted", [])]
    choices = kind_named(version.kind).choices(body)
    if version.kind == ItemKind.ORDER:
        return [KeyLine(one.text, str(place)) for place, one in enumerate(choices, start=1)]
    if version.kind == ItemKind.MATCH:
        others = [KeyLine(str(other), _("Belongs to nothing")) for other in body.get("others", [])]
        return [*(KeyLine(one.text) for one in choices), *others]
    return []


def _chosen(version: ItemVersion) -> list[KeyLine]:
    why = {
        str(row.get("key")): str(row.get("rationale", ""))
        for rows in version.body.values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, Mapping)
    }
    return [
        KeyLine(
            one.text,
            _mark(version, one.score),
            is_right=version.kind != ItemKind.SCENARIO and bool(one.score),
            rationale=why.get(one.key, ""),
        )
        for one in kind_named(version.kind).choices(version.body)
    ]


def _mark(version: ItemVersion, score: int) -> str:
    if version.kind == ItemKind.SCENARIO:
        return ngettext("%(points)s point", "%(points)s points", score) % {"points": score}
    return _("Right") if score else _("Wrong")
