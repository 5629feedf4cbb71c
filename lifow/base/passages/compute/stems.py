"""Stems: words of one family are found by each other ("refunds" and "refunded").

Of English words Porter's first steps, which are about inflection, and the endings that make a noun of a verb,
an adverb of an adjective. Words of other languages mostly stay as they are. (M. F. Porter, An algorithm for
suffix stripping, Program 14, 1980; D. Harman, How effective is suffixing?, JASIS 42, 1991: for short
queries light stemming is as good as any.)
"""

import re
from functools import lru_cache

VOWEL = re.compile(r"[aeiouy]")
LEAST = 3
DERIVED_TEXT = """
    izations isations ization isation ations ation iliations iliation ements ement ments ment ances ance
    ences ence ities ity nesses ness ings ing ives ive ables able ibles ible ions ion als al ers er ors or
    ies ied ed es ly s y e
"""
DERIVED = tuple(DERIVED_TEXT.split())
LEAST_ROOT = 4


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its inflection."""
    if len(word) <= LEAST or not word.isalpha():
        return word
    word = _singular(word)
    for ending in ("eed", "ingly", "edly", "ing", "ed"):
        if word.endswith(ending):
            root = word[: -len(ending)]
            if ending == "eed":
                return word
            return _mended(root) if len(root) >= LEAST - 1 and VOWEL.search(root) else word
    if word.endswith("ly") and len(word) > LEAST + 3:
        word = word[:-2]
    return _mended(word)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > LEAST + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _mended(root: str) -> str:
    """What forms of one word have in common: no doubled letter, no mute e, i for y."""
    if len(root) > LEAST and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    if root.endswith("e") and len(root) > LEAST:
        root = root[:-1]
    return root[:-1] + "i" if root.endswith("y") and len(root) > LEAST else root


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """What derived words share ("reconcile", "reconciliation"); "" for short ones."""
    if not word.isalpha():
        return ""
    found = word
    for _ in range(2):
        for ending in DERIVED:
            if found.endswith(ending) and len(found) - len(ending) >= LEAST_ROOT:
                found = found[: -len(ending)]
                break
    return found.rstrip("i") if len(found) > LEAST_ROOT else found if len(found) == LEAST_ROOT else ""
