"""Holding earlier statements against what came of them, and keeping the tables that pages read.

What came of a statement is derived from evidence and reports alone: a pass that is killed goes on where it
was, one that runs twice leaves the same rows, and `rebuild` makes them again from nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from assessments.calibration import selectors
from assessments.calibration.choices import Basis
from assessments.calibration.compute import Judged, Sums, expected_share, sums_by_bin
from assessments.calibration.models import CheckedStatement, CheckingPass, ReliabilityBin
from assessments.evidence.choices import Source
from assessments.evidence.reports import TODAY, level_maps, skill_replacements
from assessments.gaps.models import GapReport
from assessments.gaps.reports import statements_of
from lifow.base.database.batches import delete_in_batches
from lifow.base.database.columns import among, read_columns

PEOPLE_AT_ONCE = 2_000
OVERLAP = timedelta(days=2)
"""Evidence that was recorded before the last pass, and committed after it."""
HALF_STEP = 0.5
SUMS = ("statements", "chance", "expected", "came_true", "squares", "expected_squares")


def check_statements(*, as_of: datetime) -> int:
    """Hold what reports had said against evidence that is new, and keep the table; how many statements.

    Goes on with the pass that was not finished, if there is one; where another worker is at it, does nothing.
    """
    _open_pass(as_of)
    return go_on_checking(as_of=as_of)


def go_on_checking(*, as_of: datetime) -> int:
    """Finish the pass over new evidence that is open, chunk by chunk; how many statements were checked here.

    Each chunk is committed with how far the pass has come: a worker that is killed loses one chunk at most,
    and two workers never do the same one.
    """
    checked = 0
    while (found := _next_chunk(as_of)) is not None:
        checked += found
    return checked


def rebuild(*, as_of: datetime) -> int:
    """Check all statements anew, whatever was kept; how many."""
    with transaction.atomic():
        CheckingPass.objects.all().delete()
        CheckedStatement.objects.all().delete()
        ReliabilityBin.objects.filter(basis=Basis.LATER).delete()
        return check_statements(as_of=as_of)


def check_against_true_levels(*, levels: Mapping[tuple[int, int], float], as_of: datetime) -> int:
    """Hold the current reports against levels that are known, as in a company that was made up; how many.

    levels   by (person id, skill id); what is not among them is not checked
    """
    keys = np.array(sorted(levels), dtype=np.int64).reshape(-1, 2)
    true = np.array([levels[person, skill] for person, skill in keys.tolist()], dtype=np.float64)
    current = read_columns(
        GapReport.objects.current().filter(person__in=among(np.unique(keys[:, 0]))).order_by("person_id"),
        person=("person_id", "i8"),
        report=("pk", "i8"),
    )
    there = np.isin(keys[:, 0], current["person"])
    keys, true = keys[there], true[there]
    person, skill = keys[:, 0], keys[:, 1]
    said = statements_of(current["report"][np.searchsorted(current["person"], person)], skill)
    judged = Judged(said.chance, said.chance, true >= said.required - HALF_STEP)
    sources = selectors.sources_before(person, skill, said.as_of)
    found = judged.take(said.is_said), sources[said.is_said]
    keep_table(basis=Basis.TRUE_LEVELS, judged=found, as_of=as_of)
    return int(said.is_said.sum())


def forget_old_reports(*, before: datetime) -> int:
    """Delete gap reports that others took the place of before that moment; how many.

    Those stay that a statement was checked of: calibration rests on them. What a report said can be computed
    again at any time, from evidence and requirements as of its moment.
    """
    checked = CheckedStatement.objects.filter(report=OuterRef("pk"))
    return delete_in_batches(GapReport.objects.filter(~Exists(checked), superseded_at__lt=before))


def keep_table(*, basis: str, judged: tuple[Judged, selectors.Ints], as_of: datetime) -> None:
    """Keep the table of a basis: of all statements, and of those that rested on each source."""
    statements, sources = judged
    tables: dict[str, list[Sums]] = {"": sums_by_bin(statements)}
    for source in Source:
        tables[source.key] = sums_by_bin(statements.take((sources >> int(source)) & 1 == 1))
    rows = (
        ReliabilityBin(
            basis=basis,
            source=source,
            number=number,
            computed_at=as_of,
            **{name: getattr(sums, name) for name in SUMS},
        )
        for source, bins in tables.items()
        for number, sums in enumerate(bins)
    )
    ReliabilityBin.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["basis", "source", "number"],
        update_fields=[*SUMS, "computed_at"],
    )


def _open_pass(as_of: datetime) -> None:
    """Begin a pass over what was recorded since the last one began, unless one is open."""
    finished = CheckingPass.objects.filter(is_open=False).aggregate(at=Max("started_at"))["at"]
    # Before passes were kept, the table said when the last one was.
    last = finished or ReliabilityBin.objects.filter(basis=Basis.LATER).aggregate(at=Max("computed_at"))["at"]
    begun = {"started_at": as_of, "since": last - OVERLAP if last else None}
    CheckingPass.objects.get_or_create(is_open=True, defaults=begun)


def _next_chunk(as_of: datetime) -> int | None:
    """Check the next people of the open pass, or finish it; None where nothing is left to do here."""
    with transaction.atomic():
        is_open = CheckingPass.objects.filter(is_open=True)
        current = is_open.select_for_update(skip_locked=True, of=("self",)).first()
        if current is None:
            return None
        people = selectors.people_with_later_evidence(
            current.since, after=current.after_person, most=PEOPLE_AT_ONCE
        )
        if not len(people):
            _finish(current, as_of)
            return None
        checked = _check_chunk(selectors.later_evidence(people, current.since))
        current.after_person = int(people[-1])
        current.checked += checked
        current.save(update_fields=["after_person", "checked"])
    return checked


def _finish(current: CheckingPass, as_of: datetime) -> None:
    """Keep the table with what the pass has found; earlier passes are forgotten."""
    keep_table(basis=Basis.LATER, judged=selectors.checked_statements(), as_of=as_of)
    current.is_open, current.finished_at = False, as_of
    current.save(update_fields=["is_open", "finished_at"])
    CheckingPass.objects.exclude(pk=current.pk).filter(is_open=False).delete()


def _check_chunk(found: selectors.LaterEvidence) -> int:
    skill = _skills_then(found)
    said = statements_of(found.report, skill)
    error, offset = said.errors(found.source, found.is_attributed, found.standard_error)
    expected = expected_share(said.chance, said.spread, error, offset)
    # A policy of another version of lifow tells nothing here.
    is_told = said.is_said & np.isfinite(expected)
    sources = selectors.sources_before(found.person, skill, said.as_of)
    required = level_maps().levels(skill, said.required, said.as_of, found.recorded_at)
    came_true = found.level >= required - HALF_STEP
    columns = zip(
        *(one.tolist() for one in (found.evidence, found.report, said.chance, expected, came_true, sources)),
        strict=True,
    )
    rows = [
        CheckedStatement(
            evidence_id=evidence,
            report_id=report,
            chance=chance,
            expected=share,
            came_true=is_true,
            sources=bits,
        )
        for is_said, (evidence, report, chance, share, is_true, bits) in zip(
            is_told.tolist(), columns, strict=True
        )
        if is_said
    ]
    CheckedStatement.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _skills_then(found: selectors.LaterEvidence) -> selectors.Ints:
    """The skills of later evidence as the reports before it called them: one that was renamed since by its
    old id. What was split or merged since is no more what was stated, and keeps the id that no report knew.
    """
    renames = skill_replacements().renames(TODAY)
    if not renames:
        return found.skill
    reports = read_columns(
        GapReport.objects.filter(pk__in=among(np.unique(found.report))).order_by("pk"),
        report=("pk", "i8"),
        as_of=("as_of", "moment"),
    )
    as_of = reports["as_of"][np.searchsorted(reports["report"], found.report)]
    skill = found.skill
    for step in reversed(renames):
        skill = np.where((skill == step.new) & (as_of < step.replaced_at), step.old, skill)
    return skill
