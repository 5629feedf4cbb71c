"""Where a text mentions words: as words of their own, in any case. Pure."""

import re

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
