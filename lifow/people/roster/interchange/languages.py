"""Languages: what a roster or a mapping file calls them, to the codes that lifow keeps."""

import re
from collections.abc import Mapping
from functools import cache

from lifow.people.roster.interchange.texts import CellError, says_nothing, text_of

LANGUAGE_NAMES = (
    "ar arabic, bg bulgarian, zh chinese, hr croatian, cs czech, da danish, nl dutch, en english,"
    " et estonian, fi finnish, fr french, de german, el greek, he hebrew, hi hindi, hu hungarian, it italian,"
    " ja japanese, ko korean, lv latvian, lt lithuanian, no norwegian, pl polish, pt portuguese, ro romanian,"
    " ru russian, sk slovak, sl slovenian, es spanish, sv swedish, tr turkish, uk ukrainian, vi vietnamese"
)
LANGUAGES = {pair.split()[1]: pair.split()[0] for pair in LANGUAGE_NAMES.split(", ")}

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
# The encoding or modifier of a POSIX locale: “de_DE.UTF-8”, “ca_ES@valencia”.
_POSIX_REST = re.compile(r"[.@].*")
_QUALIFIED = re.compile(r"(?P<language>[^()]+?)\s*\((?P<rest>[^()]*)\)")
# How well somebody speaks it: levels of the Common European Framework, and words.
_PROFICIENCY = re.compile(
    r"[abc][12]\+?|native( speaker)?|mother tongue|bilingual|fluent|proficient|advanced|intermediate"
    r"|basic|beginner|conversational|professional|primary|muttersprache|fließend"
)
_SHORT_TERRITORIES = {"uk": "GB", "us": "US", "usa": "US", "u.k.": "GB", "u.s.": "US"}


def languages_of(cell: str, named: Mapping[str, str]) -> tuple[str, ...] | None:
    """Language codes, the best known first, None where the cell is empty. Errors: `bad_language`.

    `named` are the mapping's words. How well somebody speaks one (“German (C1)”) is left out.
    """
    text = text_of(cell)
    if says_nothing(text):
        return None
    words = [word.strip().casefold() for word in re.split(r"[;,|/]", text) if word.strip()]
    codes = dict.fromkeys(named.get(word) or language_code(word) for word in words)
    if None in codes:
        raise CellError("bad_language")
    return tuple(filter(None, codes)) or None


def language_code(word: str) -> str | None:
    """The code of a language that is named by a code, in English or in itself; None for what is none.

    “German” and “Deutsch” are “de”, “PT_br” is “pt-BR”, “English (United States)” is “en-US”.
    """
    word = word.strip().casefold()
    qualified = _QUALIFIED.fullmatch(word)
    if qualified:
        return _qualified(qualified["language"], qualified["rest"].strip())
    code = LANGUAGES.get(word) or _names().get(word) or _POSIX_REST.sub("", word).replace("_", "-")
    if not _CODE.fullmatch(code):
        return None
    language, *rest = code.split("-")
    return "-".join([language, *(part.upper() if len(part) == 2 else part.title() for part in rest)])


def _qualified(name: str, rest: str) -> str | None:
    """A language with a country, a script or how well it is spoken in brackets."""
    language = language_code(name)
    if language is None or _PROFICIENCY.fullmatch(rest):
        return language
    territory = _SHORT_TERRITORIES.get(rest) or _territories().get(rest)
    script = _scripts().get(rest)
    further = territory or script
    return f"{language}-{further}" if further else None


@cache
def _names() -> dict[str, str]:
    """Unicode's names of the world's languages: in English, and the known ones in themselves."""
    from babel import Locale  # read where a language has no known name

    names = {name.casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items()}
    for code in LANGUAGES.values():
        names[Locale(code).languages[code].casefold()] = code
    return names


@cache
def _territories() -> dict[str, str]:
    from babel import Locale

    return {name.casefold(): code for code, name in Locale("en").territories.items() if len(code) == 2}


@cache
def _scripts() -> dict[str, str]:
    """Scripts by their names, also without the word itself: “simplified” for “Simplified Han”."""
    from babel import Locale

    names = {name.casefold(): code for code, name in Locale("en").scripts.items()}
    return names | {"simplified": "Hans", "traditional": "Hant"}
