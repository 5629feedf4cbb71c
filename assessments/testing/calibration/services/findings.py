"""What answers say of the versions of a skill: from rows by way of the computation, ready to be written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.compute.health import LEAST, ItemAnswers, ItemStatistics, item_statistics
from assessments.testing.calibration.compute.judging import judge
from assessments.testing.calibration.compute.levels import Levels, WithoutItem
from assessments.testing.calibration.compute.table import AnswerTable
from assessments.testing.calibration.reasons import Reason
from assessments.testing.calibration.selectors import (
    LATELY,
    SURE,
    UNKNOWN,
    SkillAnswers,
    chosen_keys,
    recent_exposure,
)
from assessments.testing.compute.expectation import Population
from assessments.testing.compute.items import Bools, Ints, Items

OFFERED = {ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.SCENARIO, ItemKind.HOTSPOT}
"""Kinds in which one chooses from what is shown; of the others the most frequent answers are told."""
MOST_TYPED = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answers of so many people say of a version, and what is wrong with it."""

    version_id: int
    people: int
    statistics: ItemStatistics
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Recent:
    """How often versions were asked in the last 90 days, in how many sittings, since when that is."""

    asked: Mapping[int, int]
    sittings: int
    mean: float
    since: np.datetime64


def find(
    answers: SkillAnswers,
    table: AnswerTable,
    items: Items,
    population: Population,
    *,
    skill: Skill,
    versions: Mapping[int, ItemVersion],
    due: Collection[int],
    as_of: datetime,
) -> list[Finding]:
    """Of those of the versions that are due and that at least five people have answered; three queries.

    `items` are the parameters of the table's columns, `versions` are there by id.
    """
    wanted = np.isin(table.columns[table.column], list(due)) & table.is_first
    keys = chosen_keys(answers.take(wanted))
    recent = _recent(*recent_exposure(skill=skill, as_of=as_of), as_of)
    levels = Levels(table.responses, items, population)
    found = []
    for column in np.flatnonzero(np.isin(table.columns, list(due))).tolist():
        version = versions[int(table.columns[column])]
        rows = np.flatnonzero((table.column == column) & table.is_first)
        rows = rows[np.argsort(table.row[rows])]
        theirs = answers.take(rows)
        persons = len(np.unique(theirs.person))
        if persons < LEAST:
            continue
        given = _given(theirs, levels.without(column), version, keys, recent)
        statistics = item_statistics(given, items.at(column), levels.points, level=version.level)
        reasons = judge(given, statistics, top=version.highest_score)
        found.append(Finding(version.pk, persons, statistics, reasons))
    return found


def _recent(asked: Mapping[int, int], sittings: int, as_of: datetime) -> _Recent:
    shares = [count / sittings for count in asked.values()] if sittings else [0.0]
    since = np.datetime64((as_of - LATELY).replace(tzinfo=None), "us")
    return _Recent(asked, sittings, sum(shares) / max(len(shares), 1), since)


def _given(
    answers: SkillAnswers,
    people: WithoutItem,
    version: ItemVersion,
    keys: Mapping[str, Ints],
    recent: _Recent,
) -> ItemAnswers:
    """The answers to one version, in the order of the people."""
    chosen, scores = _chosen(answers, version, keys)
    return ItemAnswers(
        people=people,
        chosen=chosen,
        scores=scores,
        is_sure=answers.confidence == SURE,
        seconds=np.where(answers.seconds == UNKNOWN, np.nan, answers.seconds),
        is_lately=answers.answered_at >= recent.since,
        asked=recent.asked.get(version.pk, 0),
        sittings=recent.sittings,
        mean_exposure=recent.mean,
    )


def _chosen(
    answers: SkillAnswers, version: ItemVersion, keys: Mapping[str, Ints]
) -> tuple[dict[str, Bools], dict[str, int]]:
    """By key of an answer, who chose it; and what it scores."""
    if version.kind in OFFERED:
        scores = {one.key: one.score for one in kind_named(version.kind).choices(version.body)}
        nobody = np.empty(0, dtype=np.int64)
        return {key: np.isin(answers.answer, keys.get(key, nobody)) for key in scores}, scores
    chosen = {key: np.isin(answers.answer, ids) for key, ids in keys.items()}
    often = [key for key, chose in chosen.items() if chose.sum() >= LEAST]
    often.sort(key=lambda key: (-int(chosen[key].sum()), key))
    told = often[:MOST_TYPED]
    return {key: chosen[key] for key in told}, {key: int(answers.score[chosen[key]].max()) for key in told}
