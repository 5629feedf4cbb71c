"""The parts of a document as they are stored: a PDF by the public id of its file, or an address."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from content.kinds.stored import text_of

FILE, URL = "file", "url"
FILE_ID = re.compile(r"fil_[0-9a-z]{16}")
LONGEST_URL = 2_000
SCHEMES = ("http", "https")


def tidy_document(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts in the form that is stored."""
    told = {FILE: file_id_of(parts), URL: text_of(parts, URL, LONGEST_URL)}
    return {name: value for name, value in told.items() if value}


def file_id_of(parts: Mapping[str, Any]) -> str:
    """The public id of the PDF; "" where there is none."""
    found = text_of(parts, FILE, 30)
    return found if FILE_ID.fullmatch(found) else ""


def address_in(parts: Mapping[str, Any]) -> str:
    """The address on the web, "" where there is none that a browser opens as one."""
    found = text_of(parts, URL, LONGEST_URL)
    return found if is_address(found) else ""


def is_address(text: str) -> bool:
    """Whether a text is an address on the web, with a host and without a name to sign in with."""
    if any(one.isspace() for one in text) or "\\" in text or len(text) > LONGEST_URL:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
