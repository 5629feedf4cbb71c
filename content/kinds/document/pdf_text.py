"""The text of a PDF by page, read in a process of its own: `python -I pdf_text.py FILE` prints JSON.

A PDF is a program to unpack: what it says of its sizes is not believed. The process has little memory and
time, opens nothing but the file, and what holds a script, a file or starts a program is told and not read.
It knows nothing of the rest of lifow, so that it starts at once and holds no secret.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

MOST_PAGES = 2_000
LONGEST_PAGE = 20_000
LONGEST_IN_ALL = 3_000_000
"""Characters. A page of small print has 6,000; the whole of “War and Peace” has these three million."""
MOST_OBJECTS = 500_000
DEEPEST = 40
MEMORY = 1_500 * 2**20
SECONDS_OF_CPU = 60
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/Rendition",
    "/GoToE",
    "/RichMediaExecute",
}
ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}


def bound_process() -> None:
    """Have this process end where it takes more memory or time than reading a document does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_CPU, SECONDS_OF_CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path) -> dict[str, Any]:
    """The texts of the pages, or the name of a problem."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "encrypted"}
        if _is_active(reader):
            return {"problem": "active"}
        return _texts(reader)
    except MemoryError:
        return {"problem": "too_heavy"}
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RecursionError):
        return {"problem": "damaged"}


def _texts(reader: PdfReader) -> dict[str, Any]:
    texts: list[str] = []
    left = LONGEST_IN_ALL
    # A document may say that it has fewer pages than it has: they are counted.
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            return {"problem": "too_many_pages"}
        try:
            text = page.extract_text()[: min(LONGEST_PAGE, left)]
        except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            # A page that cannot be read is still shown by the browser.
            text = ""
        left -= len(text)
        texts.append(text)
    return {"problem": "" if texts else "damaged", "pages": texts}


def _is_active(reader: PdfReader) -> bool:
    """Whether anything in the document does more than being shown: every object is looked at, also those that
    no page leads to."""
    ids = {
        *((number, generation) for generation, table in reader.xref.items() for number in table),
        *((number, 0) for number in reader.xref_objStm),
    }
    if len(ids) > MOST_OBJECTS:
        raise MemoryError
    return any(_is_active_value(one, 0) for one in (reader.trailer, *_objects(reader, sorted(ids))))


def _objects(reader: PdfReader, ids: list[tuple[int, int]]) -> Iterator[Any]:
    from pypdf.generic import IndirectObject

    for number, generation in ids:
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            # What cannot be read here is not read by a viewer either.
            continue


def _is_active_value(value: Any, depth: int) -> bool:
    if depth > DEEPEST:
        return True
    if isinstance(value, DictionaryObject):
        if value.keys() & ACTIVE_KEYS or str(dict.get(value, "/S", "")) in ACTIONS:
            return True
        return any(_is_active_value(inner, depth + 1) for inner in dict.values(value))
    if isinstance(value, ArrayObject):
        return any(_is_active_value(inner, depth + 1) for inner in list.__iter__(value))
    return False


if __name__ == "__main__":
    bound_process()
    sys.stdout.write(json.dumps(read(Path(sys.argv[1]))))
