"""The manifest of a SCORM 1.2 package: its title, what is opened first, and the mark with which it is passed.

IMS Content Packaging 1.1.2 with the names of ADL SCORM 1.2 (Content Aggregation Model, 2.3). Elements are
known by their local name, as authoring tools differ in the namespaces that they declare.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

LONGEST = 2 * 2**20
LONGEST_TITLE, LONGEST_HREF, LONGEST_DATA = 200, 500, 4_096
MOST_ITEMS = 1_000
BASE = "{http://www.w3.org/XML/1998/namespace}base"
NEWER = ("adlcp_v1p3", "adlseq_v1p3", "imsss", "adlnav_v1p3")


class ManifestError(ValueError):
    """A manifest that is not taken; the text is the reason's name."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says: `href` is what is opened, `path` the file of it, `mastery` a mark in percent."""

    title: str
    href: str
    path: str
    launch_data: str = ""
    mastery: float | None = None


def read_manifest(data: bytes) -> Manifest:
    """What a manifest says. Raises ManifestError, such as `no_xml`, `newer` or `several_scos`."""
    if len(data) > LONGEST:
        raise ManifestError("no_xml")
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise ManifestError("no_xml") from error
    if _name(root) != "manifest":
        raise ManifestError("no_xml")
    _check_version(root, data)
    resources = {one.get("identifier", ""): one for one in _all(root, "resource")}
    items = [one for one in _all(root, "item") if _resource(one, resources) is not None]
    scos = [one for one in items if _is_sco(_resource(one, resources))]
    if len({one.get("identifierref") for one in scos}) > 1 or len(scos) > 1:
        raise ManifestError("several_scos")
    if not scos:
        raise ManifestError("no_sco")
    return _manifest(root, scos[0], resources)


def _manifest(root: Element, item: Element, resources: dict[str, Element]) -> Manifest:
    resource = resources[item.get("identifierref", "")]
    bases = [one.get(BASE, "") for one in (root, *_all(root, "resources"), resource)]
    href = "".join(base if base.endswith("/") else f"{base}/" for base in bases if base) + resource.get(
        "href", ""
    )
    parameters = item.get("parameters", "").lstrip("?&#")
    if parameters:
        href += ("&" if "?" in href else "?") + parameters
    organisation = next(iter(_all(root, "organization")), root)
    title = _text(organisation, "title") or _text(item, "title")
    mastery = _text(item, "masteryscore")
    return Manifest(
        " ".join(title.split())[:LONGEST_TITLE],
        href,
        _path(href),
        _text(item, "datafromlms")[:LONGEST_DATA],
        _percent(mastery),
    )


def _path(href: str) -> str:
    """The file that is opened. Raises ManifestError for an address that leads out of the package."""
    path = unquote(href.partition("#")[0].partition("?")[0]).removeprefix("./")
    is_elsewhere = ":" in path or "\\" in path or path.startswith("/") or ".." in path.split("/")
    if not path or is_elsewhere or len(href) > LONGEST_HREF or not href.isprintable():
        raise ManifestError("bad_address")
    return posixpath.normpath(path)


def _check_version(root: Element, data: bytes) -> None:
    versions = {(one.text or "").strip() for one in _all(root, "schemaversion")}
    is_newer = any("2004" in one or one.startswith("CAM") for one in versions)
    has_newer_names = any(name in (one.tag or "") for one in root.iter() for name in NEWER if one.tag)
    if is_newer or has_newer_names or any(name.encode() in data[:20_000] for name in NEWER[:2]):
        raise ManifestError("newer")


def _is_sco(resource: Element | None) -> bool:
    """Whether a resource talks to who opens it; names are in any case, as tools write them."""
    told = {
        name.rpartition("}")[2].casefold(): value
        for name, value in (resource.items() if resource is not None else ())
    }
    return told.get("scormtype", "").casefold() == "sco"


def _resource(item: Element, resources: dict[str, Element]) -> Element | None:
    return resources.get(item.get("identifierref", ""))


def _all(root: Element, name: str) -> list[Element]:
    found = [one for one in root.iter() if _name(one) == name]
    if len(found) > MOST_ITEMS and name == "item":
        raise ManifestError("several_scos")
    return found


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (one for one in parent if _name(one) == name)


def _text(parent: Element, name: str) -> str:
    return next(((one.text or "").strip() for one in _children(parent, name)), "")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].casefold() if isinstance(element.tag, str) else ""


def _percent(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 <= found <= 100 else None
