"""What people read of copies of templates: their own lists, what is left to do in one, and how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.catalogue.models import Module
from content.kinds.template.changes import changes_of
from content.kinds.template.copies import CopyComment, comments_of, is_untouched
from content.kinds.template.interchange.plain_writing import write_markdown, write_plain
from content.kinds.template.interchange.remarks import Remark
from content.kinds.template.models import TemplateCopy
from content.kinds.template.querysets import TemplateCopyQuerySet
from content.kinds.template.reading import Note, text_with_notes
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy in a list: how many of its comments are open, and how many changes of its template wait."""

    copy: TemplateCopy
    comments: int
    open: int
    changes: int


def copies_of(person: Person, module: Module | None = None) -> TemplateCopyQuerySet[TemplateCopy]:
    """Somebody's copies, of one template or of all, the one that was saved last first."""
    own = TemplateCopy.objects.for_person(person)
    return (own if module is None else own.of_module(module)).select_related("module").newest_first()


def shared_copies_of(person: Person, *, most: int) -> list[TemplateCopy]:
    """The copies that somebody shares, the one that was saved last first; one query. Who may read them is
    `content.read_copy`."""
    return list(
        copies_of(person).filter(shared_at__isnull=False).defer("text", "base_text", "comments")[:most]
    )


def copy_rows(copies: Sequence[TemplateCopy]) -> list[CopyRow]:
    """Copies as a list shows them."""
    rows = []
    for copy in copies:
        comments = comments_of(copy)
        count = sum(one.is_open for one in comments)
        rows.append(CopyRow(copy, len(comments), count, len(changes_of(copy))))
    return rows


def read_copy(copy: TemplateCopy) -> SafeString:
    """The text of a copy as HTML, with its comments and answers at their places."""
    return text_with_notes(copy.text, [_note(one, copy) for one in comments_of(copy)])


def left_in_words(person: Person, module: Module) -> str:
    """What somebody has to do before a template counts as done, in a sentence; "" where nothing is left.

    It is done with one copy in which something is written, and every comment is answered or resolved.
    """
    own = list(copies_of(person, module))
    if not own:
        return _("Make your copy first: a template is done when you have filled one in.")
    written = [one for one in own if not is_untouched(one)]
    if not written:
        said = _("Write something in “%(copy)s” first: it still says what the template says.")
        return said % {"copy": own[0]}
    left, copy = min(((_open(one), one) for one in written), key=lambda one: one[0])
    message = ngettext(
        "%(count)s comment in “%(copy)s” is open: answer or resolve it first.",
        "%(count)s comments in “%(copy)s” are open: answer or resolve them first.",
        left,
    )
    return message % {"count": left, "copy": copy} if left else ""


def _open(copy: TemplateCopy) -> int:
    return sum(one.is_open for one in comments_of(copy))


def _note(one: CopyComment, copy: TemplateCopy) -> Note:
    return Note(
        quote=one.passage(copy.text),
        text=one.text,
        place=one.place,
        is_lost=one.is_lost,
        answer=one.answer,
        is_resolved=one.is_resolved,
    )


def told_of(person: Person, module: Module, *, most: int) -> dict[str, Any]:
    """What the page of a template tells a learner of their copies of it."""
    own = list(copies_of(person, module)[: most + 1])
    return {"rows": copy_rows(own[:most]), "has_more": len(own) > most}


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A copy as a file of another program."""

    name: str
    media_type: str
    content: bytes


MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def file_of(copy: TemplateCopy, format: str, *, with_comments: bool, as_of: datetime) -> CopyFile:
    """A copy as a Word document, Markdown or plain text, with the comments and answers or without."""
    remarks = _remarks(copy) if with_comments else []
    if format == "docx":
        # Needs lxml, which nothing else here does.
        from content.kinds.template.interchange.docx_writing import write_docx

        content = write_docx(
            title=copy.title, text=copy.text, remarks=remarks, author=str(copy.person), written_at=as_of
        )
    else:
        write = write_markdown if format == "md" else write_plain
        content = write(text=copy.text, remarks=remarks, heading=_("Comments")).encode()
    name = f"{slugify(copy.title) or 'copy'}.{format}"
    return CopyFile(name, MEDIA_TYPES[format], content)


def _remarks(copy: TemplateCopy) -> list[Remark]:
    """The author's comments, each with the writer's answer behind it."""
    author = str(copy.module.author or _("Author"))
    found = []
    for one in comments_of(copy):
        said = _("%(comment)s (resolved)") % {"comment": one.text} if one.is_resolved else one.text
        found.append(Remark(said, one.place, author))
        if one.answer:
            found.append(Remark(one.answer, one.place, str(copy.person)))
    return found
