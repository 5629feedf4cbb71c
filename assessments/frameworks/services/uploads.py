"""Frameworks that HR brings in on a page: uploaded, planned by a worker, confirmed, applied by a worker."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.frameworks.interchange import describe, formats
from assessments.frameworks.interchange.document import FrameworkDocument
from assessments.frameworks.interchange.faults import Fault, FrameworkError, fault_table
from assessments.frameworks.interchange.level_maps import (
    SAME_MEANING,
    ImportChoices,
    LevelMapping,
    read_level_map,
    read_levels_of_others,
)
from assessments.frameworks.interchange.planning import FrameworkPlan
from assessments.frameworks.models import Framework, FrameworkImport, Scale
from assessments.frameworks.reports import (
    framework_plan,
    import_faults,
    level_map_counts,
    roles_in_use,
    skills_lost,
    skills_replaced,
)
from assessments.frameworks.services.imports import apply_framework_plan
from lifow.base.database.locks import take_lock, tried_again_after_deadlock
from lifow.base.file_imports import services as steps
from lifow.base.file_imports.choices import ImportState
from lifow.base.file_imports.packing import digest_of, packed
from lifow.base.file_imports.services import ImportStepError, Told
from lifow.base.jobs import start_soon
from lifow.base.tabular.summaries import digest_of_plan
from lifow.people.persons.models import Person

CARRY_OUT = "assessments.frameworks.tasks.carry_out_imports"
PLAN, FAULTS = "plan.txt", "faults.csv"
UPLOADS = 0x6672616D6577  # the name of the lock of those who upload


class PlanChangedError(ValueError):
    """The plan is no longer the one that HR confirmed, or something is in its way; `told` is that of now."""

    def __init__(self, told: Told) -> None:
        self.told = told
        super().__init__("The framework has changed since the plan was shown, and so has the plan.")


class _Read(NamedTuple):
    """Uploaded files as they were read, and what they would do as things are now."""

    document: FrameworkDocument
    said: ImportChoices
    plan: FrameworkPlan
    faults: tuple[Fault, ...]

    @property
    def told(self) -> Told:
        roles = roles_in_use(self.plan) if not self.plan.is_new else ()
        summary = describe.summary(self.document, self.plan, roles, self.faults)
        summary["notes"] += _reads_anew(self.plan, self.said.mapping) if not self.faults else []
        replaced = [*describe.replacing(self.plan, skills_replaced(self.plan), skills_lost(self.plan))]
        summary["notes"] += replaced
        lines = [describe.reading(self.document), describe.change(self.plan)]
        lines += describe.change_details(self.plan, len(self.document.requirements) + 10**6)
        files = {PLAN: "\n".join([*lines, *describe.in_use(roles), *replaced]).encode()}
        if self.faults:
            files[FAULTS] = fault_table(self.faults)
        return Told(summary=summary, files=files, digest=self.digest)

    @property
    def digest(self) -> str:
        return digest_of_plan((self.plan, self.said, self.faults))


def upload_framework(
    *,
    format: str,
    files: Mapping[str, bytes],
    uploaded_by: Person | None,
    uploaded_at: datetime,
) -> FrameworkImport:
    """Have a worker plan a framework; the same files that are open already are that import."""
    digest = digest_of({**files, "": format.encode()})
    with transaction.atomic():
        take_lock(UPLOADS)
        before = FrameworkImport.objects.open().filter(digest=digest).without_contents().first()
        if before is not None:
            return before
        row = FrameworkImport.objects.create(
            format=format,
            files=sorted(files),
            size=sum(map(len, files.values())),
            digest=digest,
            upload=packed(files),
            uploaded_by=uploaded_by,
            uploaded_at=uploaded_at,
        )
        start_soon(CARRY_OUT)
    return row


def confirm_import(
    *, row: FrameworkImport, shown: str, confirmed_by: Person | None, confirmed_at: datetime
) -> FrameworkImport:
    """Have a worker write the plan that was `shown`.

    Raises ImportStepError where the plan is another one by now, can no longer be applied, or has something in
    its way.
    """
    if row.state == ImportState.PLANNED and has_faults(row):
        raise ImportStepError(_("Nothing was written: something has to be corrected first."))
    found = steps.confirm(row, shown=shown, by=confirmed_by, as_of=confirmed_at)
    start_soon(CARRY_OUT)
    return found


def plan_import_anew(
    *,
    row: FrameworkImport,
    level_map: str = "",
    is_same_meaning: bool = False,
    levels_of_others: str = "",
    may_lose: bool = False,
) -> FrameworkImport:
    """Have a worker plan the same files again, with how levels of before read on those of now.

    `levels_of_others` says it of other frameworks whose skills are replaced, as `read_levels_of_others` has
    it; `may_lose` lets skills go although evidence stands on them and nothing takes their place.
    """
    found = steps.plan_anew(
        row,
        level_map=level_map,
        is_same_meaning=is_same_meaning,
        levels_of_others=levels_of_others,
        may_lose=may_lose,
    )
    start_soon(CARRY_OUT)
    return found


def has_faults(row: FrameworkImport) -> bool:
    """Whether something has to be corrected before a plan can be applied."""
    return any(one["code"] == "faults" for one in row.summary.get("parts", ()))


def carry_out_import(*, as_of: datetime) -> bool:
    """Plan or apply the import that waits longest; whether there was one.

    A plan that is no longer the one that HR confirmed is not written: HR reads the new one.
    """
    row = steps.begin_attempt(FrameworkImport, as_of=as_of)
    if row is None:
        return False
    with steps.attempt(row):
        try:
            document = formats.read_files(row.format, row.contents())
            said = _said(row)
        except FrameworkError as error:
            steps.refuse(row, problem=str(error), refused_at=as_of)
            return True
        if row.state == ImportState.PLANNING:
            steps.show_plan(row, told=_read(document, said).told, planned_at=as_of)
            return True
        try:
            _apply(row, document, said, as_of)
        except PlanChangedError as error:
            steps.show_plan(row, told=error.told, planned_at=as_of, has_changed=True)
    return True


@tried_again_after_deadlock
def _apply(row: FrameworkImport, document: FrameworkDocument, said: ImportChoices, as_of: datetime) -> None:
    """Write the plan and say so, in one transaction: neither is there without the other."""
    with transaction.atomic():
        list(Scale.objects.select_for_update().filter(key=document.scale.key))
        list(Framework.objects.select_for_update().filter(key=document.key))
        read = _read(document, said)
        told = read.told
        if read.faults or told.digest != row.shown:
            raise PlanChangedError(told)
        framework = Framework.objects.filter(key=document.key).first()
        if not read.plan.is_empty:
            framework = apply_framework_plan(
                plan=read.plan, applied_at=as_of, applied_by=row.confirmed_by, **said._asdict()
            )
        steps.finish(row, told=told, finished_at=as_of, framework=framework)


def _read(document: FrameworkDocument, said: ImportChoices) -> _Read:
    faults = import_faults(document, **said._asdict())
    return _Read(document, said, framework_plan(document), faults)


def _said(row: FrameworkImport) -> ImportChoices:
    mapping = read_level_map(row.level_map) if row.level_map else None
    return ImportChoices(
        mapping=SAME_MEANING if row.is_same_meaning else mapping,
        mappings_of_others=read_levels_of_others(row.levels_of_others),
        may_lose=row.may_lose,
    )


def _reads_anew(plan: FrameworkPlan, mapping: LevelMapping | None) -> list[str]:
    counts = level_map_counts(plan, mapping)
    if counts is None:
        return []
    text = _("Read by the map from now on: evidence %(pieces)s, people %(people)s.")
    return [text % {"pieces": f"{counts[0]:,}", "people": f"{counts[1]:,}"}]
