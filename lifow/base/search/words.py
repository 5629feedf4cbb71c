"""What somebody typed, as the words that have to match."""

import re
import unicodedata

MOST_WORDS = 12
MOST_CHARACTERS = 200
LEAST_PREFIX = 2
WORD = re.compile(r"[^\W_][\w+#.'’-]*", re.UNICODE)

# Names with signs that tell them apart, and the words that both the index and the question have for them.
SIGNS = {"++": "plusplus", "c#": "csharp", "f#": "fsharp"}


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, at most twelve; empty where there is none."""
    cleaned = unicodedata.normalize("NFC", text[:MOST_CHARACTERS]).replace("\x00", " ")
    return [_spelled(word.rstrip(".'’-")) for word in WORD.findall(cleaned)][:MOST_WORDS]


def may_begin(word: str) -> bool:
    """Whether a word stands for longer ones as well; "C" does not stand for "C++"."""
    return len(word) >= LEAST_PREFIX and word[-1].isalnum()


def _spelled(word: str) -> str:
    """A word with its signs written out, as `plain_sql` has it in the index."""
    for sign, written in SIGNS.items():
        word = re.sub(re.escape(sign), written, word, flags=re.IGNORECASE)
    return word


def plain_sql(column: str) -> str:
    """A column in small letters, its signs written out; on both databases."""
    plain = f"lower({column})"
    for sign, written in SIGNS.items():
        plain = f"replace({plain}, '{sign}', '{written}')"
    return plain
