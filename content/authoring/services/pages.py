"""Writing articles from pages of HTML, with their pictures: as drafts, all of an upload at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from content.authoring.interchange.pages import PLACE, linked_in, read_files, with_links
from content.authoring.models import ModuleImport
from content.authoring.reports.pages import plan_of_pages
from content.authoring.services.links import note_links
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleContents,
    create_module,
    edited_contents,
    lock_catalogue,
    save_draft,
)
from lifow.base.bounds import without_controls
from lifow.base.media.addresses import picture_address
from lifow.base.media.services import PictureError, keep_picture
from lifow.people.persons.models import Person


def upload_pages(*, name: str, data: bytes, by: Person, as_of: datetime) -> ModuleImport:
    """Keep pages until their plan is confirmed. Raises PagesError for a file that is not read."""
    read_files(name, data)
    said = without_controls(name)[:200]
    return ModuleImport.objects.create(
        name=said, data=data, form=ModuleImport.Form.PAGES, uploaded_by=by, uploaded_at=as_of
    )


def write_pages(*, upload: ModuleImport, as_of: datetime) -> tuple[int, int]:
    """Write the pages of an upload as drafts of its author; how many, and how many pictures could not be
    kept. Twice is once."""
    with transaction.atomic():
        lock_catalogue()
        row = ModuleImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        plan = plan_of_pages(read_files(row.name, bytes(row.data)))
        if row.written_at is not None:
            return len(plan.to_write), 0
        made: dict[int, Module] = {}
        lost = 0
        for place, page in enumerate(plan.rows):
            if page.contents is not None:
                key = f"{row.public_id}:{len(made)}"
                made[place], missing = _write(page.contents, page.pictures, key, upload.uploaded_by, as_of)
                lost += missing
        # Once all are there: pages lead to each other in any order.
        _link(made, upload.uploaded_by)
        row.written_at = as_of
        row.save(update_fields=["written_at"])
    return len(plan.to_write), lost


def _write(
    contents: ModuleContents, pictures: Sequence[bytes], key: str, by: Person, as_of: datetime
) -> tuple[Module, int]:
    """Write one page; the module, and how many of its pictures could not be kept."""
    body, lost = contents.body, 0
    for number, data in enumerate(pictures):
        try:
            picture = keep_picture(data=data, as_of=as_of)
        except PictureError:
            lost += 1
            continue
        body = body.replace(f"({PLACE % number})", f"({picture_address(picture.public_id)})")
    made = create_module(author=by, contents=replace(contents, body=body), idempotency_key=key)
    note_links(body=body)
    return made, lost


def _link(made: Mapping[int, Module], by: Person) -> None:
    """Have the links between the pages of an upload lead to the modules that they have become."""
    addresses = {place: reverse("content:module", args=[one.public_id]) for place, one in made.items()}
    for module in made.values():
        contents = edited_contents(module)
        if linked_in(contents.body):
            body = with_links(contents.body, addresses)
            save_draft(module=module, contents=replace(contents, body=body), by=by)
