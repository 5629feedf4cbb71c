"""Questions that authors bring in as files: uploaded, read by a worker, chosen from, added as drafts."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.testing.bank.services import ItemContents, ItemError, create_item
from assessments.testing.interchange.formats.registry import FORMATS, format_of
from assessments.testing.interchange.formats.remarks import FormatError
from assessments.testing.interchange.models import ItemImport
from assessments.testing.interchange.reports.planning import ItemPlan, PlannedItem, Said, plan_items
from assessments.testing.interchange.reports.review import plan_files, reviewed_plan
from lifow.base.database.locks import take_lock, tried_again_after_deadlock
from lifow.base.file_imports import services as steps
from lifow.base.file_imports.choices import ImportState
from lifow.base.file_imports.packing import digest_of, packed
from lifow.base.file_imports.services import ImportStepError, Told
from lifow.base.jobs import start_soon
from lifow.base.media.models import Picture
from lifow.base.media.services import PictureError, keep_picture
from lifow.base.tabular.summaries import Part, PlanSummary
from lifow.people.persons.models import Person

CARRY_OUT = "assessments.testing.interchange.tasks.carry_out_imports"
UPLOADS = 0x6974656D73  # the name of the lock of those who upload questions


class PlanChangedError(ValueError):
    """The plan is no longer the one that its author confirmed; `told` is that of now."""

    def __init__(self, told: Told) -> None:
        self.told = told
        super().__init__("The item bank has changed since the plan was shown, and so has the plan.")


def upload_items(
    *,
    name: str,
    data: bytes,
    uploaded_by: Person | None,
    uploaded_at: datetime,
    format: str = "",
    said: Said | None = None,
) -> ItemImport:
    """Have a worker read a file of questions; the same file that is open already is that import.

    `format` is a key of `FORMATS`; without one it is known by the file. Raises ImportStepError where it is
    none of them.
    """
    try:
        format = format or format_of(name, data)
    except FormatError as error:
        raise ImportStepError(str(error)) from error
    files = {name: data}
    digest = digest_of({**files, "": format.encode()})
    with transaction.atomic():
        take_lock(UPLOADS)
        same = ItemImport.objects.open().filter(digest=digest, uploaded_by=uploaded_by)
        before: ItemImport | None = same.without_contents().first()
        if before is not None:
            return before
        row = ItemImport.objects.create(
            format=format,
            files=[name],
            size=len(data),
            digest=digest,
            upload=packed(files),
            said=(said or Said()).as_stored(),
            uploaded_by=uploaded_by,
            uploaded_at=uploaded_at,
        )
        start_soon(CARRY_OUT)
    return row


def choose_for_import(
    *, row: ItemImport, skills: Mapping[str, str], level: int | None, language: str
) -> ItemImport:
    """Say which skill, level and language questions get where the file says none, and have it read again."""
    said = Said.of(row.said)
    meant = {words: skill for words, skill in {**said.skills, **skills}.items() if skill}
    chosen = Said(meant, level, language or said.language, said.taken)
    if chosen == said:
        return row
    found = steps.plan_anew(row, said=chosen.as_stored())
    start_soon(CARRY_OUT)
    return found


def take_items(*, row: ItemImport, shown: Iterable[int], taken: Iterable[int]) -> ItemImport:
    """Keep which of the questions that were shown are taken over; the others stay as they were."""
    ticked = set(taken)
    with transaction.atomic():
        found = steps.locked(row)
        if found.state != ImportState.PLANNED:
            return found
        said = Said.of(found.said)
        choices = {**said.taken, **{str(number): number in ticked for number in shown}}
        found.said = Said(said.skills, said.level, said.language, choices).as_stored()
        found.save(update_fields=["said"])
    return found


def confirm_import(
    *, row: ItemImport, shown: str, confirmed_by: Person | None, confirmed_at: datetime
) -> ItemImport:
    """Have a worker add the questions that are taken, as drafts of the person who confirms it.

    Raises ImportStepError where the plan that was `shown` is another one by now, can no longer be applied, or
    has no question that is taken.
    """
    if row.state == ImportState.PLANNED and not reviewed_plan(row.outcomes(), Said.of(row.said)).taken:
        raise ImportStepError(_("Nothing was added: no question is ticked."))
    found = steps.confirm(row, shown=shown, by=confirmed_by, as_of=confirmed_at)
    start_soon(CARRY_OUT)
    return found


def carry_out_import(*, as_of: datetime) -> bool:
    """Read or add the import that waits longest; whether there was one."""
    row = steps.begin_attempt(ItemImport, as_of=as_of)
    if row is None:
        return False
    with steps.attempt(row):
        try:
            plan = read_plan(row)
        except FormatError as error:
            steps.refuse(row, problem=str(error), refused_at=as_of)
            return True
        if row.state == ImportState.PLANNING:
            steps.show_plan(row, told=_told(plan, row, as_of), planned_at=as_of)
            return True
        try:
            _apply(row, as_of)
        except PlanChangedError as error:
            steps.show_plan(row, told=error.told, planned_at=as_of, has_changed=True)
        except ItemError as error:
            steps.refuse(row, problem=str(error), refused_at=as_of)
    return True


def read_plan(row: ItemImport) -> ItemPlan:
    """What the file of an import would become as things are now. Raises FormatError."""
    (data,) = row.contents().values()
    return plan_items(FORMATS[row.format].read(data), Said.of(row.said), row.format)


@tried_again_after_deadlock
def _apply(row: ItemImport, as_of: datetime) -> None:
    """Add the drafts and say so, in one transaction: neither is there without the other."""
    with transaction.atomic():
        take_lock(UPLOADS)
        plan = read_plan(row)
        told = _told(plan, row, as_of)
        if told.digest != row.shown:
            raise PlanChangedError(told)
        taken = set(reviewed_plan(told.files, Said.of(row.said)).taken)
        chosen = [one for one in plan.items if one.number in taken]
        key = row.public_id
        add_items(items=chosen, source=row.format, author=row.confirmed_by, as_of=as_of, key=key)
        steps.finish(row, told=told, finished_at=as_of, written=len(chosen))


def add_items(
    *, items: Iterable[PlannedItem], source: str, author: Person | None, as_of: datetime, key: str = ""
) -> int:
    """Add questions that were planned as drafts, all of them or none; how many.

    A second call with the same `key` gives the first one's. Raises ItemError.
    """
    added = list(items)
    with transaction.atomic():
        for one in added:
            _add(one, source, author, as_of, key)
    return len(added)


def _add(planned: PlannedItem, source: str, author: Person | None, as_of: datetime, key: str) -> None:
    item, skill = planned.item, planned.skill
    if skill is None or planned.level is None:
        raise ItemError("skill", _("A question has no skill or level. Choose them, and add it then."))
    picture, _why = _kept_picture(planned, as_of)
    contents = ItemContents(
        kind=item.kind,
        level=planned.level,
        stem=item.stem,
        body=item.body,
        picture=picture,
        picture_alt=(item.picture.alt or item.picture.name) if item.picture else "",
    )
    create_item(
        skill=skill,
        contents=contents,
        author=author,
        language=planned.language,
        external_source=source if planned.external_id else "",
        external_id=planned.external_id,
        idempotency_key=f"{key}:{planned.number}" if key else None,
    )


def _kept_picture(planned: PlannedItem, as_of: datetime) -> tuple[Picture | None, str]:
    """The picture of a question as it is kept, or why it is none."""
    if planned.item.picture is None:
        return None, ""
    try:
        return keep_picture(data=planned.item.picture.content, as_of=as_of), ""
    except PictureError as error:
        return None, str(error)


def _told(plan: ItemPlan, row: ItemImport, as_of: datetime) -> Told:
    kept = {one.number: _kept_picture(one, as_of) for one in plan.items}
    pictures = {number: picture for number, (picture, _why) in kept.items() if picture is not None}
    refused = {number: why for number, (_picture, why) in kept.items() if why}
    return Told(summary=_summary(plan), files=plan_files(plan, pictures, refused), digest=plan.digest)


def _summary(plan: ItemPlan) -> PlanSummary:
    counts = {
        "items": ("Questions read", len(plan.items)),
        "left_out": ("Questions not taken over", sum(one.is_left_out for one in plan.remarks)),
        "remarks": ("Remarks", sum(not one.is_left_out for one in plan.remarks)),
    }
    parts = [Part(code=code, title=title, count=count, lines=[]) for code, (title, count) in counts.items()]
    return PlanSummary(as_of="", is_empty=not plan.items, parts=parts, stops=[], notes=[])
