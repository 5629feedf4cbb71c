"""Words of texts and of searches, folded so that both meet however somebody types.

Case and accents do not count, and letters that people type otherwise are one with what they type (ø is o, ß
is ss). C, C++ and C# are three words. Scripts without spaces are cut into pairs of letters. A compound with a
hyphen is its parts and the whole, without the hyphen.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_WORDS = 24
MOST_CHARACTERS = 300
LONGEST_WORD = 40
SIGNS = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}
SIGN = re.compile(r"(?<![^\W_])(?:c\+\+|c#|f#|\.net)(?![^\W_+#])", re.IGNORECASE)
LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h",
        "ı": "i", "ŋ": "n", "ĸ": "k", "ŧ": "t", "ƒ": "f", "ə": "e", "ʼ": "'", "’": "'", "‘": "'",
    }
)  # fmt: skip
# Scripts that part no words by spaces: Han, kana, Thai, Lao, Khmer, Burmese.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
UNSPACED_RUN = re.compile(f"[{UNSPACED}\U00020000-\U0003134f]+")
# A letter or a digit, and marks that belong to it in scripts whose vowels are marks.
TOKEN = re.compile(r"[^\W_](?:[\w\u0300-\u036f\u0900-\u0dff]|['](?=[^\W_]))*", re.UNICODE)
COMPOUND = re.compile(r"[^\W_]+(?:-[^\W_]+)+", re.UNICODE)
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+\.[^\s<>()\[\]\"',;:]+")
# English words that say how something is asked, not what it is about.
FUNCTION_WORDS_TEXT = """
    a about after again all also am an and another any are as at be because been before being both but by
    can can't cannot could did do does doing don't done each either every few for from further get gets
    getting had has have having he her here hers him his how i i'm if in into is isn't it its itself just
    know let like may me might more most much must my myself need needs no nor not now of off on once one
    only or other our ours out over own please really same shall she should so some somebody someone
    something such than that the their them then there these they thing things this those to too up us use
    used using very via want wants was we were what what's when where which while who whom whose why will
    with within without would you your yours
"""
FUNCTION_WORDS = frozenset(FUNCTION_WORDS_TEXT.split())
# Some hundred of the commonest words of English beside these: they say something, but little.
COMMON_WORDS_TEXT = """
    able add always answer ask asked asking back bad become before begin best better big bring call came
    change check come day decide different down end enough even ever example expect explain feel find first
    follow general give given go goes going good got great happen happens hard help here high hold idea
    important keep kind last late learn leave less little live long look looking lot made make makes making
    many mean means meet message mind move name never new next nobody number often old open order others
    part people person place plan point possible put question read ready real reason right run said saw say
    saying says see seem seen send sent set short show side simple since small soon start step still stop
    sure take talk tell ten think time today together told took tried true try turn two under understand
    until wait walk way week well went whether whole word work working worth write writing written wrong
    year yes yet
"""
COMMON_WORDS = frozenset(COMMON_WORDS_TEXT.split())
ASKING_TEXT = """
    how what when where which who whom whose why can could do does did is are may should
"""
ASKING = frozenset(ASKING_TEXT.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is looked up, and where it stands in the text that it is from."""

    text: str
    begin: int
    end: int


def folded(text: str) -> str:
    """A text in the letters that words are compared by."""
    if "+" in text or "#" in text or ".n" in text or ".N" in text:
        text = SIGN.sub(lambda sign: f" {SIGNS[sign.group().lower()]} ", text)
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _unmarked(text.casefold().translate(LETTERS)))


def _unmarked(text: str) -> str:
    """Without marks on Latin, Greek and Cyrillic letters; elsewhere a mark can make another letter."""
    parts = unicodedata.normalize("NFKD", text)
    kept, base = [], ""
    for one in parts:
        if unicodedata.combining(one):
            if base < "\u0530" and "\u0300" <= one <= "\u036f":
                continue
        else:
            base = one
        kept.append(one)
    return "".join(kept).translate(LETTERS)


def words_in(text: str) -> list[str]:
    """The words of a text to be indexed, with compounds and addresses whole beside their parts."""
    plain = folded(text)
    found = _tokens(plain)
    if "-" in plain:
        found += [one.group().replace("-", "") for one in COMPOUND.finditer(plain)]
    if "@" in plain:
        found += ADDRESS.findall(plain)
    return [one[:LONGEST_WORD] for one in found]


def tokens_in(text: str) -> list[str]:
    """The words of a text in their order, without what they are together."""
    return _tokens(folded(text))


def _tokens(plain: str) -> list[str]:
    """The words of a folded text."""
    found = TOKEN.findall(plain)
    if not plain.isascii():
        return [word for token in found for word in _parts(token)]
    # What most texts are costs most of the time of an index.
    return [_possessed(token) for token in found] if "'s" in plain else found


def searched_words(text: str) -> list[str]:
    """The words that somebody looks for, each once, in their order."""
    plain = folded(text[:MOST_CHARACTERS])
    addresses = ADDRESS.findall(plain) if "@" in plain else []
    for one in addresses:
        plain = plain.replace(one, " ")
    found = _tokens(plain)
    return list(dict.fromkeys(one[:LONGEST_WORD] for one in (*addresses, *found)))[:MOST_WORDS]


def placed_words(text: str) -> Iterator[Word]:
    """The words of a text as people read it, each with its place, to mark it there."""
    taken = []
    for sign in SIGN.finditer(text):
        taken.append(sign.span())
        yield Word(SIGNS[sign.group().lower()], *sign.span())
    for token in re.finditer(r"[^\W_](?:[\w\u0300-\u036f\u0900-\u0dff]|['’ʼ](?=[^\W_]))*", text):
        begin, end = token.span()
        if any(first <= begin < last for first, last in taken):
            continue
        if UNSPACED_RUN.search(token.group()):
            for at in range(begin, max(end - 1, begin + 1)):
                yield Word(folded(text[at : min(at + 2, end)]), at, min(at + 2, end))
        else:
            yield Word(_possessed(folded(token.group())), begin, end)


def _parts(token: str) -> Iterator[str]:
    """A token as one word; of a script without spaces, as pairs of letters."""
    if token.isascii():
        yield _possessed(token)
        return
    at = 0
    for run in UNSPACED_RUN.finditer(token):
        if run.start() > at:
            yield token[at : run.start()]
        letters = run.group()
        yield from (letters[place : place + 2] for place in range(max(1, len(letters) - 1)))
        at = run.end()
    if at < len(token):
        yield token[at:]


def _possessed(word: str) -> str:
    """Without a genitive's ending."""
    return word[:-2] if word.endswith("'s") else word


def is_content(word: str) -> bool:
    """Whether a word says what something is about."""
    return word not in FUNCTION_WORDS
