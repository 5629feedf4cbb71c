"""Valid frameworks of every shape.

`frameworks()` holds the characters that spreadsheets and CSV readers trip over; `alike()` draws every word
from a few letters, so that two of them share ids and differ in fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
    one_line,
)

AWKWARD = st.sampled_from("=+-@＝'\"#,;|\\ \u00a0\u2028éß한0aA_")
CHARACTERS = AWKWARD | st.characters(exclude_categories=("Cs", "Cc"))

texts = st.text(CHARACTERS | st.sampled_from("\n\r\t"), max_size=12)
names = st.text(CHARACTERS, min_size=1, max_size=8).filter(one_line)
keys = st.text(st.sampled_from("abcXYZ019-_"), min_size=1, max_size=6)
hundredths = st.integers(1, 99_999).map(lambda number: Decimal(number) / 100)


@dataclass(frozen=True, slots=True)
class Words:
    """Where the words of a framework are drawn from."""

    keys: st.SearchStrategy[str]
    names: st.SearchStrategy[str]
    texts: st.SearchStrategy[str]
    fewest: int = 0

    def ids(self, size: int) -> st.SearchStrategy[list[str]]:
        return st.lists(self.names.map(one_line), min_size=min(self.fewest, size), max_size=size, unique=True)


AWKWARD_WORDS = Words(keys, names, texts)
FEW_WORDS = Words(*[st.sampled_from("abc")] * 3, fewest=2)


@st.composite
def scales(draw: st.DrawFn, words: Words) -> ScaleDoc:
    values = draw(st.lists(st.integers(0, 12), min_size=1, max_size=5, unique=True).filter(any))
    levels = tuple(LevelDoc(value, draw(words.names), draw(words.texts)) for value in values)
    return ScaleDoc(draw(words.keys), draw(words.names), levels)


@st.composite
def skill_trees(draw: st.DrawFn, words: Words, scale: ScaleDoc) -> tuple[SkillDoc, ...]:
    made: list[SkillDoc] = []
    level_texts = st.dictionaries(st.sampled_from(scale.values), words.texts, max_size=2)
    for key in draw(words.ids(3)):
        parent = draw(st.sampled_from([None, *(skill.external_id for skill in made)]))
        made.append(SkillDoc(key, draw(words.names), draw(words.texts), parent, draw(level_texts)))
    return tuple(made)


@st.composite
def requirements(
    draw: st.DrawFn, scale: ScaleDoc, role_levels: Sequence[RoleLevelDoc], skills: Sequence[SkillDoc]
) -> tuple[RequirementDoc, ...]:
    pairs = [(level.external_id, skill.external_id) for level in role_levels for skill in skills]
    lowest, highest = max(scale.values[0] * 100, 1), scale.values[-1] * 100
    levels = st.integers(lowest, highest).map(lambda number: Decimal(number) / 100)
    return tuple(
        RequirementDoc(*pair, draw(levels), draw(hundredths), draw(st.booleans()))
        for pair in pairs
        if draw(st.booleans())
    )


@st.composite
def frameworks(draw: st.DrawFn, words: Words = AWKWARD_WORDS) -> FrameworkDocument:
    scale = draw(scales(words))
    skills = draw(skill_trees(words, scale))
    family = words.names | st.just("")
    roles = tuple(
        RoleDoc(key, draw(words.names), draw(family), draw(words.texts)) for key in draw(words.ids(3))
    )
    owners = st.sampled_from([role.external_id for role in roles] or [""])
    role_levels = tuple(
        RoleLevelDoc(key, draw(owners), draw(words.names), draw(st.integers(0, 999)), draw(words.texts))
        for key in draw(words.ids(3 if roles else 0))
    )
    return FrameworkDocument(
        key=draw(words.keys),
        name=draw(words.names),
        attribution=draw(words.texts),
        scale=scale,
        skills=skills,
        roles=roles,
        role_levels=role_levels,
        requirements=draw(requirements(scale, role_levels, skills)),
    )


def alike() -> st.SearchStrategy[FrameworkDocument]:
    return frameworks(FEW_WORDS)
