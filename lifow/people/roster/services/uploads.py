"""Rosters that HR brings in on a page: uploaded, planned by a worker, confirmed, applied by a worker."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.database.locks import take_lock, tried_again_after_deadlock
from lifow.base.file_imports import services as steps
from lifow.base.file_imports.choices import ImportState
from lifow.base.file_imports.packing import digest_of, packed
from lifow.base.file_imports.services import ImportStepError, Told
from lifow.base.jobs import start_soon
from lifow.people.persons.models import Person
from lifow.people.persons.services import keep_records
from lifow.people.roster.interchange import (
    DEFAULT_LIMITS,
    Limit,
    Limits,
    MassChange,
    ParsedRoster,
    RosterError,
    RosterMapping,
    RosterPlan,
    describe,
    parse_roster,
    plan_roster,
    read_mapping,
    summary,
    write_rejects,
)
from lifow.people.roster.models import PersonMatch, RosterImport
from lifow.people.roster.reports import roster_state
from lifow.people.roster.services.imports import (
    RosterNotApplicableError,
    RosterPlanChangedError,
    import_roster,
)
from lifow.people.roster.services.sameness import answer_match

CARRY_OUT = "lifow.people.roster.tasks.carry_out_imports"
PLAN, REJECTS = "plan.txt", "bad-lines.csv"
UPLOADS = 0x726F7374757021  # the name of the lock of those who upload


def upload_roster(
    *,
    source: str,
    mapping: str,
    is_strict: bool,
    name: str,
    content: bytes,
    uploaded_by: Person | None,
    uploaded_at: datetime,
    sent_by: str = "",
    rolls_back: RosterImport | None = None,
) -> RosterImport:
    """Have a worker plan a roster; the same file, read in the same way, that is open already is that one.

    Another file of the source that was not applied is cancelled: the new one stands in its place. `sent_by`
    is the client of the API that sent it. Raises ImportStepError while one of the source is being applied.
    """
    files = {name: content}
    with transaction.atomic():
        take_lock(UPLOADS)
        before = RosterImport.objects.open().filter(source=source).without_contents().first()
        digest = digest_of(files)
        if before is not None:
            if (before.digest, before.mapping, before.is_strict) == (digest, mapping, is_strict):
                return before
            if before.state == ImportState.APPLYING or not _is_out_of_the_way(before, uploaded_at):
                raise ImportStepError(
                    _("%(file)s of this source is being applied. Wait until it is done.") % {"file": before}
                )
        row = RosterImport.objects.create(
            source=source,
            mapping=mapping,
            is_strict=is_strict,
            files=[name],
            size=len(content),
            digest=digest,
            upload=packed(files),
            uploaded_by=uploaded_by,
            uploaded_at=uploaded_at,
            sent_by=sent_by,
            rolls_back=rolls_back,
        )
        start_soon(CARRY_OUT)
    return row


def confirm_import(
    *,
    row: RosterImport,
    shown: str,
    lifted: Collection[str],
    reason: str,
    confirmed_by: Person | None,
    confirmed_at: datetime,
    applied_by: str = "",
) -> RosterImport:
    """Have a worker write the plan that was `shown`, with the limits of the `lifted` kinds let through once.

    Raises ImportStepError where the plan is another one by now or can no longer be applied, where one of the
    limits that stop it is not lifted, and where no reason says why.
    """
    stops = {one["kind"]: one for one in row.summary.get("stops", ())}
    held = [one["text"] for kind, one in stops.items() if kind not in lifted]
    if row.state == ImportState.PLANNED and held:
        raise ImportStepError(" ".join([_("Nothing was written."), *held]))
    if row.state == ImportState.PLANNED and is_stopped_by_bad_lines(row):
        raise ImportStepError(_("Nothing was written: there are bad lines, and none was to be left out."))
    kept = {kind: stops[kind]["count"] for kind in lifted if kind in stops}
    if kept and not reason.strip():
        raise ImportStepError(_("Say why these changes are right. The reason is kept with the import."))
    found = steps.confirm(
        row,
        shown=shown,
        by=confirmed_by,
        as_of=confirmed_at,
        lifted=kept,
        reason=reason.strip() if kept else "",
        applied_by=applied_by,
    )
    start_soon(CARRY_OUT)
    return found


def roll_back_import(
    *, row: RosterImport, uploaded_by: Person | None, uploaded_at: datetime, sent_by: str = ""
) -> RosterImport:
    """Bring the file in again that was applied before this import, to be planned, read and applied as any.

    It undoes what that file says: who left by this import comes back, and people, units, managers and jobs
    are as it has them. What the file says nothing of stays: people and units that this import made are not
    deleted (the people leave, as the file does not have them), a change and its undoing both stay in the
    history of employments, and messages, requests and pairings that have ended do not come back.

    Raises ImportStepError where this import was not applied, where a later one was, and where no earlier file
    of the source is kept. Asked twice, it is the same new import.
    """
    if row.state != ImportState.APPLIED:
        raise ImportStepError(_("This import was not applied: there is nothing to roll back."))
    of_source = RosterImport.objects.filter(source=row.source, state=ImportState.APPLIED)
    if of_source.filter(pk__gt=row.pk).exists():
        raise ImportStepError(_("A later import of this source was applied. Roll that one back first."))
    before = of_source.filter(pk__lt=row.pk).order_by("-pk").first()
    contents = before.contents() if before is not None else {}
    if before is None or not contents:
        raise ImportStepError(
            _("No earlier file of this source is kept. Send the file that holds, and apply it.")
        )
    [(name, content)] = contents.items()
    return upload_roster(
        source=row.source,
        mapping=before.mapping,
        is_strict=before.is_strict,
        name=name,
        content=content,
        uploaded_by=uploaded_by,
        uploaded_at=uploaded_at,
        sent_by=sent_by,
        rolls_back=row,
    )


def answer_questions(
    *, row: RosterImport, answers: Mapping[int, bool], decided_by: Person | None, decided_at: datetime
) -> RosterImport:
    """Keep who is the same person and who is not, and have a worker plan anew by these answers.

    `answers` has the place of a question in the plan, and whether it is the same person. Raises
    ImportStepError where the plan is not there to be answered any more, MatchError where an answer cannot be
    kept; nothing is kept then.
    """
    with transaction.atomic():
        keep_records()
        found = steps.locked(row)
        asked = found.summary.get("questions", []) if found.state == ImportState.PLANNED else []
        if found.shown != row.shown or any(place >= len(asked) for place in answers):
            raise ImportStepError(_("The plan is another one by now. Read it, and answer then."))
        for place, is_same in answers.items():
            match = _match(found.source, asked[place], decided_at)
            answer_match(match=match, is_same=is_same, decided_by=decided_by, decided_at=decided_at)
        found = steps.plan_anew(found)
        start_soon(CARRY_OUT)
    return found


def _match(source: str, question: Mapping[str, Any], asked_at: datetime) -> PersonMatch:
    if not Person.objects.filter(pk=question["person"]).exists():
        raise ImportStepError(
            _("%(person)s is not known any more. Plan again.") % {"person": question["label"]}
        )
    match, _is_new = PersonMatch.objects.get_or_create(
        source=source,
        external_id=question["external_id"],
        person_id=question["person"],
        defaults={"name": question["name"], "reasons": question["reasons"], "asked_at": asked_at},
    )
    return match


def plan_import_anew(*, row: RosterImport) -> RosterImport:
    """Have a worker plan the same file again, against what is known by now."""
    found = steps.plan_anew(row)
    start_soon(CARRY_OUT)
    return found


def cancel_open_rosters(*, cancelled_at: datetime) -> int:
    """Cancel all rosters that wait or are being applied, while no worker is there to apply one; how many."""
    rows = RosterImport.objects.open()
    return rows.update(state=ImportState.CANCELLED, finished_at=cancelled_at, taken_until=None)


def is_stopped_by_bad_lines(row: RosterImport) -> bool:
    """Whether nothing may be written because a line is bad."""
    return row.is_strict and any(one["code"] == "problems" for one in row.summary.get("parts", ()))


def carry_out_import(*, as_of: datetime) -> bool:
    """Plan or apply the import that waits longest; whether there was one.

    A plan that is no longer the one that HR confirmed is not written: HR reads the new one.
    """
    row = steps.begin_attempt(RosterImport, as_of=as_of)
    if row is None:
        return False
    with steps.attempt(row):
        try:
            file = _read(row)
        except RosterError as error:
            steps.refuse(row, problem=str(error), refused_at=as_of)
            return True
        if row.state == ImportState.PLANNING:
            plan = plan_roster(roster_state(source=row.source, as_of=as_of), file.roster, as_of=as_of.date())
            steps.show_plan(row, told=file.told(plan), planned_at=as_of)
            return True
        try:
            _apply(row, file, as_of)
        except (RosterPlanChangedError, RosterNotApplicableError) as error:
            told = file.told(error.plan)
            steps.show_plan(row, told=told, planned_at=as_of, has_changed=True, lifted={})
    return True


class _File(NamedTuple):
    """An uploaded roster, and how it was read."""

    content: bytes
    mapping: RosterMapping
    roster: ParsedRoster

    def told(self, plan: RosterPlan, *, written: str = "") -> Told:
        """The plan as it is kept; of one that is `written`, that is its digest."""
        files = {PLAN: describe(plan, details=None).encode()}
        if plan.problems:
            files[REJECTS] = write_rejects(self.content, plan.problems, self.mapping).encode("utf-8-sig")
        return Told(
            summary=summary(plan, is_written=bool(written)), files=files, digest=written or plan.digest
        )


def _read(row: RosterImport) -> _File:
    content = next(iter(row.contents().values()))
    mapping = read_mapping(row.mapping)
    return _File(content, mapping, parse_roster(content, mapping))


@tried_again_after_deadlock
def _apply(row: RosterImport, file: _File, as_of: datetime) -> None:
    """Write the plan and say so, in one transaction: neither is there without the other."""
    with transaction.atomic():
        plan = import_roster(
            roster=file.roster,
            source=row.source,
            applied_at=as_of,
            limits=_limits(row),
            strict=row.is_strict,
            shown=row.shown,
        )
        steps.finish(row, told=file.told(plan, written=row.shown), finished_at=as_of)


def _limits(row: RosterImport) -> Limits:
    lifted = {MassChange(kind): Limit(number=count) for kind, count in row.lifted.items()}
    return {**DEFAULT_LIMITS, **lifted}


def _is_out_of_the_way(before: RosterImport, as_of: datetime) -> bool:
    return steps.cancel(before, cancelled_at=as_of).state == ImportState.CANCELLED
