"""Pages of HTML, alone or as a zip with their pictures (as Confluence exports a space), as Markdown. Pure.

What is not taken over is counted by what it is. Whatever a page holds, what comes out is Markdown, which is
made safe where it is shown; pictures are bytes that are known by what they are.
"""

import base64
import binascii
import posixpath
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from markdownify import MarkdownConverter

LARGEST = 100 * 2**20
LARGEST_PAGE, LARGEST_PICTURE = 5 * 2**20, 5 * 2**20
LARGEST_IN_ALL = 300 * 2**20
MOST_FILES, MOST_PAGES, MOST_PICTURES = 5_000, 200, 50
DEEPEST = 400
ENDINGS = (".html", ".htm")
PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif"}
DATA = re.compile(r"data:image/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]+)\Z")
MAIN = re.compile(r"""\bid=["']?main-content["'\s>]""")
"""What an export of Confluence has around the text of each page, and around that of no list of pages."""
PLACE = "/pictures/import-%s/"
"""Where a picture is in the Markdown until it is stored."""
PAGE = "/modules/import-%s/"
"""Where a link to another page of the upload leads in the Markdown until that is a module: its place by
name."""
PAGE_LINK = re.compile(r"\]\(/modules/import-(\d+)/\)")
CODES: Mapping[str, Sequence[str]] = {
    "scripts": ("script", "noscript", "template"),
    "styles": ("style", "link"),
    "frames": ("iframe", "frame", "frameset", "object", "embed", "applet"),
    "forms": ("form", "input", "button", "select", "textarea"),
    "drawings": ("svg", "canvas", "math"),
    "films": ("video", "audio", "source", "track"),
}
KINDS = {tag: code for code, tags in CODES.items() for tag in tags}
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class PagesError(ValueError):
    """A file of pages that is not read; the text is the reason's name."""


