"""Moodle's cloze questions: a text with gaps such as `{1:SHORTANSWER:=Oslo#Since 1814~%50%Bergen}`.

A question has one answer here, so one with a single gap is read as that gap is; its place in the text stays.
Format: https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import html
import re
from decimal import Decimal
from typing import Any

from assessments.testing.interchange.formats.items import MULTIPLE, NUMERIC, SINGLE, TEXT, settled
from assessments.testing.interchange.formats.reading import Notes
from assessments.testing.interchange.formats.remarks import LeftOutError, Where
from assessments.testing.interchange.formats.scores import Weighed, choice_of, number_of, texts_of

GAP = "_____"
MOST_BRACES = 200
TEXTS = {"SHORTANSWER": False, "SA": False, "MW": False, "SHORTANSWER_C": True, "SAC": True, "MWC": True}
NUMBERS = ("NUMERICAL", "NM")
SINGLES = ("MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH")
SEVERAL = ("MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH")
_GAP = re.compile(r"\{(\d{0,3}):([A-Z_]{1,20}):((?:\\.|[^\\}]){0,5000})\}", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")


def answered(words: str, said: str, notes: Notes, where: Where) -> tuple[str, dict[str, Any], str]:
    """The kind and the body of the one gap in a text, and the text with a blank in its place.

    Raises LeftOutError where the text has no gap, or several.
    """
    gaps = list(_GAP.finditer(words)) if words.count("{") < MOST_BRACES else []
    if len(gaps) != 1:
        raise LeftOutError("several_gaps" if gaps else "no_question", str(len(gaps)) if gaps else "cloze")
    gap = gaps[0]
    answers = [_weighed(part) for part in re.split(r"(?<!\\)~", gap[3]) if part.strip()]
    kind, body = _body(_plain_name(gap[2]), answers, said, notes, where)
    return kind, body, words[: gap.start()] + GAP + words[gap.end() :]


def _plain_name(name: str) -> str:
    """The name of a kind of gap without what says that its answers are shuffled."""
    known = {*TEXTS, *NUMBERS, *SINGLES, *SEVERAL}
    if name in known:
        return name
    return name.removesuffix("_S") if name.endswith("_S") else name.removesuffix("S")


def _body(
    name: str, answers: list[Weighed], said: str, notes: Notes, where: Where
) -> tuple[str, dict[str, Any]]:
    if name in TEXTS:
        return TEXT, texts_of(answers, said, is_case_sensitive=TEXTS[name], notes=notes, where=where)
    if name in NUMBERS:
        return NUMERIC, number_of([(*_bounds(one.text), one) for one in answers], said, notes, where)
    if name in SINGLES:
        return SINGLE, choice_of(SINGLE, answers, said, 0, notes, where)
    if name in SEVERAL:
        return MULTIPLE, choice_of(MULTIPLE, answers, said, 0, notes, where)
    raise LeftOutError("unknown_kind", name, "SHORTANSWER, NUMERICAL, MULTICHOICE")


def _bounds(text: str) -> tuple[str, str]:
    number, _colon, tolerance = text.partition(":")
    return number.strip(), tolerance.strip() or "0"


def _weighed(part: str) -> Weighed:
    """An answer of a gap with its worth: all of it behind =, or what stands between percent signs."""
    words, weight = part.strip(), Decimal(0)
    if words.startswith("="):
        words, weight = words[1:], Decimal(100)
    elif found := _WEIGHT.match(words):
        words, weight = words[found.end() :], Decimal(found[1])
    answer, said = [*re.split(r"(?<!\\)#", words, maxsplit=1), ""][:2]
    return Weighed(_plain(answer), weight, _plain(said))


def _plain(text: str) -> str:
    """A text of a gap without the tags, entities and backslashes of the text around."""
    words = html.unescape(re.sub(r"<[a-zA-Z/][^>]*>", "", text))
    return settled(re.sub(r"\\([~#}=\\/\"])", r"\1", words))
