"""What somebody meant to type: the word of the passages that they may see which is nearest to what they
typed.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA, JaroWinkler

from lifow.base.passages.compute.segments import Flags, Segment

LEAST_CORRECTED = 4
LONG = 8
NEAR_KEYS = 0.02


def corrected(word: str, segments: Sequence[tuple[Segment, Flags]]) -> str:
    """The nearest known word that one of the readable sources has; "" where none is near.

    One letter may be other than it should, missing, too many or changed with its neighbour; in words of eight
    letters and more, two. Words with digits are left alone. Of words that are as near the one that begins the
    same wins, then the one that more sources have.
    """
    if len(word) < LEAST_CORRECTED or not word.isalpha():
        return ""
    allowed = 2 if len(word) >= LONG else 1
    for others in (_alike(word, allowed, segments), _unlike(word, allowed, segments)):
        if best := _nearest(word, others, allowed, segments):
            return best
    return ""


def _alike(word: str, allowed: int, segments: Sequence[tuple[Segment, Flags]]) -> set[str]:
    """Words with the same first letter, or with the first two the other way round."""
    return _shaped({word[0], word[1]}, word, allowed, segments)


def _unlike(word: str, allowed: int, segments: Sequence[tuple[Segment, Flags]]) -> set[str]:
    """Words with any other first letter."""
    letters = {letter for segment, _among in segments for letter, _length in segment.vocabulary.by_shape}
    return _shaped(letters, word, allowed, segments)


def _shaped(
    letters: Iterable[str], word: str, allowed: int, segments: Sequence[tuple[Segment, Flags]]
) -> set[str]:
    lengths = range(len(word) - allowed, len(word) + allowed + 1)
    return {
        one
        for segment, _among in segments
        for letter in letters
        for length in lengths
        for one in segment.vocabulary.by_shape.get((letter, length), ())
    }


def _nearest(
    word: str, others: Iterable[str], allowed: int, segments: Sequence[tuple[Segment, Flags]]
) -> str:
    near = []
    for other in others:
        distance = OSA.distance(word, other, score_cutoff=allowed)
        if distance <= allowed and len(other) > distance + 1:
            near.append((distance - JaroWinkler.similarity(word, other), other))
    near.sort()
    best, best_cost, most = "", 0.0, 0
    for cost, other in near:
        if best and cost > best_cost + NEAR_KEYS * 4:
            break
        count = sum(_count(segment, among, other) for segment, among in segments)
        if count and (not best or count > 3 * most):
            best, best_cost, most = other, (cost if not best else best_cost), count
    return best


def _count(segment: Segment, among: Flags, word: str) -> int:
    """How many of the readable sources have the word, at least roughly."""
    places, _weights = segment.head.of(word)
    passages, _weights = segment.body.of(word)
    return int(among[places].sum()) + int(among[segment.passage_source[passages]].sum())
