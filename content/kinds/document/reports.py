"""What pages tell of a document: its file, how far reading it is, its pages, and where words are in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from content.catalogue.kinds import Hit
from content.catalogue.models import Module, ModuleDraft, ModuleVersion
from content.kinds.document.models import DocumentPage, DocumentText
from content.kinds.document.parts import file_id_of
from content.kinds.document.querysets import DocumentPageQuerySet
from content.kinds.reading import read_once
from lifow.base.bounds import LONGEST_BODY
from lifow.base.passages.registry import Text
from lifow.base.search import words_of
from lifow.base.uploads.choices import FileType
from lifow.base.uploads.models import StoredFile

MOST_HITS = 50
MOST_PLACES = 3
"""Pages that a row of the catalogue names."""
MOST_RANKED = 200
AROUND = 90
"""Characters of a page that are shown on each side of a word that was looked for."""
FIRST_WORDS = 80
FULL, LEAST_FULL = 0.75, 30
"""From this share of the longest line on a line is full, if it has so many characters."""


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page, and what stands on it around the words that were looked for, else its first words."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of one page of a document, and the pages beside it or those that have the words looked for.

    find      what was looked for, "" for nothing
    hits      pages in the order of the document
    has_more  whether there are more hits than are told
    """

    page_count: int
    number: int
    text: str
    find: str
    hits: Sequence[PageHit]
    has_more: bool

    @property
    def flowing(self) -> str:
        """The text with what were lines of the page as sentences: a line that fills the page goes on."""
        return joined_lines(self.text)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.page_count else None


def file_of(parts: Mapping[str, object]) -> StoredFile | None:
    """The PDF of a document with how far reading it is; None where there is none, or where it is gone."""
    public_id = file_id_of(parts)
    return _file(public_id) if public_id else None


@read_once
def _file(public_id: str) -> StoredFile | None:
    rows = StoredFile.objects.filter(public_id=public_id, media_type=FileType.PDF)
    with_words = DocumentPage.objects.filter(document__file=OuterRef("pk")).exclude(text="")
    return rows.select_related("document_text").annotate(has_words=Exists(with_words)).first()


def has_words(file: StoredFile) -> bool:
    """Whether any page of a PDF that `file_of` gave has words; a scan has none."""
    return bool(vars(file)["has_words"])


def text_of(file: StoredFile) -> DocumentText | None:
    """How far reading a PDF is; None of one that was stored before documents were read."""
    return getattr(file, "document_text", None)


def used_files() -> set[str]:
    """Public ids of the PDFs that modules, their drafts and their versions name."""
    drafts, versions = (
        model.objects.filter(contents__kind=Module.Kind.DOCUMENT).values_list("contents__parts", flat=True)
        for model in (ModuleDraft, ModuleVersion)
    )
    modules = Module.objects.filter(kind=Module.Kind.DOCUMENT).values_list("parts", flat=True)
    told = [*modules.iterator(), *drafts, *versions]
    return {file_id for parts in told if isinstance(parts, Mapping) and (file_id := file_id_of(parts))}


def searched_words(public_id: str) -> str:
    """What the catalogue finds a document by: its text; of a long one each word once, in their order."""
    texts = list(DocumentPage.objects.of_file(public_id).order_by("number").values_list("text", flat=True))
    whole = "\n".join(one for one in texts if one)
    if len(whole) <= LONGEST_BODY:
        return whole
    return " ".join(dict.fromkeys(whole.casefold().split()))[:LONGEST_BODY]


def page_passages(public_id: str) -> list[Text]:
    """The pages of a PDF, for the search to open."""
    rows = DocumentPage.objects.of_file(public_id).order_by("number").values_list("number", "text")
    return [
        Text(
            joined_lines(text),
            place=_("page %(number)d") % {"number": number},
            query=urlencode({"page": number}),
        )
        for number, text in rows
    ]


def pages_of(document: DocumentText, *, number: int | None, find: str) -> Pages:
    """One page of a document, and where words are in it; three queries at most.

    Without a number it is the first page, or the first that has the words.
    """
    rows = DocumentPage.objects.filter(document=document)
    ids = rows.best_match_ids(find, MOST_HITS + 1, is_narrow=True) if words_of(find) else []
    beside = rows.filter(pk__in=ids) if words_of(find) else rows.filter(number__range=_beside(number or 1))
    found = list(beside.order_by("number").values_list("number", "text"))[:MOST_HITS]
    number = number or (found[0][0] if found and find else 1)
    number = min(max(number, 1), max(document.page_count, 1))
    texts = dict(found)
    text = texts[number] if number in texts else _text_of(rows, number)
    hits = [PageHit(one, around(words, find)) for one, words in found]
    return Pages(document.page_count, number, text, find, hits, len(ids) > MOST_HITS)


def found_pages(modules: Iterable[Module], text: str) -> dict[int, Sequence[Hit]]:
    """Where words are in the documents of modules, by the id of the module: at most MOST_PLACES pages each.

    Two queries, none without documents or words.
    """
    by_file: dict[str, list[int]] = {}
    for module in modules:
        if public_id := file_id_of(module.parts):
            by_file.setdefault(public_id, []).append(module.pk)
    if not by_file or not words_of(text):
        return {}
    rows = DocumentPage.objects.filter(document__file__public_id__in=by_file)
    ids = rows.best_match_ids(text, MOST_RANKED, is_narrow=True)
    best = {pk: place for place, pk in enumerate(ids)}
    told = rows.filter(pk__in=ids).values_list("pk", "document__file__public_id", "number", "text")
    pages: dict[int, dict[int, str]] = {}
    for _pk, public_id, number, words in sorted(told, key=lambda one: best[one[0]]):
        for module_id in by_file[public_id]:
            here = pages.setdefault(module_id, {})
            if len(here) < MOST_PLACES:
                here[number] = words
    return {pk: [_hit(*page, text) for page in sorted(here.items())] for pk, here in pages.items()}


def _hit(number: int, words: str, text: str) -> Hit:
    place = _("page %(number)d") % {"number": number}
    return Hit(text=around(words, text), place=place, query=urlencode({"page": number}))


def around(text: str, find: str) -> str:
    """What stands around the first of some words in a text, in one line; without words, how it begins."""
    line = " ".join(text.split())
    folded = line.casefold()
    places = [place for word in words_of(find) if (place := folded.find(word.casefold())) >= 0]
    if not places:
        return line[:FIRST_WORDS] + ("…" if len(line) > FIRST_WORDS else "")
    begin = max(0, min(places) - AROUND)
    end = min(places) + AROUND
    return ("…" if begin else "") + line[begin:end].strip() + ("…" if end < len(line) else "")


def joined_lines(text: str) -> str:
    """A text without the line breaks that only end a line of the page: those behind a full line."""
    lines = text.splitlines()
    full = FULL * max((len(line) for line in lines), default=0)
    joined = ""
    for line in lines:
        joined += line.strip() + (" " if len(line) >= max(full, LEAST_FULL) else "\n")
    return joined.strip()


def _beside(number: int) -> tuple[int, int]:
    """The ten pages among which a page is."""
    first = (number - 1) // 10 * 10 + 1
    return first, first + 9


def _text_of(rows: DocumentPageQuerySet[DocumentPage], number: int) -> str:
    return rows.filter(number=number).values_list("text", flat=True).first() or ""
