"""What answers say of the versions of a skill: from rows by way of the computation, ready to be written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.compute.health import LEAST, ItemAnswers, ItemFinding, find
from assessments.testing.calibration.compute.table import AnswerTable
from assessments.testing.calibration.selectors import LATELY, UNKNOWN, SkillAnswers, chosen_keys
from assessments.testing.calibration.services.estimates import Estimate
from assessments.testing.compute.health import Answered
from assessments.testing.compute.items import Bools, Ints
from assessments.testing.compute.responses import MISSING

OFFERED = {ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.SCENARIO, ItemKind.HOTSPOT}
"""Kinds in which one chooses from what is shown; of the others the most frequent answers are told."""
ONE_RIGHT = {ItemKind.SINGLE, ItemKind.HOTSPOT}
"""Kinds in which one answer is chosen, and one is right: what abler people choose is held against it."""
MOST_TYPED = 8
MOST_OPTIONS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answers of so many people say of a version."""

    version_id: int
    people: int
    found: ItemFinding


def findings_of(estimate: Estimate, *, due: Collection[int], as_of: datetime) -> list[Finding]:
    """Of those of the versions that are due, held against an estimate; one query."""
    answers, table, versions = estimate.answers, estimate.table, estimate.versions
    rows = [_rows(table, column) for column in range(len(versions))]
    keys = chosen_keys(answers.take(table.is_first))
    given = [
        _given(answers.take(theirs), version, keys, as_of) if version.pk in due else None
        for version, theirs in zip(versions, rows, strict=True)
    ]
    answered = _answered(answers, table, versions, keys)
    found = find(estimate.items, answered, given, estimate.population, estimate.is_against)
    people = [len(np.unique(answers.person[theirs])) for theirs in rows]
    return [
        Finding(version.pk, persons, one)
        for version, persons, one in zip(versions, people, found, strict=True)
        if one is not None and persons >= LEAST
    ]


def _rows(table: AnswerTable, column: int) -> Ints:
    """The answers to one item that are in the table, in the order of its rows."""
    rows = np.flatnonzero((table.column == column) & table.is_first)
    found: Ints = rows[np.argsort(table.row[rows])]
    return found


def _answered(
    answers: SkillAnswers, table: AnswerTable, versions: Sequence[ItemVersion], keys: Mapping[str, Ints]
) -> Answered:
    """The table with what was chosen, and how sure people were."""
    chosen, confidence = np.full((2, *table.responses.scores.shape), MISSING, dtype=np.int8)
    first = table.is_first
    confidence[table.row[first], table.column[first]] = answers.confidence[first]
    options, right = np.zeros(len(versions), dtype=np.int64), np.full(len(versions), MISSING)
    for column, version in enumerate(versions):
        choices = kind_named(version.kind).choices(version.body) if version.kind in ONE_RIGHT else []
        rights = [place for place, one in enumerate(choices) if one.score == version.highest_score]
        if len(rights) != 1 or len(choices) > MOST_OPTIONS:
            continue
        options[column], right[column] = len(choices), rights[0]
        rows = _rows(table, column)
        for place, one in enumerate(choices):
            chose = _chose(answers.answer[rows], keys, one.key)
            chosen[table.row[rows[chose]], column] = place
    return Answered(table.responses, chosen, confidence, options, right)


def _given(
    answers: SkillAnswers, version: ItemVersion, keys: Mapping[str, Ints], as_of: datetime
) -> ItemAnswers:
    chosen, scores = _chosen(answers, version, keys)
    since = np.datetime64((as_of - LATELY).replace(tzinfo=None), "us")
    return ItemAnswers(
        level=version.level,
        chosen=chosen,
        scores=scores,
        seconds=np.where(answers.seconds == UNKNOWN, np.nan, answers.seconds),
        is_lately=answers.answered_at >= since,
    )


def _chosen(
    answers: SkillAnswers, version: ItemVersion, keys: Mapping[str, Ints]
) -> tuple[dict[str, Bools], dict[str, int]]:
    """By key of an answer, who chose it; and what it scores."""
    if version.kind in OFFERED:
        scores = {one.key: one.score for one in kind_named(version.kind).choices(version.body)}
        return {key: _chose(answers.answer, keys, key) for key in scores}, scores
    chosen = {key: _chose(answers.answer, keys, key) for key in keys}
    often = [key for key, chose in chosen.items() if chose.sum() >= LEAST]
    often.sort(key=lambda key: (-int(chosen[key].sum()), key))
    told = often[:MOST_TYPED]
    return {key: chosen[key] for key in told}, {key: int(answers.score[chosen[key]].max()) for key in told}


def _chose(answers: Ints, keys: Mapping[str, Ints], key: str) -> Bools:
    found: Bools = np.isin(answers, keys.get(key, np.empty(0, dtype=np.int64)))
    return found
