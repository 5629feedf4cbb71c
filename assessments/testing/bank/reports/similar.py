"""Questions that are like another one: told to authors, so that nobody is asked the same twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import VersionState
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.kinds.text import normal
from assessments.testing.bank.models import Item, ItemVersion

LIKE = 0.55
"""From which likeness on two questions are told to be alike; one word of ten changed leaves more."""
MOST_COMPARED = 2_000
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Similar:
    """A question that is like another one, from 0 to 1, by its newest version."""

    version: ItemVersion
    likeness: float


def similar_items(
    *, skill: Skill, kind: str, stem: str, body: Mapping[str, Any], leave_out: Item | None = None
) -> list[Similar]:
    """The questions of a skill that are most like this one, the likest first; three at most.

    Retired ones too are compared: they were asked once. Of a skill with thousands the newest are. One query.
    """
    return Comparison(skill, leave_out=leave_out).likest(kind=kind, stem=stem, body=body)


class Comparison:
    """The questions of a skill, read once, to compare others with."""

    def __init__(self, skill: Skill, leave_out: Item | None = None) -> None:
        rows = (
            ItemVersion.objects.filter(item__skill=skill)
            .exclude(state=VersionState.REPLACED)
            .select_related("item")
        )
        if leave_out is not None:
            rows = rows.exclude(item=leave_out)
        newest: dict[int, ItemVersion] = {}
        for version in rows.order_by("-item", "-number")[:MOST_COMPARED]:
            newest.setdefault(version.item_id, version)
        self._compared = [(one, _trigrams(_text(one.kind, one.stem, one.body))) for one in newest.values()]

    def likest(self, *, kind: str, stem: str, body: Mapping[str, Any]) -> list[Similar]:
        """The questions that are most like this one, the likest first; three at most."""
        wanted = _trigrams(_text(kind, stem, body))
        near = [
            (version, trigrams)
            for version, trigrams in self._compared
            # Two sets of sizes that differ more have less in common.
            if min(len(wanted), len(trigrams)) >= LIKE * max(len(wanted), len(trigrams))
        ]
        compared = [Similar(version, likeness(wanted, trigrams)) for version, trigrams in near]
        found = [one for one in compared if one.likeness >= LIKE]
        return sorted(found, key=lambda one: (-one.likeness, one.version.pk))[:MOST_TOLD]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets of trigrams have in common: their intersection over their union (Jaccard)."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def _text(kind: str, stem: str, body: Mapping[str, Any]) -> str:
    """What is asked, with the answers that can be chosen: the same stem is used for different questions."""
    answers = kind_named(kind).choices(body)
    return " ".join([stem, *sorted(choice.text for choice in answers)])


def _trigrams(text: str) -> frozenset[str]:
    """Each three characters in a row of a text as it is compared, with its begin and its end."""
    plain = f"  {normal(text)} "
    return frozenset(plain[place : place + 3] for place in range(len(plain) - 2))
