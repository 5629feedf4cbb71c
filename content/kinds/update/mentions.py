"""Where a text mentions words: as words of their own, in any case. No query."""

import re
from collections.abc import Sequence

from django.db.models import Q

AROUND = 60
"""Characters before and after, so that somebody sees what is said."""


def passage_of(text: str, words: str) -> str:
    """What stands around the first place at which a text mentions words; "" where it does not."""
    spaced = r"\s+".join(re.escape(one) for one in words.split())
    found = re.search(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE) if spaced else None
    if found is None:
        return ""
    before, after = text[: found.start()], text[found.end() :]
    _cut, _gap, left = before[-AROUND:].partition(" ") if len(before) > AROUND else ("", "", before)
    right, _gap, _rest = after[:AROUND].rpartition(" ") if len(after) > AROUND else (after, "", "")
    shown = " ".join(f"{left}{found[0]}{right}".split())
    return f"{'… ' if len(before) > AROUND else ''}{shown}{' …' if len(after) > AROUND else ''}"


def mention_of(text: str, terms: Sequence[str]) -> tuple[str, str]:
    """The first of some terms that a text mentions, and what stands around it; twice "" where it mentions
    none."""
    found = ((term, passage) for term in terms if (passage := passage_of(text, term)))
    return next(found, ("", ""))


def may_mention(terms: Sequence[str], *columns: str) -> Q:
    """A condition on rows of which a column may mention one of some terms: `mention_of` says whether so.

    Databases tell the cases of letters beyond ASCII apart; words with a space may stand on two lines.
    """
    ways = (str, str.lower, str.upper, str.title)
    wanted = Q(pk__in=())
    for word in {way(term.split()[0]) for term in terms if term.strip() for way in ways}:
        for column in columns:
            wanted |= Q(**{f"{column}__icontains": word})
    return wanted
