"""The files of a package as its frame gets them: what they may reach, and the API in each page.

A page of a package has an origin of its own that nothing else has (`sandbox` without `allow-same-origin`): it
sees no cookie, no storage and no window of lifow, and its policy lets it fetch nothing but its own files. So
the API that it looks for has to be in its own window: a script of ours comes first in each page.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

ANY = "application/octet-stream"
PAGES = ("text/html", "application/xhtml+xml")
TYPES: Mapping[str, str] = {
    **dict.fromkeys((".html", ".htm"), "text/html"),
    ".xhtml": "application/xhtml+xml",
    **dict.fromkeys((".js", ".mjs"), "text/javascript"),
    ".css": "text/css",
    ".json": "application/json",
    **dict.fromkeys((".xml", ".xsd", ".dtd", ".xsl"), "text/xml"),
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    **dict.fromkeys((".jpg", ".jpeg"), "image/jpeg"),
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    **dict.fromkeys((".ogg", ".oga"), "audio/ogg"),
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".eot": "application/vnd.ms-fontobject",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
}
SANDBOX = "allow-scripts allow-forms allow-modals"
LONGEST_PAGE = 20 * 2**20
LOOKED_AT = 64 * 2**10
"""Bytes of a page in which its head begins."""
HEAD = re.compile(rb"<!--.*?-->|(<head\b[^>]*>)", re.IGNORECASE | re.DOTALL)
ROOT = re.compile(rb"<!--.*?-->|(<html\b[^>]*>)", re.IGNORECASE | re.DOTALL)
KIND = re.compile(rb"<!--.*?-->|(<!doctype\b[^>]*>)", re.IGNORECASE | re.DOTALL)
WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def type_of(name: str) -> str:
    """What a file is served as, by its name; what is not known is no page."""
    return TYPES.get(PurePosixPath(name).suffix.casefold(), ANY)


def headers_for(base: str, api: str) -> dict[str, str]:
    """What goes with each file of a launch: `base` is the address of its files, `api` that of our script.

    Its address names the launch, and no cookie is looked at: any origin may read it, as the package's own
    pages have one that cannot be named.
    """
    own = f"{base} data: blob:"
    policy = {
        "sandbox": SANDBOX,
        "default-src": f"{own} 'unsafe-inline' 'unsafe-eval'",
        "script-src": f"{own} {api} 'unsafe-inline' 'unsafe-eval'",
        "form-action": base,
        "base-uri": base,
        "object-src": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Accept-Ranges": "bytes",
    }


def with_api(page: bytes, api: str) -> bytes:
    """A page with our script before all of its own, whatever it is written in."""
    for mark, encoding in WIDE:
        if page.startswith(mark):
            text = page[2:].decode(encoding, "replace").encode("utf-8")
            return mark + _with_script(text, api).decode("utf-8", "replace").encode(encoding)
    return _with_script(page, api)


def _with_script(page: bytes, api: str) -> bytes:
    script = f'<script src="{api}"></script>'.encode()
    for pattern in (HEAD, ROOT, KIND):
        for found in pattern.finditer(page, 0, LOOKED_AT):
            if found[1]:
                return page[: found.end(1)] + script + page[found.end(1) :]
    mark = b"\xef\xbb\xbf" if page.startswith(b"\xef\xbb\xbf") else b""
    return mark + script + page[len(mark) :]
