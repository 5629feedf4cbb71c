"""Writing modules from files: as drafts, all of a folder or none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.authoring.interchange import PICTURES, read_zip, read_zipped_pictures
from content.authoring.models import ModuleImport
from content.authoring.reports import (
    FolderPictures,
    FolderPlan,
    Outcome,
    PlannedModule,
    pictures_of_folder,
    plan_of_folder,
)
from content.authoring.services.links import note_links
from content.authoring.services.states import check_not_in_review
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import ModuleError, create_module, lock_catalogue, save_draft
from lifow.base.media.addresses import picture_address
from lifow.base.media.services import PictureError, keep_picture
from lifow.people.persons.models import Person

KEPT_FOR = timedelta(days=7)


def upload_folder(*, name: str, data: bytes, by: Person, as_of: datetime) -> ModuleImport:
    """Keep a zip of modules until its plan is confirmed. Raises FolderError for one that is not read."""
    read_zip(data)
    return ModuleImport.objects.create(name=name[:200], data=data, uploaded_by=by, uploaded_at=as_of)


def write_upload(*, upload: ModuleImport, as_of: datetime) -> FolderPlan:
    """Write what an upload says; its plan as it was carried out. Twice is once.

    Raises ModuleError as `write_folder` does.
    """
    with transaction.atomic():
        row = ModuleImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        data = bytes(row.data)
        plan = write_folder(
            files=read_zip(data), pictures=read_zipped_pictures(data), by=upload.uploaded_by, as_of=as_of
        )
        row.written_at = row.written_at or as_of
        row.save(update_fields=["written_at"])
    return plan


def write_folder(
    *,
    files: Mapping[str, str],
    pictures: Mapping[str, bytes] | None = None,
    by: Person | None,
    as_of: datetime,
) -> FolderPlan:
    """Write modules from files, as drafts: nothing reaches learners but by publishing. All or none.

    `pictures` are those that the texts may show, by the names of their files. What says the same already is
    left as it is. Raises ModuleError where the plan has something to correct, such as a circle of
    prerequisites, and for a picture that is kept as none.
    """
    with transaction.atomic():
        lock_catalogue()
        plan = plan_of_folder(files, pictures_of_folder(pictures or {}))
        if plan.is_refused:
            raise ModuleError("", _("Nothing is written: something has to be corrected first."))
        if pictures:
            plan = plan_of_folder(files, _keep_pictures(plan, pictures, as_of))
        changed = [row for row in plan.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
        for row in changed:
            if row.module is None and row.contents is not None:
                create_module(author=by, contents=row.contents, key=row.key)
        # Once all are there: files name each other in any order.
        for row in changed:
            _write(row.key, row, by, as_of)
    return plan


def forget_uploads(*, as_of: datetime) -> int:
    """Delete uploads of long ago; how many."""
    return ModuleImport.objects.filter(uploaded_at__lt=as_of - KEPT_FOR).delete()[0]


def _keep_pictures(plan: FolderPlan, pictures: Mapping[str, bytes], as_of: datetime) -> FolderPictures:
    """Keep the pictures that what is planned shows, and say where they are shown."""
    addresses = dict(pictures_of_folder(pictures).addresses)
    for name in sorted({name for row in plan.rows for name in row.new_pictures}):
        try:
            addresses[name] = picture_address(keep_picture(data=pictures[name], as_of=as_of).public_id)
        except PictureError as error:
            raise ModuleError("", f"{PICTURES}/{name}: {error}") from error
    return FolderPictures(addresses)


def _write(key: str, row: PlannedModule, by: Person | None, as_of: datetime) -> None:
    before = {one.key: one for one in Module.objects.filter(key__in=row.prerequisites)}
    module = Module.objects.get(key=key)
    check_not_in_review(module)
    if row.contents is None:
        return
    contents = replace(row.contents, prerequisites=[before[one] for one in row.prerequisites])
    kind = kind_of(contents.kind)
    kind.hold_pictures(kind.pictures(contents.parts), as_of)
    try:
        save_draft(module=module, contents=contents, by=by)
    except ModuleError as error:
        raise ModuleError(error.field, f"{row.name}: {error}") from error
    note_links(body=contents.body, also=kind.links(contents.parts))
