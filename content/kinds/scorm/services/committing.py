"""What a package tells of somebody's progress: written once each, in order, as progress and as evidence."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError, record_evidence
from assessments.frameworks.reports import scale_tops
from content.activity.services import finish_module
from content.catalogue.models import Module
from content.kinds.scorm.choices import DONE, LessonStatus
from content.kinds.scorm.compute.cmi import MOST_OTHERS, Told, read_told
from content.kinds.scorm.models import ScormLaunch, ScormProgress
from content.kinds.scorm.parts import tidy_package
from content.kinds.scorm.reports import KnownRule, Standing, known_rules, standing_of

log = structlog.get_logger(__name__)
SAID_BY = "SCORM package"
SHARE_OF_SCALE = Decimal("0.25")
"""By how much the level is usually off, as a share of the scale: as much as people differ. A score that a
person's own browser tells is worth no more (a reliability of one half)."""


def note_report(
    *, launch: ScormLaunch, sequence: int, elements: Any, as_of: datetime
) -> tuple[bool, Standing]:
    """Write what a package tells, as the report of this number: one that was written, or comes late, changes
    nothing. Whether the launch was open still, and how far the person is by then.

    Nothing is kept of a module that is not published: its author tries it.
    """
    told = read_told(elements)
    with transaction.atomic():
        row = ScormLaunch.objects.select_for_update(of=("self",)).filter(pk=launch.pk).open(as_of).first()
        if row is None:
            return False, standing_of(_stored(launch))
        if row.sequence >= sequence:
            return True, standing_of(_stored(launch))
        more_seconds = max(0, (told.seconds or 0) - row.seconds)
        row.sequence, row.seconds = sequence, row.seconds + more_seconds
        row.save(update_fields=["sequence", "seconds"])
        module = Module.objects.get(pk=row.module_id)
        if module.status != Module.Status.PUBLISHED:
            return True, standing_of(None)
        progress = _locked(row, as_of)
        _change(progress, told, more_seconds, as_of)
        progress.save()
        standing = standing_of(progress)
        if standing.is_done:
            finish_module(person=launch.person, module=module, completed_at=as_of)
        _record(progress, module, standing, as_of)
    return True, standing


def _stored(launch: ScormLaunch) -> ScormProgress | None:
    rows = ScormProgress.objects.filter(person=launch.person_id, module=launch.module_id)
    return rows.filter(file=launch.file.public_id).first()


def _locked(launch: ScormLaunch, as_of: datetime) -> ScormProgress:
    """The one row of both, for this transaction; what is of another package begins anew."""
    file_id = launch.file.public_id
    told = {"file": file_id, "changed_at": as_of}
    made, _is_new = ScormProgress.objects.get_or_create(
        person_id=launch.person_id, module_id=launch.module_id, defaults=told
    )
    row = ScormProgress.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if row.file != file_id:
        fresh = ScormProgress(person_id=row.person_id, module_id=row.module_id, file=file_id, pk=row.pk)
        fresh.changed_at = as_of
        return fresh
    return row


def _change(progress: ScormProgress, told: Told, more_seconds: int, as_of: datetime) -> None:
    # What was completed stays so, whatever a second look says.
    is_step_back = progress.completed_at is not None and told.status not in DONE
    if told.status is not None and not is_step_back:
        progress.status = told.status
    elif progress.status == LessonStatus.NOT_ATTEMPTED:
        progress.status = LessonStatus.INCOMPLETE
    for name, value in (("location", told.location), ("suspend_data", told.suspend_data)):
        if value is not None:
            setattr(progress, name, value)
    for name, score in (("raw", "raw"), ("least", "min"), ("most", "max")):
        setattr(progress, name, told.scores.get(score, getattr(progress, name)))
    if told.is_suspended is not None:
        progress.is_suspended = told.is_suspended
    merged = {**progress.others, **told.others}
    progress.others = dict(sorted(merged.items())[:MOST_OTHERS])
    progress.seconds += more_seconds
    progress.changed_at = as_of
    if progress.status in DONE:
        progress.completed_at = progress.completed_at or as_of


def _record(progress: ScormProgress, module: Module, standing: Standing, as_of: datetime) -> None:
    """Add the evidence that the author's rules make of a score, each once for a package."""
    if standing.percent is None:
        return
    for one in known_rules(tidy_package(module.parts)):
        if one.skill is not None and standing.percent >= one.rule.least:
            _record_one(progress, module, one, as_of)


def _record_one(progress: ScormProgress, module: Module, known: KnownRule, as_of: datetime) -> None:
    skill, rule = known.skill, known.rule
    if skill is None:
        return
    top = scale_tops({skill.framework_id}).get(skill.framework_id, 0)
    key = f"scorm:{progress.person.public_id}:{progress.file}:{skill.public_id}:{rule.level.normalize():f}"
    try:
        with transaction.atomic():
            record_evidence(
                person=progress.person,
                skill=skill,
                level=rule.level,
                standard_error=round(SHARE_OF_SCALE * top, 2),
                source=Evidence.Source.TEST,
                observed_at=as_of,
                recorded_at=as_of,
                origin={"kind": "scorm", "id": module.public_id, "title": module.title},
                idempotency_key=key,
                client=SAID_BY,
            )
    except EvidenceError as error:
        log.info("package_without_evidence", module=module.public_id, field=error.field, error=str(error))
