"""Languages: what a roster or a mapping file calls them, to the codes that lifow keeps."""

import re

LANGUAGE_NAMES = (
    "ar arabic, bg bulgarian, zh chinese, hr croatian, cs czech, da danish, nl dutch, en english,"
    " et estonian, fi finnish, fr french, de german, el greek, he hebrew, hi hindi, hu hungarian, it italian,"
    " ja japanese, ko korean, lv latvian, lt lithuanian, no norwegian, pl polish, pt portuguese, ro romanian,"
    " ru russian, sk slovak, sl slovenian, es spanish, sv swedish, tr turkish, uk ukrainian, vi vietnamese"
)
LANGUAGES = {pair.split()[1]: pair.split()[0] for pair in LANGUAGE_NAMES.split(", ")}

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def language_code(word: str) -> str | None:
    """The code of a language that is named in English or by a code: “German” is “de”, “PT_br” is “pt-BR”.

    None for what is neither.
    """
    word = word.strip().casefold()
    code = LANGUAGES.get(word) or word.replace("_", "-")
    if not _CODE.fullmatch(code):
        return None
    language, *rest = code.split("-")
    return "-".join([language, *(part.upper() if len(part) == 2 else part.title() for part in rest)])
