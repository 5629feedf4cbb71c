"""The demo company, worked out from docs/guide/method.md alone: each number of each report comes out again.

The formulas are those of benchmarks/plain_levels.py, which share nothing with `assessments.gaps.compute`.
Rows are read by the ORM; the policy is plain data.
"""

import struct
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from assessments.evidence.models import Evidence
from assessments.frameworks.models import FrameworkVersion, Level, Requirement, Skill
from assessments.gaps.models import GapReport
from assessments.gaps.services import refresh_gap_reports
from assessments.marks.models import StaleMark
from assessments.roles.models import RoleAssignment
from benchmarks.plain_levels import GAP, MEETS, SOURCES, Need, PlainRow, Word, plain_person
from tests.backing.worlds import world
from tests.demo.conftest import NOW

CODES = {name: code for code, name in SOURCES.items()}
NEVER_EXPIRES = 2**31 - 1
# As docs/decisions/0002 says that a report is packed: a header, then a row a skill.
HEADER = struct.Struct("<4sHHI")
ROW = struct.Struct("<qqffffffiHBBff")
NAMES = (
    *("skill", "role_level", "required", "mu", "sigma", "p_meets", "gap", "weight"),
    *("last", "count", "status", "flags", "critical", "p_critical"),
)
CRITICAL, REQUIRED, CONFLICT, EXPIRED, CRITICAL_MET, CRITICAL_GAP, ONE_SOURCE = (1 << bit for bit in range(7))


@world
def reports(loaded) -> dict[int, GapReport]:
    """The current report of each person."""
    refresh_gap_reports(person_ids=list(StaleMark.objects.values_list("person_id", flat=True)), as_of=NOW)
    return {
        one.person_id: one for one in GapReport.objects.filter(superseded_at=None).select_related("policy")
    }


def stored_rows(report: GapReport) -> list[dict]:
    packed = bytes(report.packed)
    _, _, size, count = HEADER.unpack_from(packed)
    starts = (HEADER.size + place * size for place in range(count))
    return [dict(zip(NAMES, ROW.unpack_from(packed, start), strict=True)) for start in starts]


def day(moment: datetime | date) -> int:
    on = moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment
    return (on - date(1970, 1, 1)).days


def needs_by_person(moment: datetime) -> dict[int, list[tuple[Need, Requirement]]]:
    """What each person's roles require on the day of a moment, by the version that was in force."""
    newest = {}
    for version in FrameworkVersion.objects.filter(published_at__lte=moment).order_by("number"):
        newest[version.framework_id] = version.pk
    required = defaultdict(list)
    for one in Requirement.objects.filter(version__in=newest.values()).select_related("role_level__role"):
        need = Need(one.skill_id, float(one.level), one.is_critical, one.role_level.role.family_id or 0)
        required[one.role_level_id].append((need, one))
    on, found = moment.date(), defaultdict(list)
    for role in RoleAssignment.objects.order_by("pk"):
        if role.starts_on <= on and (role.ends_on is None or role.ends_on >= on):
            found[role.person_id] += required[role.role_level_id]
    return found


def words_by_person(moment: datetime) -> dict[int, list[Word]]:
    recorded = [one for one in Evidence.objects.order_by("pk") if one.recorded_at <= moment]
    corrected = {one.supersedes_id for one in recorded}
    found = defaultdict(list)
    for one in recorded:
        if one.pk not in corrected:
            source = "self" if one.rater_id == one.person_id else one.source
            until = NEVER_EXPIRES if one.valid_until is None else day(one.valid_until)
            said = (one.pk, one.skill_id, float(one.level), CODES[source], one.rater_id or 0)
            error = float(one.standard_error or 0)
            found[one.person_id].append(Word(*said, day(one.observed_at), until, standard_error=error))
    return found


def flags_of(row: PlainRow) -> int:
    is_met, is_gap = (bool(row.critical) and row.critical_status == status for status in (MEETS, GAP))
    matters = bool(row.critical) and (row.critical == row.required or not is_met)
    said = (
        *((CRITICAL, matters), (REQUIRED, row.required > 0), (CONFLICT, row.in_conflict)),
        *((EXPIRED, row.has_expired), (CRITICAL_MET, is_met), (CRITICAL_GAP, is_gap)),
        (ONE_SOURCE, row.needs_second),
    )
    return sum(flag for flag, holds in said if holds)


def is_clear(row: PlainRow) -> bool:
    """Whether neither chance is so near to a threshold that a rounded digit decides."""
    return min(abs(p - at) for p in (row.p_meets, row.p_critical) for at in (0.2, 0.8)) > 1e-3


def test_each_number_of_each_report_comes_out_again(reports):
    moment = max(one.as_of for one in reports.values())
    assert {one.as_of for one in reports.values()} == {moment}
    needs, words = needs_by_person(moment), words_by_person(moment)
    tops = {skill.pk: 0.0 for skill in Skill.objects.all()}
    for skill in Skill.objects.select_related("framework"):
        levels = Level.objects.filter(scale=skill.framework.scale_id).values_list("value", flat=True)
        tops[skill.pk] = float(max(levels))
    unclear = told = 0
    for person, report in reports.items():
        mine = [need for need, _ in needs[person]]
        expected = plain_person(mine, words[person], tops, report.policy.parameters, day(moment))
        rows = stored_rows(report)
        assert [row["skill"] for row in rows] == [one.skill for one in expected]
        for row, one in zip(rows, expected, strict=True):
            same_numbers(row, one)
            told, unclear = told + 1, unclear + (not is_clear(one))
            if is_clear(one):
                assert (row["status"], row["flags"]) == (one.status, flags_of(one))
    assert told > 600
    assert unclear < told / 50


def same_numbers(row: dict, one: PlainRow) -> None:
    assert row["mu"] == pytest.approx(one.mean, abs=2e-3)
    assert row["sigma"] == pytest.approx(one.sd, abs=2e-3)
    assert (row["p_meets"], row["p_critical"]) == (
        pytest.approx(one.p_meets, abs=5e-4),
        pytest.approx(one.p_critical, abs=5e-4),
    )
    assert row["gap"] == pytest.approx(one.gap, abs=2e-3)
    assert (row["required"], row["critical"]) == (one.required, one.critical)
    assert (row["count"], row["last"]) == (one.words, one.last)


def test_requirements_and_weights_are_those_of_the_role_that_asks_for_most(reports):
    needs = needs_by_person(NOW)
    for person, report in reports.items():
        for row in stored_rows(report):
            asking = [one for need, one in needs[person] if need.skill == row["skill"]]
            if not asking:
                assert (row["role_level"], row["weight"]) == (0, 0)
                continue
            most = max(asking, key=lambda one: (one.level, one.weight, -one.role_level_id))
            assert (row["role_level"], row["weight"]) == (
                most.role_level_id,
                pytest.approx(float(most.weight)),
            )
