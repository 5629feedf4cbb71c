"""How well somebody remembered, from what they answered and how sure they were."""

HALF = 0.5
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
OF_CONFIDENCE = {"sure": EASY, "think_so": GOOD, "guess": HARD}


def rating_of(score: int, highest: int, confidence: str) -> int:
    """From 1, forgotten, to 4, remembered easily.

    A wrong answer is forgotten, however sure somebody was. A right one is remembered easily, remembered, or
    hardly remembered as they were sure, thought so or guessed; without a word, remembered. Of a question
    with points at least half of them is hardly remembered.
    """
    if score >= highest:
        return OF_CONFIDENCE.get(confidence, GOOD)
    return HARD if score >= HALF * highest else AGAIN
