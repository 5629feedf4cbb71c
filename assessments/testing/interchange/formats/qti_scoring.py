"""How QTI scores an answer: what is declared as right or worth something, and the rule that compares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.testing.interchange.formats.items import decimal_of, decimal_text
from assessments.testing.interchange.formats.reading import Notes
from assessments.testing.interchange.formats.remarks import Where
from assessments.testing.interchange.formats.trees import Element

MATCH_CORRECT, MAP_RESPONSE, EQUAL = "match_correct", "map_response", "equal"
RULES = {
    *(
        "responseCondition",
        "responseIf",
        "responseElseIf",
        "responseElse",
        "setOutcomeValue",
        "match",
        "isNull",
    ),
    *("not", "variable", "correct", "baseValue", "mapResponse", "equal", "multiple", "null"),
}
"""What a rule may be made of that compares an answer with the right one, or adds up what it is worth."""
KNOWN_OUTCOMES = re.compile(
    r"SCORE|MAXSCORE|MINSCORE|FEEDBACK.*|completionStatus|COMPLETION_STATUS|PASSED", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a response is scored by: the right values, what each is worth, and the rule.

    `is_sensitive` says of the values that are worth something whether capital letters count.
    """

    rule: str
    correct: tuple[str, ...] = ()
    worth: Mapping[str, Decimal] = field(default_factory=dict)
    is_sensitive: Mapping[str, bool] = field(default_factory=dict)
    cardinality: str = "single"
    base_type: str = ""
    tolerance: Element | None = None

    @property
    def is_mapped(self) -> bool:
        return self.rule == MAP_RESPONSE and bool(self.worth)

    @property
    def weights(self) -> dict[str, Decimal]:
        """What each value is worth, in percent of the best that can be reached."""
        if not self.is_mapped:
            return {value: Decimal(100) for value in self.correct}
        gains = [worth for worth in self.worth.values() if worth > 0]
        is_sum = self.cardinality == "multiple" and self.base_type != "string"
        whole = (sum(gains) if is_sum else max(gains, default=Decimal(0))) or Decimal(1)
        return {value: worth * 100 / whole for value, worth in self.worth.items()}


def scoring_of(item: Element, identifier: str, notes: Notes, where: Where) -> Scoring:
    """How an item scores the response of that name; a rule that is none of the usual ones is told."""
    declared = next(
        (one for one in item.all("responseDeclaration") if one.get("identifier") == identifier), Element("")
    )
    correct = declared.first("correctResponse")
    mapping = declared.first("mapping")
    entries = mapping.all("mapEntry") if mapping is not None else []
    processing = item.first("responseProcessing")
    return Scoring(
        rule=_rule(processing, bool(entries), notes, where),
        correct=tuple(value.text for value in correct.all("value")) if correct is not None else (),
        worth={one.get("mapKey"): decimal_of(one.get("mappedValue")) or Decimal(0) for one in entries},
        is_sensitive={one.get("mapKey"): one.get("caseSensitive", "true") != "false" for one in entries},
        cardinality=declared.get("cardinality", "single"),
        base_type=declared.get("baseType"),
        tolerance=_equal(processing),
    )


def tell_outcomes(item: Element, notes: Notes, where: Where) -> None:
    """Tell results of an item besides its score."""
    names = [one.get("identifier") for one in item.all("outcomeDeclaration")]
    if rest := [name for name in names if not KNOWN_OUTCOMES.fullmatch(name)]:
        notes.add("outcomes", where, ", ".join(rest))


def tolerance_of(scoring: Scoring, number: str, notes: Notes, where: Where) -> str:
    """By how much an answer may differ from the right number."""
    equal = scoring.tolerance
    if equal is None or equal.get("toleranceMode", "exact") == "exact":
        return "0"
    numbers = [decimal_of(side) for side in equal.get("tolerance").split()[:2]]
    sides = [side for side in numbers if side is not None] or [Decimal(0)]
    if len(set(sides)) > 1:
        notes.add("sides", where, equal.get("tolerance"))
    if equal.get("toleranceMode") == "absolute":
        return decimal_text(max(sides))
    absolute = abs(decimal_of(number) or Decimal(0)) * max(sides) / 100
    notes.add("relative_tolerance", where, f"{max(sides)}%", decimal_text(absolute))
    return decimal_text(absolute)


def _rule(processing: Element | None, has_mapping: bool, notes: Notes, where: Where) -> str:
    if processing is None:
        return MAP_RESPONSE if has_mapping else MATCH_CORRECT
    names = {one.name for one in processing.within()}
    template = processing.get("template").rstrip("/").rsplit("/", 1)[-1].removesuffix(".xml")
    if template and not names:
        if template.startswith("map_response"):
            return MAP_RESPONSE
        if "match" not in template:
            notes.add("response_processing", where, template)
        return MATCH_CORRECT
    if not names <= RULES or not names & {"match", "equal", "mapResponse"}:
        notes.add("response_processing", where)
    if "mapResponse" in names:
        return MAP_RESPONSE
    return EQUAL if "equal" in names else MATCH_CORRECT


def _equal(processing: Element | None) -> Element | None:
    found = processing.within() if processing is not None else iter(())
    return next((one for one in found if one.name == "equal"), None)
