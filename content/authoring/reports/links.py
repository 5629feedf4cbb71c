"""The links and pictures of a text, and which of its links lead nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve
from markdown_it import MarkdownIt
from markdown_it.token import Token

from content.authoring.models import CheckedLink
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module
from lifow.base.media.addresses import picture_id_in
from lifow.base.media.models import Picture

MODULE_PAGE = "content:module"
OTHER_SCHEMES = ("mailto", "tel")
_parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class LinksOfText:
    """What a text links to and shows: addresses in their order, each once; and how many pictures have no
    words for those who cannot see them. `pictures` are ids of pictures of this site, `pictures_elsewhere`
    addresses of those that learners are not shown."""

    internal: Sequence[str]
    external: Sequence[str]
    pictures_without_words: int
    pictures: Sequence[str]
    pictures_elsewhere: Sequence[str]


def links_of(body: str) -> LinksOfText:
    """The links and pictures of a Markdown text."""
    internal: dict[str, None] = {}
    external: dict[str, None] = {}
    pictures: dict[str, str] = {}
    wordless = 0
    for token in _inside(_parser.parse(body)):
        for source, words in _pictures_of(token):
            wordless += not words.strip()
            pictures[source] = picture_id_in(source)
        if token.type == "link_open":
            _sort_in(str(token.attrGet("href") or ""), internal, external)
    own = list(dict.fromkeys(public_id for public_id in pictures.values() if public_id))
    elsewhere = [source for source, public_id in pictures.items() if not public_id]
    return LinksOfText(list(internal), list(external), wordless, own, elsewhere)


def external_links(body: str) -> Sequence[str]:
    """The addresses outside that a text links to."""
    return links_of(body).external


def links_of_module(module: Module) -> list[str]:
    """The addresses outside that a module links to: in its text, and as a part of its kind."""
    own = kind_of(module.kind).links(tidy_parts(module.kind, module.parts))
    return list(dict.fromkeys([*external_links(module.body), *own]))


def modules_linking_to(url: str) -> list[Module]:
    """The published modules that link to an address outside."""
    named = Module.objects.published().filter(Q(body__contains=url) | Q(parts__url=url))
    return [one for one in named.select_related("author").order_by("pk") if url in links_of_module(one)]


def broken_internal(urls: Sequence[str]) -> list[str]:
    """Which addresses of this site lead nowhere, or to a module that learners cannot open."""
    wanted = {url: _module_of(url) for url in urls}
    ids = {public_id for public_id in wanted.values() if public_id}
    readable = Module.objects.filter(
        public_id__in=ids, status__in=[Module.Status.PUBLISHED, Module.Status.OUTDATED]
    )
    open_ids = {"", *readable.values_list("public_id", flat=True)}
    return [url for url, public_id in wanted.items() if public_id not in open_ids]


def links_with_problems(urls: Sequence[str]) -> list[CheckedLink]:
    """Which addresses outside did not answer when they were asked last."""
    return list(CheckedLink.objects.filter(url__in=urls).exclude(problem="").order_by("url"))


def lost_pictures(public_ids: Sequence[str]) -> list[str]:
    """Which pictures of this site are no longer stored."""
    stored = set(Picture.objects.filter(public_id__in=public_ids).values_list("public_id", flat=True))
    return [one for one in public_ids if one not in stored]


def _pictures_of(token: Token) -> Iterator[tuple[str, str]]:
    """Where each picture comes from, and its words: in Markdown, or as HTML."""
    if token.type == "image":
        yield str(token.attrGet("src") or ""), token.content
    elif token.type in ("html_block", "html_inline") and "<img" in token.content.lower():
        for tag in BeautifulSoup(token.content, "html.parser").find_all("img"):
            yield str(tag.get("src") or ""), str(tag.get("alt") or "")


def _inside(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inside(token.children or [])


def _sort_in(href: str, internal: dict[str, None], external: dict[str, None]) -> None:
    """Put an address where it belongs; a place on the same page, and an address of mail, are neither."""
    try:
        parts = urlsplit(href)
    except ValueError:
        internal[href] = None
        return
    if href.startswith(f"{settings.SITE_URL}/") or (not parts.scheme and not parts.netloc):
        if parts.path:
            internal[href] = None
    elif parts.scheme in ("http", "https", ""):
        external[href] = None
    elif parts.scheme not in OTHER_SCHEMES:
        internal[href] = None


def _module_of(url: str) -> str | None:
    """The public id of the module that an address of this site leads to, "" for another page, None for no
    page."""
    try:
        path = unquote(urlsplit(url.removeprefix(settings.SITE_URL)).path)
        found = resolve(path)
    except (Resolver404, ValueError):
        return None
    return str(found.kwargs.get("module_id", "")) if found.view_name == MODULE_PAGE else ""
