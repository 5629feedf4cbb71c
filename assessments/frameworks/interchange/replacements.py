"""Skills that take the place of others: how a cell names them, what may be said, and what may be meant.

One old key is a rename, several are a merge; an old key that several new skills name is a split.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assessments.frameworks.interchange.document import FrameworkDocument, SkillDoc, one_line
from assessments.frameworks.interchange.faults import Fault, Subject

_KEYS = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,;\n]*))\s*(?:[,;\n]|$)')
_APART = re.compile(r'[,;\n"]')
_WORD = re.compile(r"\w+")
LIKELY = 0.72
MOST_GUESSED = 3
MOST_COMPARED = 200_000
"""Pairs of names: a framework in which more goes and comes is another framework."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A skill that goes and those that come in its place, by their names; nobody has said so."""

    old: SkillDoc
    new: tuple[SkillDoc, ...]


def read_keys(cell: str) -> tuple[str, ...]:
    """The keys in a cell, between commas, semicolons or lines; one that has such a sign is in quotes."""
    found = []
    for quoted, plain in _KEYS.findall(cell):
        key = one_line(quoted.replace('""', '"') or plain)
        if key and key not in found:
            found.append(key)
    return tuple(found)


def written_keys(keys: Iterable[str]) -> str:
    """The cell that `read_keys` reads as these keys."""
    quoted = ('"{}"'.format(key.replace('"', '""')) if _APART.search(key) else key for key in keys)
    return ", ".join(quoted)


def replacement_faults(document: FrameworkDocument) -> Iterator[Fault]:
    """What contradicts itself: a skill in its own place, or in that of one that is still there."""
    live = {skill.external_id for skill in document.skills}
    for skill in document.skills:
        where = Subject("skill", skill.external_id, "replaces")
        for key in skill.replaces:
            if key == skill.external_id:
                yield Fault("replaces_itself", where, key)
            elif key in live:
                yield Fault("replaces_what_stays", where, key)


def settled(
    document: FrameworkDocument, current: FrameworkDocument | None, former: Mapping[str, Collection[str]]
) -> FrameworkDocument:
    """The document with the replacements that an import of it would leave.

    former  what a cell may name besides the skills of `current`: the keys of those that are retired by now,
            each with those whose place it had taken

    A document that says nothing of replacements keeps those that hold. What was never a skill here is left
    out: a framework that was exported elsewhere names skills that are not known (`unknown_keys`).
    """
    live = {skill.external_id for skill in document.skills}
    before = replaced_before(current, former)
    known = set(before)

    def kept(skill: SkillDoc) -> SkillDoc:
        said = skill.replaces if document.says_replacements else before.get(skill.external_id, ())
        keys = tuple(key for key in said if key in known and key not in live)
        return skill if keys == skill.replaces else replace(skill, replaces=keys)

    return replace(document, skills=tuple(map(kept, document.skills)), says_replacements=True)


def replaced_before(
    current: FrameworkDocument | None, former: Mapping[str, Collection[str]]
) -> dict[str, Collection[str]]:
    """Of every skill that was ever there, by its key, the keys of those whose place it takes now."""
    return {**former, **({skill.external_id: skill.replaces for skill in current.skills} if current else {})}


def let_go(
    document: FrameworkDocument, current: FrameworkDocument | None, former: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The keys of skills that go, or that nothing replaces any more, with nothing in their place."""
    live = {skill.external_id for skill in document.skills}
    before = replaced_before(current, former)
    gone = {skill.external_id for skill in current.skills} if current else set()
    gone |= {key for new in live & set(before) for key in before[new]}
    return tuple(sorted(gone - live - {key for skill in document.skills for key in skill.replaces}))


def unknown_keys(said: FrameworkDocument, meant: FrameworkDocument) -> tuple[tuple[str, str], ...]:
    """(key of the new skill, key that was never a skill here) of what `settled` left out."""
    kept = {skill.external_id: skill.replaces for skill in meant.skills}
    return tuple(
        (skill.external_id, key)
        for skill in said.skills
        for key in skill.replaces
        if key not in kept.get(skill.external_id, ())
    )


def guesses(removed: Sequence[SkillDoc], created: Sequence[SkillDoc]) -> tuple[Guess, ...]:
    """For each skill that goes, up to three that come under a like name, key or description; likest first.

    None where so much goes and comes that names say nothing.
    """
    if not removed or not created or len(removed) * len(created) > MOST_COMPARED:
        return ()
    texts = {id(skill): _Texts.of(skill) for skill in (*removed, *created)}
    found = []
    for old in removed:
        likes = ((_likeness(texts[id(old)], texts[id(new)]), new) for new in created)
        best = sorted((one for one in likes if one[0] >= LIKELY), key=lambda one: (-one[0], one[1].identity))
        if best:
            found.append(Guess(old, tuple(new for _like, new in best[:MOST_GUESSED])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What of a skill is compared, without capital letters and signs."""

    name: str
    key: str
    description: str
    words: frozenset[str]

    @classmethod
    def of(cls, skill: SkillDoc) -> "_Texts":
        name = _folded(skill.name)
        return cls(name, _folded(skill.external_id), _folded(skill.description), frozenset(name.split()))


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("_", " ")))


def _likeness(one: _Texts, other: _Texts) -> float:
    """How like two skills are, 0 to 1: by the likest of name, key and description.

    Where all words of one name are in the other, as of “SQL” in “SQL basics”, the names are like.
    """
    few, many = sorted((one.words, other.words), key=len)
    within = 0.8 if few and few <= many else 0.0
    pairs: Mapping[str, str] = {one.name: other.name, one.key: other.key}
    if len(one.description) > 20 and len(other.description) > 20:
        pairs = {**pairs, one.description: other.description}
    return max(within, *(_ratio(a, b) for a, b in pairs.items()))


def _ratio(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # Each is an upper bound of the next, and costs less.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < LIKELY:
        return 0.0
    return matcher.ratio()
