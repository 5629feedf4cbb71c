"""What of a passage is shown with a result: the part around the words that it was found by, these marked."""

from collections.abc import Collection, Sequence

from lifow.base.passages.compute.asking import Asked
from lifow.base.passages.compute.words import Word, is_content, placed_words
from lifow.base.search import Piece

LONGEST_SNIPPET = 180
BEFORE = 50


def sought_words(asked: Asked) -> frozenset[str]:
    """All words that count as one that was looked for; words that say how it is asked only where nothing
    else is.
    """
    content = [one for one in asked.concepts if is_content(one.word)] or asked.concepts
    return frozenset(word for one in content for word in (one.word, *one.variants))


def marked(text: str, sought: Collection[str]) -> list[Piece]:
    """A text in parts, the words that were looked for marked. Together they are the text."""
    return _pieces(text, [word for word in placed_words(text) if word.text in sought])


def snippet(text: str, sought: Collection[str]) -> list[Piece]:
    """The part of a text that has most of the words, in one line."""
    line = " ".join(text.split())
    hits = [word for word in placed_words(line) if word.text in sought]
    begin, end = _window(line, hits)
    shown = line[begin:end]
    moved = [
        Word(one.text, one.begin - begin, one.end - begin)
        for one in hits
        if begin <= one.begin and one.end <= end
    ]
    pieces = _pieces(shown, moved)
    if begin:
        pieces.insert(0, Piece("… ", False))
    if end < len(line):
        pieces.append(Piece(" …", False))
    return pieces


def _window(line: str, hits: Sequence[Word]) -> tuple[int, int]:
    if len(line) <= LONGEST_SNIPPET or not hits:
        return 0, _before(line, LONGEST_SNIPPET)
    best, most = hits[0], 0
    for one in hits:
        within = {
            other.text for other in hits if one.begin <= other.begin < one.begin + LONGEST_SNIPPET - BEFORE
        }
        if len(within) > most:
            best, most = one, len(within)
    begin = max(0, best.begin - BEFORE)
    if begin:
        space = line.find(" ", begin, best.begin)
        begin = space + 1 if space >= 0 else best.begin
    return begin, _before(line, begin + LONGEST_SNIPPET)


def _before(line: str, end: int) -> int:
    """The end of the last word before a place."""
    if end >= len(line):
        return len(line)
    space = line.rfind(" ", max(0, end - 40), end)
    return space if space > 0 else end


def _pieces(text: str, hits: Sequence[Word]) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for word in hits:
        if word.begin < at:
            # Pairs of letters overlap: they are marked as one.
            if word.end > at and found:
                found[-1] = Piece(found[-1].text + text[at : word.end], True)
                at = word.end
            continue
        if word.begin > at:
            found.append(Piece(text[at : word.begin], False))
        found.append(Piece(text[word.begin : word.end], True))
        at = word.end
    if at < len(text) or not found:
        found.append(Piece(text[at:], False))
    return found
