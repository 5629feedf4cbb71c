"""The published questions of a skill as a file that other systems read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import slugify

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.interchange.formats import items as form
from assessments.testing.interchange.formats.registry import FORMATS
from assessments.testing.interchange.formats.remarks import Remark, Where
from lifow.base.media.files import read_file

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of questions, and what of them its format has no room for."""

    content: bytes
    name: str
    media_type: str
    count: int
    left_out: int
    remarks: tuple[Remark, ...]


def exportable_skills() -> QuerySet[Skill]:
    """The skills that have published questions, by name."""
    ids = ItemVersion.objects.in_use().values("item__skill")
    found: QuerySet[Skill] = Skill.objects.filter(pk__in=ids).order_by("name", "pk")
    return found


def export_items(*, skill: Skill, format: str) -> Exported:
    """The published questions of a skill, the oldest first, in a format that is a key of `FORMATS`."""
    rows = ItemVersion.objects.in_use().of_skill(skill).select_related("item", "picture")
    versions = list(rows.order_by("item"))
    items = [_item_of(version, skill) for version in versions]
    written = FORMATS[format].write(items)
    return Exported(
        content=written.content,
        name=f"{slugify(skill.name) or skill.public_id}-{format}.{written.ending}",
        media_type=TYPES[written.ending],
        count=len(items),
        left_out=len({one.where for one in written.remarks if one.is_left_out}),
        remarks=(*written.remarks, *_without_file(items, versions)),
    )


def _item_of(version: ItemVersion, skill: Skill) -> form.ParsedItem:
    body = {
        name: form.lettered([{key: row[key] for key in row if key != "key"} for row in value])
        if isinstance(value, list) and value and isinstance(value[0], dict)
        else value
        for name, value in version.body.items()
    }
    return form.ParsedItem(
        kind=version.kind,
        stem=version.stem,
        body=body,
        skill=skill.external_id,
        level=version.level,
        language=version.item.language,
        key=version.item.public_id,
        picture=_picture_of(version),
    )


def _without_file(items: Iterable[form.ParsedItem], versions: Iterable[ItemVersion]) -> Iterator[Remark]:
    """Tell the questions whose picture has no file any more."""
    for item, version in zip(items, versions, strict=True):
        if version.picture is not None and item.picture is None:
            yield Remark("picture_missing", Where(name=item.key), version.picture.public_id)


def _picture_of(version: ItemVersion) -> form.Picture | None:
    if version.picture is None:
        return None
    content = read_file(version.picture.digest)
    if content is None:
        return None
    name = f"{version.picture.public_id}.{ENDINGS.get(version.picture.media_type, 'png')}"
    return form.Picture(name, content, version.picture_alt)
