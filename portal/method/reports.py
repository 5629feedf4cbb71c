"""How levels are worked out: the page of the guide by sections, and the numbers of the policy in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import slugify

from assessments.evidence.models import Evidence
from assessments.gaps.forms import NUMBERS, TRUST, next_parameters, shipped_parameters
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services import DEFAULTS_SINCE, policy_in_force
from lifow.base.markdown import render_guide

Label = str | Promise


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section of the guide's page under its own heading; `id` for links to it."""

    id: str
    title: str
    body: SafeString


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page of the guide: what stands before its first section, and the sections."""

    intro: SafeString
    sections: tuple[GuideSection, ...]


@dataclass(frozen=True, slots=True)
class NumberInForce:
    """A number of the policy in force, beside that with which lifow is shipped."""

    label: Label
    meaning: Label
    value: float
    shipped: float

    @property
    def is_changed(self) -> bool:
        return self.value != self.shipped

    @property
    def said(self) -> str:
        """The number in force, in the reader's language."""
        return _localised(self.value)

    @property
    def said_shipped(self) -> str:
        """The shipped number, likewise."""
        return _localised(self.shipped)


@dataclass(frozen=True, slots=True)
class TrustInForce:
    """How far a source is trusted: its numbers in the order of TRUST."""

    source: Label
    numbers: tuple[NumberInForce, ...]


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy in force.

    adopted_at    None for the one that lifow is shipped with
    is_adopted    whether it is one of today's formula; if not, the numbers are those that its next version
                  would begin with
    expectations  role families' skills with an expected level of their own
    strict        raters whose strictness is taken off
    reads_standard_errors  whether tests that say how sure they are count by that
    """

    version: GapPolicyVersion
    adopted_at: datetime | None
    is_adopted: bool
    numbers: tuple[NumberInForce, ...]
    sources: tuple[TrustInForce, ...]
    expectations: int
    strict: int
    reads_standard_errors: bool


@cache
def guide_page(name: str) -> GuidePage:
    """A page of docs/guide; what the guide says has one source."""
    text = (Path(settings.BASE_DIR) / "docs" / "guide" / f"{name}.md").read_text(encoding="utf-8")
    head, *parts = text.split("\n## ")
    sections = []
    for part in parts:
        title, _, body = part.partition("\n")
        sections.append(GuideSection(slugify(title), title.strip(), render_guide(body)))
    return GuidePage(render_guide(head.partition("\n")[2]), tuple(sections))


def policy_of(moment: datetime) -> PolicyInForce:
    """The policy in force at a moment, with each number beside the shipped one."""
    version = policy_in_force(moment)
    parameters, shipped = next_parameters(version), shipped_parameters()
    return PolicyInForce(
        version=version,
        adopted_at=None if version.adopted_at == DEFAULTS_SINCE else version.adopted_at,
        is_adopted=version.parameters.get("format") == parameters["format"],
        numbers=tuple(
            NumberInForce(label, meaning, parameters[name], shipped[name])
            for name, (label, meaning) in NUMBERS.items()
        ),
        sources=tuple(_sources(parameters["sources"], shipped["sources"])),
        expectations=len(parameters["expected"]),
        strict=len(parameters["severity"]) if parameters["uses_severity"] else 0,
        reads_standard_errors=parameters["reads_standard_errors"],
    )


def _sources(parameters: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[TrustInForce]:
    for source in Evidence.Source:
        own, usual = parameters[source], shipped[source]
        numbers = (NumberInForce(label, "", own[part], usual[part]) for part, label in TRUST.items())
        yield TrustInForce(source.label, tuple(numbers))


def _localised(value: float) -> str:
    return number_format(Decimal(f"{value:g}"))
