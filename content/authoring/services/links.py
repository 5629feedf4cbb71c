"""Addresses outside that modules link to: written down, and asked by a worker whether they answer."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from content.authoring.models import CheckedLink
from content.authoring.notifications import tell_of_broken_link
from content.authoring.reports import external_links
from content.authoring.reports.links import links_of_module, modules_linking_to
from content.catalogue.models import Module
from lifow.base.outgoing import problem_of

MOST_OF_A_MODULE = 100
AT_ONCE = 20
TOLD_AFTER, MOST_FAILURES = 2, 1_000
MODULES_AT_ONCE = 200


def digest_of(url: str) -> str:
    """What an address is known by."""
    return hashlib.sha256(url.encode()).hexdigest()


def note_links(*, body: str, also: Sequence[str] = ()) -> None:
    """Write down the addresses of a text, and those that a kind has beside it, so that a worker asks those
    that are new. Twice is once."""
    _note([*also, *external_links(body)][:MOST_OF_A_MODULE])


def note_all_links() -> int:
    """Write down the addresses of all published modules, and drop those that none has any more; how many."""
    rows = Module.objects.published().order_by("pk").only("kind", "body", "parts")
    used: set[str] = set()
    for module in rows.iterator(chunk_size=MODULES_AT_ONCE):
        urls = links_of_module(module)[:MOST_OF_A_MODULE]
        used |= {digest_of(url) for url in urls}
        _note(urls)
    known = CheckedLink.objects.filter(checked_at__isnull=False).values_list("pk", "digest")
    gone = [pk for pk, digest in known.iterator() if digest not in used]
    for start in range(0, len(gone), MODULES_AT_ONCE):
        CheckedLink.objects.filter(pk__in=gone[start : start + MODULES_AT_ONCE]).delete()
    return len(used)


def check_links(*, as_of: datetime, ask: Callable[[str], str] = problem_of) -> int:
    """Ask some of the addresses that are due whether they answer; how many. None where the company says so.

    Each is written down as soon as it was asked, so that a worker that is killed repeats one at most. Of one
    that does not answer twice, a day apart, those are told who own the modules that link to it.
    """
    if not settings.CHECK_LINKS:
        return 0
    due = list(CheckedLink.objects.due(as_of)[:AT_ONCE])
    for link in due:
        problem = ask(link.url)
        _note_answer(link, problem, as_of)
    return len(due)


def _note_answer(link: CheckedLink, problem: str, as_of: datetime) -> None:
    with transaction.atomic():
        row = CheckedLink.objects.select_for_update().filter(pk=link.pk).first()
        if row is None or row.checked_at != link.checked_at:
            return
        row.problem, row.checked_at = problem, as_of
        row.failures = min(row.failures + 1, MOST_FAILURES) if problem else 0
        row.save(update_fields=["problem", "checked_at", "failures"])
        if row.failures == TOLD_AFTER:
            tell_of_broken_link(row, modules_linking_to(row.url), as_of=as_of)


def _note(urls: Iterable[str]) -> None:
    rows = [CheckedLink(digest=digest_of(url), url=url) for url in dict.fromkeys(urls)]
    CheckedLink.objects.bulk_create(rows, ignore_conflicts=True)
