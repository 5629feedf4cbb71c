"""PDFs that wait to be read: taken by one worker each, read in a process with bounds, written in one go."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction

from content.catalogue.models import Module
from content.kinds.document import pdf_text
from content.kinds.document.models import DocumentPage, DocumentText
from content.kinds.document.reports import searched_words
from lifow.base.bounds import without_controls
from lifow.base.jobs import start_soon
from lifow.base.uploads.files import path_of
from lifow.base.uploads.models import StoredFile

log = structlog.get_logger(__name__)
AT_ONCE = 5
MOST_ATTEMPTS = 3
MOST_SECONDS = 90
PROGRAM = Path(pdf_text.__file__)
Problem = DocumentText.Problem


def expect_text(file: StoredFile) -> None:
    """Have a PDF be read soon, in the transaction that stores it. Twice is once."""
    DocumentText.objects.get_or_create(file=file)
    start_soon("content.kinds.document.tasks.read_documents")


def read_documents(*, as_of: datetime, read: Callable[[Path], Mapping[str, Any]] | None = None) -> int:
    """Read documents that wait, some at most; how many were read or refused. Safe to run twice and at once.

    A worker that is killed leaves its document to the next, which finds it after some minutes; one that has
    killed MOST_ATTEMPTS of them is refused.
    """
    done = 0
    for _number in range(AT_ONCE):
        row = _take(as_of)
        if row is None:
            break
        if row.attempts > MOST_ATTEMPTS:
            told: Mapping[str, Any] = {"problem": Problem.TOO_HEAVY}
        else:
            told = (read or read_apart)(path_of(row.file.digest))
        _write(row, told, as_of)
        done += 1
    return done


def read_apart(path: Path) -> Mapping[str, Any]:
    """The text of a PDF by page, or a problem, as a process of its own tells it."""
    if not path.exists():
        return {"problem": Problem.DAMAGED}
    command = [sys.executable, "-I", str(PROGRAM), str(path)]
    try:
        done = subprocess.run(  # noqa: S603 (a program of ours, and a path that we made)
            command, capture_output=True, timeout=MOST_SECONDS, check=True, env={}
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        log.warning("document_not_read", file=path.name, error=type(error).__name__)
        return {"problem": Problem.TOO_HEAVY}
    return told if isinstance(told, dict) else {"problem": Problem.DAMAGED}


def _take(as_of: datetime) -> DocumentText | None:
    """The next document, which nobody else reads meanwhile."""
    with transaction.atomic():
        rows = DocumentText.objects.waiting(as_of).select_for_update(of=("self",), skip_locked=True)
        row: DocumentText | None = rows.select_related("file").first()
        if row is not None:
            row.taken_at, row.attempts = as_of, row.attempts + 1
            row.save(update_fields=["taken_at", "attempts"])
    return row


def _write(row: DocumentText, told: Mapping[str, Any], as_of: datetime) -> None:
    """Write down what was read; nothing where another worker has taken it over meanwhile."""
    problem = told.get("problem") or ""
    texts = [] if problem else [_cleaned(str(one)) for one in told.get("pages", ())]
    with transaction.atomic():
        rows = DocumentText.objects.select_for_update().filter(pk=row.pk, attempts=row.attempts)
        stored = rows.filter(state=DocumentText.State.WAITING).first()
        if stored is None:
            return
        DocumentPage.objects.filter(document=stored).delete()
        pages = [
            DocumentPage(document=stored, number=at, text=text) for at, text in enumerate(texts, start=1)
        ]
        DocumentPage.objects.bulk_create(pages, batch_size=200)
        stored.state = DocumentText.State.REFUSED if problem else DocumentText.State.READ
        stored.problem = problem if not problem or problem in Problem else Problem.DAMAGED
        stored.page_count, stored.read_at = len(texts), as_of
        stored.save(update_fields=["state", "problem", "page_count", "read_at"])
        _note_words(row.file)


def _note_words(file: StoredFile) -> None:
    """Have modules be found by the words of a document that was read after they were saved."""
    named = Module.objects.filter(kind=Module.Kind.DOCUMENT, parts__file=file.public_id)
    for module in named:
        words = "\n".join(filter(None, [str(module.parts.get("url", "")), searched_words(file.public_id)]))
        Module.objects.filter(pk=module.pk).update(parts_text=words)


def _cleaned(text: str) -> str:
    """A text that a database keeps."""
    return without_controls(text.encode("utf-8", "replace").decode())
