"""Pages of HTML as articles, and what of them is not taken over, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.authoring.interchange.pages import PAGE, PageFiles, ReadPage, linked_in, pages_in, with_links
from content.catalogue.choices import ModuleKind
from content.catalogue.services import ModuleContents
from lifow.base.bounds import LONGEST_BODY, LONGEST_LINE, without_controls

WORDS_A_MINUTE = 200
PROBLEMS: Mapping[str, str | Promise] = {
    "too_large": gettext_lazy("The file is larger than 100 MB. Export it in parts."),
    "no_pages": gettext_lazy("There is no page of HTML in the file. Choose a .html, or a zip with some."),
    "no_zip": gettext_lazy("This zip cannot be read. Make it again, and choose that."),
    "too_much": gettext_lazy("The zip holds more than 200 pages, or far too much. Export it in parts."),
    "hostile_names": gettext_lazy("The zip has files whose names lead out of it, and was not opened."),
    "encrypted": gettext_lazy("The zip is protected by a password. Make it without one."),
}
LEFT_OUT: Mapping[str, str | Promise] = {
    "pictures": gettext_lazy("Pictures that are not in the file, or are none that can be shown"),
    "pictures_elsewhere": gettext_lazy("Pictures from other addresses"),
    "drawings": gettext_lazy("Drawings (SVG) and formulas"),
    "films": gettext_lazy("Videos and sound"),
    "frames": gettext_lazy("What is embedded from elsewhere"),
    "forms": gettext_lazy("Forms and their fields"),
    "scripts": gettext_lazy("Scripts"),
    "styles": gettext_lazy("Styles"),
    "links": gettext_lazy("Links to other files: their words stay"),
    "cut": gettext_lazy("The end of a text that is longer than a module"),
}


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """What a page would become; `problem` is why it becomes nothing."""

    name: str
    title: str
    problem: str = ""
    contents: ModuleContents | None = None
    pictures: Sequence[bytes] = ()
    left_out: Sequence[tuple[str | Promise, int]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class PagesPlan:
    """What an upload of pages would become, in order of name; `others` are files of no use here."""

    rows: Sequence[PlannedPage]
    others: int

    @property
    def to_write(self) -> Sequence[PlannedPage]:
        return [row for row in self.rows if row.contents is not None]


def plan_of_pages(files: PageFiles) -> PagesPlan:
    """What pages would become. Nothing is written."""
    rows = [_planned(page) for page in pages_in(files)]
    there = {place: PAGE % place for place, row in enumerate(rows) if row.contents is not None}
    return PagesPlan([_linked(row, there) for row in rows], files.others)


def _linked(row: PlannedPage, there: Mapping[int, str]) -> PlannedPage:
    """A page whose links lead to those pages alone that become something."""
    if row.contents is None or not linked_in(row.contents.body) - there.keys():
        return row
    return replace(row, contents=replace(row.contents, body=with_links(row.contents.body, there)))


def _planned(page: ReadPage) -> PlannedPage:
    title = without_controls(page.title)[:LONGEST_LINE].strip() or _("A page")
    if page.is_contents:
        return PlannedPage(page.name, title, _("It is a list of the pages, as Confluence adds one."))
    if "too_deep" in page.left_out:
        return PlannedPage(page.name, title, _("It is built too deep to be read."))
    text = without_controls(page.text)
    if not text.strip():
        return PlannedPage(page.name, title, _("There is no text on it."))
    counts = {**page.left_out, "cut": int(len(text) > LONGEST_BODY)}
    contents = ModuleContents(
        title=title,
        kind=ModuleKind.ARTICLE,
        minutes=max(1, round(len(text.split()) / WORDS_A_MINUTE)),
        summary="",
        body=text[:LONGEST_BODY],
        parts={},
        facets={},
        effects=[],
    )
    left_out = [(said, counts[code]) for code, said in LEFT_OUT.items() if counts.get(code)]
    return PlannedPage(page.name, title, "", contents, page.pictures, left_out)
