"""A Word file as it comes in: a zip archive of a few parts, bounded, none outside of it, parsed safely."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

MEGABYTE = 2**20
MOST_BYTES = 10 * MEGABYTE
MOST_PARTS = 2_000
MOST_UNPACKED = 40 * MEGABYTE
DEEPEST = 120
MOST_ELEMENTS = 300_000
DOCUMENT = "word/document.xml"
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError)


class DocxError(ValueError):
    """A file that cannot be read as a Word document; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Package:
    """The parts of a Word file by their names; each is read when it is asked for."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise DocxError("too_large")
        if not data.startswith(b"PK\x03\x04"):
            raise DocxError("not_docx")
        try:
            self._opened = zipfile.ZipFile(io.BytesIO(data))
            parts = [one for one in self._opened.infolist() if not one.is_dir()]
        except UNREADABLE as error:
            raise DocxError("not_docx") from error
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
            raise DocxError("too_much")
        if any(_is_hostile(one) for one in parts):
            raise DocxError("hostile_names")
        self._left = MOST_UNPACKED
        self.names = [one.filename for one in parts]
        if DOCUMENT not in self.names:
            raise DocxError("not_docx")

    def tree(self, name: str) -> Element | None:
        """The XML of a part; None where there is none. Raises DocxError where it cannot be read."""
        if name not in self.names:
            return None
        try:
            with self._opened.open(name) as part:
                content = part.read(self._left + 1)
        except (RuntimeError, *UNREADABLE) as error:
            raise DocxError("broken") from error
        self._left -= len(content)
        if self._left < 0:
            raise DocxError("too_much")
        return _parsed(content)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value(element: Element | None, name: str = "val") -> str:
    """An attribute by its name without a namespace; "" where there is none."""
    if element is None:
        return ""
    return next((said for key, said in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first element on a path of names below one."""
    for name in path:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The elements of a name directly in one."""
    return (one for one in (element if element is not None else ()) if local(one) == name)


def _parsed(content: bytes) -> Element:
    depth = count = 0
    root: Element | None = None
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            count += event == "start"
            root = element if root is None else root
            if depth > DEEPEST or count > MOST_ELEMENTS:
                raise DocxError("too_much")
    except DefusedXmlException as error:
        raise DocxError("hostile_xml") from error
    except (ParseError, UnicodeError, LookupError) as error:
        raise DocxError("broken") from error
    if root is None:
        raise DocxError("broken")
    return root


def _is_hostile(part: zipfile.ZipInfo) -> bool:
    """Whether a name leads out of the archive, or its part is locked."""
    name = part.filename.replace("\\", "/")
    return name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or bool(part.flag_bits & 1)