@dataclass(frozen=True, slots=True)
class PageFiles:
    """What was uploaded: pages and other files by their names, and how many are neither page nor picture."""

    pages: Mapping[str, str]
    pictures: Mapping[str, bytes]
    others: int = 0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as Markdown; `pictures` are those it shows, in their order; `left_out` what it lacks."""

    name: str
    title: str
    text: str
    pictures: Sequence[bytes] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    is_contents: bool = False


def read_files(name: str, data: bytes) -> PageFiles:
    """The files of an upload: a zip, or one page. Raises PagesError."""
    if len(data) > LARGEST:
        raise PagesError("too_large")
    if not data.startswith(b"PK\x03\x04"):
        if not name.casefold().endswith(ENDINGS):
            raise PagesError("no_pages")
        return PageFiles({name: _decoded(data[:LARGEST_PAGE])}, {})
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read_all(archive)
    except BROKEN as error:
        raise PagesError("no_zip") from error


def _read_all(archive: zipfile.ZipFile) -> PageFiles:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > MOST_FILES:
        raise PagesError("too_much")
    pages: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    others, left = 0, LARGEST_IN_ALL
    for entry in entries:
        name = _checked_name(entry)
        is_page = name.casefold().endswith(ENDINGS)
        most = LARGEST_PAGE if is_page else LARGEST_PICTURE
        with archive.open(entry) as stream:
            begin = stream.read(16)
            if not is_page and not _is_picture(begin):
                others += 1
                continue
            # What the zip says of sizes is not believed.
            content = begin + stream.read(min(most, left) + 1)
        left -= len(content)
        if left < 0 or (is_page and (len(content) > most or len(pages) >= MOST_PAGES)):
            raise PagesError("too_much")
        if is_page:
            pages[name] = _decoded(content)
        elif len(content) <= most:
            pictures[name] = content
        else:
            others += 1
    if not pages:
        raise PagesError("no_pages")
    return PageFiles(pages, pictures, others)


def _checked_name(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename
    is_elsewhere = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
    if is_elsewhere or stat.S_ISLNK(entry.external_attr >> 16) or "\0" in name:
        raise PagesError("hostile_names")
    if entry.flag_bits & 1:
        raise PagesError("encrypted")
    return name


def pages_in(files: PageFiles) -> list[ReadPage]:
    """Each page as Markdown, in the order of their names, by which links to them are told: see PAGE."""
    return [_read_page(name, files.pages[name], files) for name in sorted(files.pages)]


def linked_in(text: str) -> set[int]:
    """The places of the pages that a text leads to."""
    return {int(found[1]) for found in PAGE_LINK.finditer(text)}


def with_links(text: str, addresses: Mapping[int, str]) -> str:
    """The text with links to pages by where those are by now; of a link to any other page its words stay."""
    at = 0
    while found := PAGE_LINK.search(text, at):
        address = addresses.get(int(found[1]))
        opens = -1 if address is not None else _opening(text, found.start())
        if address is not None:
            before = f"{text[: found.start()]}]({address})"
        else:
            before = f"{text[: max(opens, 0)]}{text[opens + 1 : found.start()]}"
        text, at = before + text[found.end() :], len(before)
    return text


def _opening(text: str, closing: int) -> int:
    """Where the bracket opens that closes there; -1 where none does."""
    depth = 0
    for at in range(closing, -1, -1):
        is_escaped = at > 0 and text[at - 1] == "\\"
        if is_escaped or text[at] not in "[]":
            continue
        depth += 1 if text[at] == "]" else -1
        if depth == 0:
            return at
    return -1


def _read_page(name: str, html: str, files: PageFiles) -> ReadPage:
    if html.count("<") > 200_000:
        return ReadPage(name, "", "", left_out={"too_deep": 1})
    soup = BeautifulSoup(html, "html.parser")
    title = _title(soup, name)
    is_confluence = any(MAIN.search(page) for page in files.pages.values())
    body = soup.find(id="main-content") if is_confluence else soup.body or soup
    if not isinstance(body, Tag):
        return ReadPage(name, title, "", is_contents=True)
    if _depth(body) > DEEPEST:
        return ReadPage(name, title, "", left_out={"too_deep": 1})
    left_out: Counter[str] = Counter()
    _drop(body, left_out)
    pictures = _pictures(body, name, files, left_out)
    _links(body, name, files, left_out)
    text = _Markdown(heading_style="ATX", bullets="-").convert_soup(body)
    return ReadPage(name, title, _tidy(text), pictures, dict(left_out))


class _Markdown(MarkdownConverter):
    """HTML as Markdown; a picture stays where it is in headings and tables too."""

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = re.sub(r"[\[\]\n]", " ", str(el.get("alt") or "")).strip()
        return f"![{words}]({el.get('src')})"


def _title(soup: BeautifulSoup, name: str) -> str:
    found = soup.title or soup.h1
    said = " ".join(found.get_text().split()) if found else ""
    # Confluence: “Space : Page”.
    said = said.partition(" : ")[2] or said
    return said or posixpath.basename(name).rpartition(".")[0] or name


def _drop(body: Tag, left_out: Counter[str]) -> None:
    for comment in body.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in body.find_all(list(KINDS)):
        if tag.decomposed:
            continue
        left_out[KINDS[tag.name]] += tag.name not in ("source", "track", "link")
        tag.decompose()
    left_out -= Counter()


def _pictures(body: Tag, name: str, files: PageFiles, left_out: Counter[str]) -> list[bytes]:
    kept: list[bytes] = []
    for tag in body.find_all("img"):
        source = str(tag.get("src") or "")
        content, code = _content(source, name, files)
        if content is None or len(kept) >= MOST_PICTURES:
            left_out[code or "pictures"] += 1
            tag.decompose()
            continue
        tag["src"] = PLACE % len(kept)
        kept.append(content)
    return kept


def _content(source: str, name: str, files: PageFiles) -> tuple[bytes | None, str]:
    """What a picture holds, else what it is called among what is not taken over."""
    if found := DATA.match(source):
        try:
            content = base64.b64decode(found[1], validate=False)
        except (binascii.Error, ValueError):
            return None, "pictures"
        return (
            (content, "") if _is_picture(content) and len(content) <= LARGEST_PICTURE else (None, "pictures")
        )
    try:
        parts = urlsplit(source)
    except ValueError:
        return None, "pictures"
    if parts.scheme or parts.netloc:
        return None, "pictures_elsewhere"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    return files.pictures.get(path), "pictures"


def _links(body: Tag, name: str, files: PageFiles, left_out: Counter[str]) -> None:
    """Keep addresses on the web and of mail, and links to other pages of the upload; what leads to other
    files leads nowhere here."""
    places = {page: place for place, page in enumerate(sorted(files.pages))}
    for tag in body.find_all("a"):
        href = str(tag.get("href") or "")
        if re.match(r"(https?://|mailto:)", href, re.IGNORECASE):
            continue
        place = places.get(_path(href, name))
        if place is None or not tag.get_text().strip():
            left_out["links"] += bool(href)
            tag.unwrap()
            continue
        tag.attrs = {"href": PAGE % place}


def _path(href: str, name: str) -> str:
    """The name of the file that an address on a page leads to; "" for none, or the page itself."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    return "" if path == name else path


def _depth(body: Tag) -> int:
    deepest, waiting = 0, [(body, 0)]
    while waiting:
        tag, depth = waiting.pop()
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            break
        waiting.extend((child, depth + 1) for child in tag.children if isinstance(child, Tag))
    return deepest


def _is_picture(begin: bytes) -> bool:
    return any(begin.startswith(mark) for mark in PICTURES) or (
        begin[:4] == b"RIFF" and begin[8:12] == b"WEBP"
    )


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
