"""SCORM packages made by hand, so that a test says what is in one."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

NAMES = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)
SCO = '<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="index.html"/>'
ITEM = '<item identifier="i1" identifierref="r1"><title>Refunds</title></item>'
PAGE = "<!doctype html><html><head><title>A</title></head><body><p>Refunds</p></body></html>"


def manifest(*, items: str = ITEM, resources: str = SCO, version: str = "1.2", names: str = NAMES) -> str:
    """A manifest of SCORM 1.2."""
    return (
        f'<?xml version="1.0"?><manifest identifier="m" {names}>'
        f"<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>The refund course</title>{items}'
        f"</organization></organizations><resources>{resources}</resources></manifest>"
    )


def package(files: Mapping[str, str | bytes] | None = None, *, said: str | None = None) -> bytes:
    """A package with these files beside its manifest; a page, where none is given."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", said if said is not None else manifest())
        for name, text in ({"index.html": PAGE} if files is None else files).items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
