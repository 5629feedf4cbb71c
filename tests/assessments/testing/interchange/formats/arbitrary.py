"""Items of every kind, with the characters that formats trip over, and as formats keep them."""

from typing import Any

from hypothesis import strategies as st

from assessments.testing.interchange.formats.items import (
    HOTSPOT,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    SCENARIO,
    SINGLE,
    TEXT,
    ParsedItem,
    Picture,
    lettered,
    one_line,
    settled,
)
from assessments.testing.interchange.formats.markup import from_html, to_html

# Letters that stand for what has several, so that a text is drawn as one.
SEVERAL = {"Ⅰ": "->", "Ⅱ": "//", "Ⅲ": "::", "Ⅳ": "\\n", "Ⅴ": "&amp;", "Ⅵ": "<b>", "Ⅶ": "####"}
AWKWARD = st.sampled_from([*"*_`~#=+-{}:;,\\|[]()<>&!%@\"'/.^$0aA \u00a0éß한", *SEVERAL])
CHARACTERS = AWKWARD | st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))


def spelled(text: str) -> str:
    for letter, words in SEVERAL.items():
        text = text.replace(letter, words)
    return one_line(text)


lines = st.text(CHARACTERS, min_size=1, max_size=8).map(spelled).filter(bool)
texts = lines | st.tuples(lines, lines).map("\n".join).map(settled)
said = st.just("") | texts
keys = st.from_regex(r"[a-z]{1,3}-[0-9]{1,3}", fullmatch=True)
pictures = st.builds(
    Picture,
    st.sampled_from(["a.png", "a b.png", "été.png", "50%.gif"]),
    st.binary(min_size=1, max_size=20),
    lines.map(lambda line: line[:100].strip()) | st.just(""),
)
numbers = st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(lambda number: format(number, "f"))


@st.composite
def stems(draw: st.DrawFn) -> str:
    """Markdown as it comes back from HTML."""
    text = draw(texts | st.tuples(texts, texts).map("\n\n".join))
    for _again in range(2):
        text = from_html(to_html(text)).text
    return text


def several(text: st.SearchStrategy[str], least: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(text, min_size=least, max_size=5, unique_by=str.casefold)


def bodies(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    return {
        SINGLE: options(are_several=False),
        MULTIPLE: options(are_several=True),
        SCENARIO: graded(),
        ORDER: steps(),
        MATCH: pairs(),
        NUMERIC: typed_numbers(),
        TEXT: typed_texts(),
        HOTSPOT: areas(),
    }[kind]


@st.composite
def options(draw: st.DrawFn, *, are_several: bool) -> dict[str, Any]:
    words = draw(several(texts))
    right = draw(st.integers(0, len(words) - 1))
    more = draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    rows = [
        {
            "text": text,
            "is_right": place == right or (are_several and more[place]),
            "rationale": draw(said),
        }
        for place, text in enumerate(words)
    ]
    return {"options": lettered(rows)}


@st.composite
def graded(draw: st.DrawFn) -> dict[str, Any]:
    words = draw(several(texts, 3))
    rows = [{"text": text, "score": place, "rationale": draw(said)} for place, text in enumerate(words)]
    return {"options": lettered(rows)}


@st.composite
def steps(draw: st.DrawFn) -> dict[str, Any]:
    return {"steps": lettered([{"text": text} for text in draw(several(texts))]), "rationale": draw(said)}


@st.composite
def pairs(draw: st.DrawFn) -> dict[str, Any]:
    lefts = draw(several(texts))
    rights = [draw(texts) for _left in lefts]
    others = [one for one in draw(several(texts, 0)) if one not in rights]
    rows = [{"left": left, "right": right} for left, right in zip(lefts, rights, strict=True)]
    return {"pairs": lettered(rows), "others": others, "rationale": draw(said)}


@st.composite
def typed_numbers(draw: st.DrawFn) -> dict[str, Any]:
    unit = draw(st.sampled_from(["", "€", "kg", "m/s²", "&"]))
    tolerance = draw(numbers).lstrip("-")
    return {"answer": draw(numbers), "tolerance": tolerance, "unit": unit, "rationale": draw(said)}


@st.composite
def typed_texts(draw: st.DrawFn) -> dict[str, Any]:
    accepted = draw(several(lines, 1))
    return {"accepted": accepted, "is_case_sensitive": draw(st.booleans()), "rationale": draw(said)}


@st.composite
def areas(draw: st.DrawFn) -> dict[str, Any]:
    sides = st.integers(0, 40) | st.sampled_from([0.5, 12.25])
    rows = [
        {
            "name": name,
            **{side: draw(sides) for side in ("x", "y", "width", "height")},
            "is_right": place == 0,
            "rationale": draw(said),
        }
        for place, name in enumerate(draw(several(texts)))
    ]
    return {"areas": lettered(rows)}


@st.composite
def items(draw: st.DrawFn, *kinds: str, has_pictures: bool = True) -> ParsedItem:
    kind = draw(st.sampled_from(kinds))
    picture = draw(pictures if kind == HOTSPOT else st.none() | pictures) if has_pictures else None
    return ParsedItem(
        kind=kind,
        stem=draw(stems().filter(bool)),
        body=draw(bodies(kind)),
        skill=draw(st.just("") | lines),
        level=draw(st.none() | st.integers(1, 9)),
        language=draw(st.sampled_from(["", "en", "pt-BR"])),
        key=draw(keys),
        picture=picture,
    )
