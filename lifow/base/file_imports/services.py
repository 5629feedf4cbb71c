"""Each step of an import. A step is safe to be taken twice, and by two at once: the second finds it done."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

import structlog
from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.file_imports.choices import ImportState
from lifow.base.file_imports.models import FileImport
from lifow.base.file_imports.packing import packed
from lifow.base.leases import LEASE, renewed_lease
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently
from lifow.base.tabular.summaries import PlanSummary, without_lines

Row = TypeVar("Row", bound=FileImport)

MOST_ATTEMPTS = 3

log = structlog.get_logger(__name__)


class ImportStepError(ValueError):
    """A step that an import does not allow; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """A plan as it is kept: in short, as files to download by name, and what tells it from another one."""

    summary: PlanSummary
    files: Mapping[str, bytes]
    digest: str


def begin_attempt(model: type[Row], *, as_of: datetime) -> Row | None:
    """Take an import that a worker has to plan or apply, in a transaction of its own; None where none waits.

    An attempt counts before it is made: one that is killed counts too. After three the import is refused.
    """
    with transaction.atomic():
        free = model.objects.at_work().untaken(as_of).without_contents().order_by("pk")
        row: Row | None = free.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return None
        if row.attempts >= MOST_ATTEMPTS:
            said = _("It was started three times and never came to an end. %(reason)s Upload it again.")
            _refuse(row, said % {"reason": row.last_error}, as_of)
            return begin_attempt(model, as_of=as_of)
        row.attempts, row.taken_until, row.last_error = row.attempts + 1, as_of + LEASE, NOT_ENDED
        row.save(update_fields=["attempts", "taken_until", "last_error"])
    return row


@contextmanager
def attempt(row: FileImport) -> Iterator[None]:
    """The work of an attempt: what fails unforeseen is kept with the row, which then is free to be taken.

    An outage is nobody's fault, and counts as no attempt.
    """
    mine, as_of = _mine(row), cast("datetime", row.taken_until) - LEASE
    try:
        with renewed_lease(lambda passed: mine.update(taken_until=as_of + passed + LEASE)):
            yield
    except Exception as error:
        log.warning("import_failed", row=str(row.pk), error=type(error).__name__)
        back, reason = int(is_outage(error)), reason_of(error)
        written_patiently(
            lambda: mine.update(attempts=row.attempts - back, taken_until=None, last_error=reason)
        )
        raise


def show_plan(
    row: FileImport, *, told: Told, planned_at: datetime, has_changed: bool = False, **kept: object
) -> bool:
    """Keep a plan for HR to read; whether the row was still this attempt's.

    `has_changed` tells one that came in place of the plan that HR had confirmed.
    """
    return _end_attempt(
        row,
        state=ImportState.PLANNED,
        summary=dict(told.summary),
        outcome=packed(told.files),
        shown=told.digest,
        has_changed=has_changed,
        planned_at=planned_at,
        confirmed_by=None,
        confirmed_at=None,
        **kept,
    )


def finish(row: FileImport, *, told: Told, finished_at: datetime, **kept: object) -> None:
    """Say that the plan is written, in the transaction that wrote it.

    Raises ImportStepError, so that nothing is written, where another attempt has the row by now.
    """
    done = _end_attempt(
        row,
        state=ImportState.APPLIED,
        summary=dict(told.summary),
        outcome=packed(told.files),
        has_changed=False,
        finished_at=finished_at,
        **kept,
    )
    if not done:
        raise ImportStepError(_("Another worker has applied this import, or it was cancelled."))


def refuse(row: FileImport, *, problem: str, refused_at: datetime) -> bool:
    """Say why files cannot be planned at all; whether the row was still this attempt's."""
    return _end_attempt(row, state=ImportState.REFUSED, problem=problem, finished_at=refused_at)


