"""The formats by name, and which of them a file is of."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from assessments.testing.interchange.formats import aiken, csv, gift, moodle, qti
from assessments.testing.interchange.formats.archives import Archive, is_archive
from assessments.testing.interchange.formats.items import Parsed, ParsedItem, Written
from assessments.testing.interchange.formats.remarks import FormatError


class Format(NamedTuple):
    """A format: what people call it, the endings of its files, and both ways."""

    title: str
    endings: tuple[str, ...]
    read: Callable[[bytes], Parsed]
    write: Callable[[Iterable[ParsedItem]], Written]


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", ("csv", "zip"), csv.read, csv.write),
    "gift": Format("GIFT", ("gift", "txt"), gift.read, gift.write),
    "aiken": Format("Aiken", ("txt",), aiken.read, aiken.write),
    "moodle": Format("Moodle XML", ("xml",), moodle.read, moodle.write),
    "qti": Format("QTI 2.1", ("zip", "xml"), qti.read, qti.write),
}


def format_of(name: str, data: bytes) -> str:
    """The format of a file by its name and how it begins. Raises FormatError where it is none of them."""
    ending = name.rsplit(".", 1)[-1].casefold()
    if is_archive(data):
        names = Archive(data).names
        return "csv" if any(one.casefold().endswith(".csv") for one in names) else "qti"
    start = data[:4096].decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    if "<" in start[:100] and ("<quiz" in start or "<question" in start):
        return "moodle"
    if ending == "xml" or start.lstrip("\ufeffï»¿ \r\n").startswith("<?xml"):
        return "qti"
    if ending == "csv":
        return "csv"
    if ending in ("gift", "txt", "text"):
        return "aiken" if re.search(r"^\s*ANSWER\s*:", start, re.MULTILINE) else "gift"
    raise FormatError("unknown_format", expected=", ".join(one.title for one in FORMATS.values()))
