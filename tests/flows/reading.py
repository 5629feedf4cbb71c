"""Pages as a person reads them."""

import re
from html import unescape

from django.http import HttpResponse

MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def words(response: HttpResponse) -> str:
    """The words of a page's main part, as one line."""
    assert response.status_code in (200, 422), response.status_code
    (main,) = MAIN.findall(response.content.decode())
    return " ".join(unescape(TAG.sub(" ", UNSEEN.sub(" ", main))).split())


def section(response: HttpResponse, heading: str) -> str:
    """The words under a heading of the second rank, up to the next one."""
    (main,) = MAIN.findall(response.content.decode())
    parts = re.split(r"<h2\b[^>]*>", main)
    found = [part for part in parts[1:] if words_of(part.split("</h2>")[0]) == heading]
    assert len(found) == 1, f"{heading!r} is {len(found)} times among {[words_of(one)[:40] for one in parts]}"
    return words_of(found[0].split("</h2>", 1)[1])


def words_of(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())