def confirm(row: Row, *, shown: str, by: Any, as_of: datetime, **kept: object) -> Row:
    """Have the plan that was `shown` applied, with what is `kept` of it; confirmed twice is confirmed once.

    Raises ImportStepError where the plan is another one by now, or can no longer be applied.
    """
    with transaction.atomic():
        found = locked(row)
        if found.state in (ImportState.APPLYING, ImportState.APPLIED) and found.shown == shown:
            return found
        if found.state != ImportState.PLANNED:
            raise ImportStepError(
                _("This import can no longer be applied: %(state)s.") % {"state": found.get_state_display()}
            )
        if found.shown != shown:
            raise ImportStepError(_("The plan is another one by now. Read it, and apply it then."))
        return _to_work(found, ImportState.APPLYING, confirmed_by=by, confirmed_at=as_of, **kept)


def plan_anew(row: Row, **kept: object) -> Row:
    """Have a plan made again of the same files, with what is `kept` of how to read them."""
    with transaction.atomic():
        found = locked(row)
        if found.state != ImportState.PLANNED:
            return found
        return _to_work(found, ImportState.PLANNING, has_changed=False, **kept)


def cancel(row: Row, *, cancelled_at: datetime) -> Row:
    """Have nothing of an import applied; one that is being applied, or was, stays as it is."""
    with transaction.atomic():
        found = locked(row)
        if found.state in (ImportState.PLANNING, ImportState.PLANNED):
            found.state, found.finished_at = ImportState.CANCELLED, cancelled_at
            found.save(update_fields=["state", "finished_at"])
    return found


def forget_files(*, before: datetime, as_of: datetime) -> int:
    """Forget what was uploaded before that moment, and who is named in its plan; how many imports that were.

    A plan that nobody has applied by then is cancelled. What an import changed, in numbers, stays.
    """
    forgotten = 0
    for model in apps.get_models():
        if issubclass(model, FileImport):
            for row in model.objects.with_files().filter(uploaded_at__lt=before).without_contents():
                forgotten += forget_files_of(row, as_of=as_of)
    return forgotten


def forget_files_of(row: FileImport, *, as_of: datetime) -> bool:
    """Forget what was uploaded for an import, and who is named in its plan; whether it could be."""
    with transaction.atomic():
        found = locked(row)
        if found.state == ImportState.APPLYING:
            return False
        if found.state in (ImportState.PLANNING, ImportState.PLANNED):
            found.state, found.finished_at = ImportState.CANCELLED, as_of
        found.upload, found.outcome, found.summary = None, None, without_lines(found.summary)
        found.forgotten_at = as_of
        found.save(update_fields=["state", "finished_at", "upload", "outcome", "summary", "forgotten_at"])
    return True


def locked(row: Row) -> Row:
    """The row as it is stored, locked until the transaction around ends."""
    found: Row = type(row).objects.without_contents().select_for_update(of=("self",)).get(pk=row.pk)
    return found


def _to_work(row: Row, state: ImportState, **values: object) -> Row:
    written: dict[str, object] = {
        "state": state,
        "attempts": 0,
        "taken_until": None,
        "last_error": "",
        **values,
    }
    for name, value in written.items():
        setattr(row, name, value)
    row.save(update_fields=list(written))
    return row


def _mine(row: FileImport) -> Any:
    """The row, as long as the attempt that was begun with it goes on."""
    return type(row).objects.filter(pk=row.pk, state=row.state, attempts=row.attempts)


def _end_attempt(row: FileImport, **values: object) -> bool:
    """Write what came of an attempt, if it is still the one that has the row."""
    with transaction.atomic():
        found = _mine(row).without_contents().select_for_update(of=("self",)).first()
        if found is None:
            return False
        written: dict[str, object] = {"attempts": 0, "taken_until": None, "last_error": "", **values}
        for name, value in written.items():
            setattr(found, name, value)
        found.save(update_fields=list(written))
    return True


def _refuse(row: FileImport, problem: str, as_of: datetime) -> None:
    row.state, row.problem, row.finished_at, row.taken_until = ImportState.REFUSED, problem, as_of, None
    row.save(update_fields=["state", "problem", "finished_at", "taken_until"])
