"""QTI 2.1 of 1EdTech: an `assessmentItem`, alone or many in a zip package with a manifest.

| interaction               | kind                                                       |
|---------------------------|------------------------------------------------------------|
| `choiceInteraction`       | `single`, `multiple`; `scenario` where whole points differ |
| `inlineChoiceInteraction` | the same                                                   |
| `orderInteraction`        | `order`                                                    |
| `matchInteraction`        | `match`                                                    |
| `textEntryInteraction`    | `text`; `numeric` where the response is a number           |

2.0 and 2.2 are read too. The skill and the level of an item stand in the manifest, as
classifications of the learning object metadata.
Format: https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from assessments.testing.interchange.formats.archives import Archive, is_archive
from assessments.testing.interchange.formats.items import LONGEST_LINE, Parsed, ParsedItem, one_line
from assessments.testing.interchange.formats.qti_items import answered
from assessments.testing.interchange.formats.qti_writing import TOOL, write
from assessments.testing.interchange.formats.reading import (
    Notes,
    picture_of,
    read_language,
    read_level,
    shortened,
)
from assessments.testing.interchange.formats.remarks import FormatError, LeftOutError, Where
from assessments.testing.interchange.formats.trees import Element, parse

__all__ = ["read", "write"]

MANIFEST = "imsmanifest.xml"
ITEM_TYPE = re.compile(r"imsqti_(apip)?item|imsqti_item", re.IGNORECASE)
OLD_TYPE = re.compile(r"imsqti_xmlv1|assessment/imscc", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where an item was found: its element, its file in which archive, and what the manifest says of it."""

    element: Element
    file: str = ""
    archive: Archive | None = None
    skill: str = ""
    level: str = ""


def read(data: bytes) -> Parsed:
    """The items of a QTI file or package. Raises FormatError."""
    notes = Notes()
    used: set[str] = set()
    if is_archive(data):
        archive = Archive(data)
        sources = _in_package(archive, notes, used)
    else:
        archive, sources = None, _in_tree(_item_tree(parse(data)))
    for source in sources:
        where = _where(source)
        if notes.is_full():
            break
        with notes.question(where):
            notes.take(_item(source, where, notes, used))
    if archive is not None:
        rest = [name for name in archive.names if name not in used and not name.endswith((".xsd", ".css"))]
        if rest:
            notes.add("files", Where(), ", ".join(posixpath.basename(name) for name in rest[:10]))
    return notes.parsed()


def _item_tree(root: Element, file: str = "") -> Element:
    """The tree, if it is QTI 2. Raises FormatError that says what it is instead."""
    where = Where(file, root.line)
    if root.name == "questestinterop":
        raise FormatError("qti_1", where)
    if root.name.startswith("qti-"):
        raise FormatError("qti_3", where)
    if root.name != "assessmentItem" and not any(one.name == "assessmentItem" for one in root.within()):
        raise FormatError("not_qti", where, f"<{root.name}>")
    return root


def _in_tree(root: Element) -> Iterator[_Source]:
    items = [root] if root.name == "assessmentItem" else root.within()
    yield from (_Source(one) for one in items if one.name == "assessmentItem")


def _in_package(archive: Archive, notes: Notes, used: set[str]) -> Iterator[_Source]:
    """The items of a package: those that its manifest names, or every item in it where there is none."""
    manifests = sorted((name for name in archive.names if posixpath.basename(name) == MANIFEST), key=len)
    if not manifests:
        yield from _without_manifest(archive, used)
        return
    used.add(manifests[0])
    folder = posixpath.dirname(manifests[0])
    root = parse(archive.read(manifests[0]) or b"", manifests[0])
    for resource in (one for one in root.within() if one.name == "resource"):
        yield from _of_resource(resource, archive, folder, notes, used)


def _of_resource(
    resource: Element, archive: Archive, folder: str, notes: Notes, used: set[str]
) -> Iterator[_Source]:
    kind, href = resource.get("type"), resource.get("href")
    where = Where(MANIFEST, resource.line, shortened(resource.get("identifier"), 80))
    if OLD_TYPE.match(kind):
        raise FormatError("qti_1", where)
    path = posixpath.normpath(posixpath.join(folder, unquote(href)))
    if not ITEM_TYPE.match(kind):
        if "test" in kind.casefold():
            used.add(path)
            notes.add("tests", where, href)
        return
    with notes.question(where):
        content = archive.read(path)
        if content is None:
            raise LeftOutError("no_file", href)
        used.add(path)
        try:
            root = _item_tree(parse(content, path), path)
        except FormatError as error:
            raise LeftOutError("unreadable_file", str(error)) from error
        said = _classified(resource)
        for source in _in_tree(root):
            yield _Source(
                source.element, path, archive, said.get("competency", ""), said.get("skill level", "")
            )


def _without_manifest(archive: Archive, used: set[str]) -> Iterator[_Source]:
    found = False
    for name in archive.names:
        if not name.casefold().endswith(".xml"):
            continue
        root = parse(archive.read(name) or b"", name)
        if root.name == "questestinterop":
            raise FormatError("qti_1", Where(name))
        if root.name == "assessmentItem":
            found = True
            used.add(name)
            yield _Source(root, name, archive)
    if not found:
        raise FormatError("no_manifest")


def _classified(resource: Element) -> dict[str, str]:
    """What the metadata of a resource classify it as, by the purpose: its skill and its level."""
    said: dict[str, str] = {}
    for one in resource.within():
        if one.name == "classification":
            purpose = one.first("purpose")
            taxon = next((inner for inner in one.within() if inner.name == "taxon"), None)
            entry = taxon.words("entry") or taxon.words("id") if taxon is not None else ""
            if purpose is not None and entry:
                said.setdefault(purpose.words("value").casefold(), entry)
    return said


def _where(source: _Source) -> Where:
    name = source.element.get("title") or source.element.get("identifier")
    return Where(source.file, source.element.line, shortened(name, 80))


def _item(source: _Source, where: Where, notes: Notes, used: set[str]) -> ParsedItem:
    element = source.element
    if element.get("adaptive") == "true":
        raise LeftOutError("adaptive")
    if templates := element.all("templateDeclaration"):
        raise LeftOutError("calculated", ", ".join(one.get("identifier") for one in templates))
    if element.first("stylesheet") is not None:
        notes.alike("stylesheet", where)
    kind, markup, body = answered(element, notes, where)
    is_own = element.get("toolName") == TOOL
    return ParsedItem(
        kind=kind,
        stem=notes.told(markup, where),
        body=body,
        skill=one_line(source.skill)[:LONGEST_LINE],
        level=read_level(source.level, notes, where) if source.level else None,
        language=read_language(element.get("xml:lang"), notes, where),
        key=one_line(element.get("label") if is_own else element.get("identifier"))[:LONGEST_LINE],
        picture=picture_of(
            markup.images, _pictures(source, [image.source for image in markup.images], used), notes, where
        ),
        where=where,
    )


def _pictures(source: _Source, addresses: list[str], used: set[str]) -> Mapping[str, bytes | None]:
    """The pictures that a package holds, by the addresses in the text of an item."""
    found: dict[str, bytes | None] = {}
    for address in addresses:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source.file), unquote(address)))
        if source.archive is not None and path in source.archive.names:
            used.add(path)
            found[address] = source.archive.read(path)
    return found
