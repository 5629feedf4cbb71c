"""XML as trees of elements that know their line: bounded, without document types, entities or namespaces."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

import defusedxml.sax
from defusedxml import DefusedXmlException

from assessments.testing.interchange.formats.reading import MEGABYTE, MOST_BYTES, shortened
from assessments.testing.interchange.formats.remarks import FormatError, Where

DEEPEST = 100
MOST_ELEMENTS = 500_000


@dataclass(slots=True)
class Element:
    """An element: its name without a namespace, and what is in it, texts and elements in their order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    inside: "list[Element | str]" = field(default_factory=list)

    @property
    def elements(self) -> "list[Element]":
        return [one for one in self.inside if isinstance(one, Element)]

    @property
    def text(self) -> str:
        """All texts in it, those of inner elements too, without spaces around them."""
        return "".join(_texts(self)).strip()

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def all(self, *names: str) -> "list[Element]":
        """The elements directly in it that have one of the names."""
        return [one for one in self.elements if one.name in names]

    def first(self, name: str) -> "Element | None":
        return next(iter(self.all(name)), None)

    def words(self, name: str) -> str:
        """The text of the first element of that name; "" where there is none."""
        found = self.first(name)
        return found.text if found is not None else ""

    def within(self) -> "Iterator[Element]":
        """Every element in it at any depth, in the order of the file."""
        for one in self.elements:
            yield one
            yield from one.within()


def parse(data: bytes, file: str = "") -> Element:
    """The tree of an XML document. Raises FormatError with its line."""
    if len(data) > MOST_BYTES:
        raise FormatError("too_large", Where(file), expected=str(MOST_BYTES // MEGABYTE))
    if not data.strip():
        raise FormatError("empty_file", Where(file))
    handler = _Handler(file)
    try:
        defusedxml.sax.parse(io.BytesIO(data), handler, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FormatError("document_type", Where(file, handler.line)) from error
    except SAXParseException as error:
        said = shortened(str(error.getMessage()), 100)
        raise FormatError("not_xml", Where(file, error.getLineNumber() or 0), said) from error
    except (SAXException, ValueError, LookupError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("not_xml", Where(file, handler.line), shortened(str(error), 100)) from error
    if handler.root is None:
        raise FormatError("not_xml", Where(file))
    return handler.root


def _texts(element: Element) -> Iterator[str]:
    for one in element.inside:
        if isinstance(one, Element):
            yield from _texts(one)
        else:
            yield one


class _Handler(ContentHandler):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.root: Element | None = None
        self._file = file
        self._open: list[Element] = []
        self._text: list[str] = []
        self._count = 0
        self._locator: Locator | None = None

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() or 0) if self._locator is not None else 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self._end_text()
        self._count += 1
        if len(self._open) >= DEEPEST:
            raise FormatError("too_deep", Where(self._file, self.line), expected=str(DEEPEST))
        if self._count > MOST_ELEMENTS:
            expected = f"{MOST_ELEMENTS:,}"
            raise FormatError("too_many_elements", Where(self._file, self.line), expected=expected)
        attributes = {key if key == "xml:lang" else _local(key): value for key, value in attrs.items()}
        element = Element(_local(name), attributes, self.line)
        if self._open:
            self._open[-1].inside.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._end_text()
        self._open.pop()

    def characters(self, content: str) -> None:
        self._text.append(content)

    def _end_text(self) -> None:
        """Keep the text that has come since the last tag."""
        if self._text and self._open:
            self._open[-1].inside.append("".join(self._text))
        self._text.clear()


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
