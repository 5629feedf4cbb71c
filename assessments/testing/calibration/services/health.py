"""The health of items: computed with each calibration and daily where people have answered since.

What is unhealthy is held: it leaves scoring until somebody has looked at it. What somebody has looked at and
kept is not held again for the same reasons.
"""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from django.db import transaction

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.choices import HealthState
from assessments.testing.calibration.compute.health import LEAST
from assessments.testing.calibration.compute.table import AnswerTable, table_of
from assessments.testing.calibration.models import Calibration, ItemHealth
from assessments.testing.calibration.notifications import tell_of_held
from assessments.testing.calibration.reasons import HOLDING
from assessments.testing.calibration.reports import parameters_in_force
from assessments.testing.calibration.selectors import (
    SkillAnswers,
    people_by_version,
    skill_answers,
    versions_due,
)
from assessments.testing.calibration.services.findings import Finding, find
from assessments.testing.calibration.services.populations import known_population
from assessments.testing.compute.items import Items


def look_after_health(*, as_of: datetime) -> int:
    """Compute the health of every version that five people have answered since the last time; how many.

    By the parameters in force. Twice is once: who is through with a skill leaves nothing due.
    """
    due = versions_due(as_of=as_of, people=LEAST)
    skills = Skill.objects.active().filter(pk__in=due).select_related("framework").order_by("pk")
    return sum(_look_after(skill, due[skill.pk], as_of) for skill in skills)


def write_health(findings: Iterable[Finding], *, calibration: Calibration | None, as_of: datetime) -> list[int]:
    """Keep what was found, in the transaction around, whose skill is locked; the versions that are newly held.

    What was computed later stays as it is.
    """
    found = {one.version_id: one for one in findings}
    rows = {row.version_id: row for row in ItemHealth.objects.filter(version__in=found).select_for_update()}
    held = []
    for version_id, finding in sorted(found.items()):
        row = rows.get(version_id) or ItemHealth(version_id=version_id)
        if row.pk is not None and row.computed_at > as_of:
            continue
        _fill(row, finding, calibration, as_of)
        if _is_to_hold(row):
            row.state = HealthState.HELD
            held.append(version_id)
        row.save()
    tell_of_held(version_ids=held, as_of=as_of)
    return held


def read_table(skill: Skill, as_of: datetime) -> tuple[SkillAnswers, AnswerTable, dict[int, ItemVersion]]:
    """The answers of a skill, as a table, and the versions that they are to; two queries.

    Of versions that fewer than five people have answered nothing is there: where such an item lies would
    tell what somebody answered.
    """
    answers = skill_answers(skill=skill, as_of=as_of)
    enough = [pk for pk, people in people_by_version(answers).items() if people >= LEAST]
    answers = answers.take(np.isin(answers.version, enough))
    table = table_of(
        answers.version, answers.person, answers.month, answers.score, answers.mean, answers.sd
    )
    versions = ItemVersion.objects.select_related("item__skill").in_bulk(table.columns.tolist())
    return answers, table, versions


def _look_after(skill: Skill, due: set[int], as_of: datetime) -> int:
    answers, table, versions = read_table(skill, as_of)
    parameters = parameters_in_force(version_ids=table.columns.tolist())
    items = Items.of([(one.slope, one.thresholds) for one in map(parameters.__getitem__, table.columns.tolist())])
    population = known_population(skill)
    findings = find(
        answers, table, items, population, skill=skill, versions=versions, due=due, as_of=as_of
    )
    with transaction.atomic():
        Skill.objects.select_for_update(no_key=True, of=("self",)).get(pk=skill.pk)
        write_health(findings, calibration=None, as_of=as_of)
    return len(findings)


def _fill(row: ItemHealth, finding: Finding, calibration: Calibration | None, as_of: datetime) -> None:
    found = finding.statistics
    row.calibration = calibration or row.calibration
    row.computed_at, row.people, row.answers = as_of, finding.people, found.answers
    row.p_value, row.point_biserial = found.p_value, _number(found.point_biserial)
    row.options, row.information, row.exposure = found.options, found.information, found.exposure
    row.drift, row.sure_and_wrong = _number(found.drift), found.sure_and_wrong
    row.seconds_median = found.seconds_median
    row.reasons = [str(reason) for reason in finding.reasons]


def _is_to_hold(row: ItemHealth) -> bool:
    """Whether there is a reason to hold it that nobody has looked at."""
    new = (set(row.reasons) & HOLDING) - set(row.kept_reasons)
    return bool(new) and row.state != HealthState.HELD


def _number(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


