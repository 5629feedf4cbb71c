"""Text in a cell as people read it: no invisible characters, one way to write the same letters."""

import re
import unicodedata

NOTHING = frozenset(("n/a", "#n/a", "n.a.", "na", "null", "nil", "none", "-", "--", "–", "—", "?"))
UNIT_SEPARATORS = (" / ", " > ", " › ", " » ")
"""What may stand between the parts of an org unit's path; of several in one cell the first of these does."""
_VISIBLE = re.compile(r"[\x20-\x7e]*")


class CellError(ValueError):
    """Why a cell has no value: `code` and `params` of the row's problem."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(code)


def text_of(cell: str, limit: int | None = None) -> str:
    """`cell` in NFC without invisible characters, with every run of white space as one space.

    Invisible are those of Unicode's category Cf: byte order marks, zero width spaces, soft hyphens, marks of
    direction. Errors: `nul_character`, `too_long`.
    """
    text = cell
    if not text.isascii():
        text = "".join(each for each in text if unicodedata.category(each) != "Cf")
        text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split())
    if "\0" in text:
        raise CellError("nul_character")
    if limit is not None and len(text) > limit:
        raise CellError("too_long", length=len(text), limit=limit)
    return text


def compared(text: str) -> str:
    """The form in which ids and addresses are compared: compatible characters are the same (NFKC)."""
    return text if _VISIBLE.fullmatch(text) else unicodedata.normalize("NFKC", text_of(text))


def says_nothing(text: str) -> bool:
    """Whether a cell that is no free text is empty, or has a word by which systems write that it is."""
    return not text or text.casefold() in NOTHING
