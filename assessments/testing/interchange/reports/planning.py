"""What the items of a file would become: skill, level and language, what they are like, what is taken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.testing.bank.models import Item
from assessments.testing.bank.reports import Comparison, Similar, summary_of
from assessments.testing.interchange.formats.items import Parsed, ParsedItem
from assessments.testing.interchange.formats.remarks import Remark
from lifow.base.tabular.summaries import digest_of_plan

SAME = 0.95
"""From which likeness on a question is not taken over unless its author says so."""
NO_SKILL, NO_LEVEL, OFF_SCALE = "no_skill", "no_level", "off_scale"


@dataclass(frozen=True, slots=True)
class Said:
    """What the author has chosen: which skill is meant by the words of the file ("" where it says none), by
    public ids; the level and the language where the file says none; and which items are taken, or not,
    where that is not as proposed, by number.
    """

    skills: Mapping[str, str] = field(default_factory=dict)
    level: int | None = None
    language: str = "en"
    taken: Mapping[str, bool] = field(default_factory=dict)

    @staticmethod
    def of(stored: Mapping[str, Any]) -> "Said":
        """What a row keeps of it."""
        return Said(
            skills=stored.get("skills") or {},
            level=stored.get("level"),
            language=stored.get("language") or "en",
            taken=stored.get("taken") or {},
        )

    def as_stored(self) -> dict[str, Any]:
        return {
            "skills": dict(self.skills),
            "level": self.level,
            "language": self.language,
            "taken": dict(self.taken),
        }


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item of the file, numbered from 1, with what it gets; `refused` says why it cannot be added.

    `same_as` is the number of the item that says the same before it in the file, or 0.
    """

    number: int
    item: ParsedItem
    skill: Skill | None
    level: int | None
    language: str
    external_id: str
    refused: str
    similar: tuple[Similar, ...] = ()
    same_as: int = 0

    @property
    def is_proposed(self) -> bool:
        """Whether it is taken, if its author says nothing else: not where it is there already."""
        is_there = any(one.likeness >= SAME for one in self.similar)
        return not self.refused and not is_there and not self.same_as


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """All items of a file with what they get, what was not taken over, and the words that name no skill here
    with how many items have them."""

    items: tuple[PlannedItem, ...]
    remarks: tuple[Remark, ...]
    unknown_skills: tuple[tuple[str, int], ...]

    @property
    def digest(self) -> str:
        """What tells from any other what would be written, and what is proposed."""
        told = [
            (
                one.number,
                one.item,
                one.skill and one.skill.pk,
                one.level,
                one.language,
                one.external_id,
                one.refused,
                one.is_proposed,
            )
            for one in self.items
        ]
        return digest_of_plan((told, self.remarks))


def plan_items(parsed: Parsed, said: Said, source: str) -> ItemPlan:
    """What the items of a file become with what the author has said; `source` is the format's name.

    A query for the skills, one for the external ids, and one for each skill that items are about.
    """
    skills = _Skills(said)
    found = [(one, skills.named(one.skill)) for one in parsed.items]
    tops = scale_tops({skill.framework_id for _one, skill in found if skill is not None})
    keys = _free_keys(parsed.items, source)
    compared: dict[int, Comparison] = {}
    seen: dict[Any, int] = {}
    planned = []
    for number, (one, skill) in enumerate(found, start=1):
        level, refused = _level(one, skill, said, tops)
        same_as = seen.setdefault(_words(one), number)
        similar: list[Similar] = []
        if skill is not None:
            comparison = compared.get(skill.pk) or compared.setdefault(skill.pk, Comparison(skill))
            similar = comparison.likest(kind=one.kind, stem=one.stem, body=one.body)
        planned.append(
            PlannedItem(
                number=number,
                item=one,
                skill=skill,
                level=level,
                language=one.language or said.language,
                external_id=one.key if one.key in keys else "",
                refused=refused,
                similar=tuple(similar),
                same_as=same_as if same_as != number else 0,
            )
        )
    return ItemPlan(tuple(planned), parsed.remarks, skills.unknown(parsed.items))


def similar_as_stored(similar: Iterable[Similar]) -> list[list[Any]]:
    """Questions that are like another, as a plan keeps them: id, first words, likeness."""
    return [[one.version.item.public_id, summary_of(one.version), round(one.likeness, 3)] for one in similar]


class _Skills:
    """The skills that are assessed, by what a file may call them: id, key in the framework, or name."""

    def __init__(self, said: Said) -> None:
        self.by_id: dict[str, Skill] = {}
        self.by_words: dict[str, Skill | None] = {}
        for skill in Skill.objects.assessable().select_related("framework").order_by("pk"):
            self.by_id[skill.public_id] = skill
            for words in {skill.public_id, skill.external_id.casefold(), skill.name.casefold()}:
                # Words that two skills have mean neither.
                self.by_words[words] = None if words in self.by_words else skill
        self.said = {
            words: self.by_id[chosen] for words, chosen in said.skills.items() if chosen in self.by_id
        }

    def named(self, words: str) -> Skill | None:
        return self.by_words.get(words.casefold()) or self.said.get(words)

    def unknown(self, items: Iterable[ParsedItem]) -> tuple[tuple[str, int], ...]:
        """The words that name no skill, those of most items first, with how many items have them."""
        words = Counter(one.skill for one in items if not self.by_words.get(one.skill.casefold()))
        return tuple(words.most_common())


def _level(
    item: ParsedItem, skill: Skill | None, said: Said, tops: Mapping[int, int]
) -> tuple[int | None, str]:
    """The level that an item gets, and why it cannot be added without one."""
    if skill is None:
        return item.level or said.level, NO_SKILL
    top = tops[skill.framework_id]
    level = item.level if item.level and item.level <= top else said.level or item.level
    if level is None:
        return None, NO_LEVEL
    return level, "" if level <= top else OFF_SCALE


def _free_keys(items: Iterable[ParsedItem], source: str) -> frozenset[str]:
    """The keys of a file that no other item has, in it or in the bank."""
    counts = Counter(one.key for one in items if one.key)
    once = {key for key, count in counts.items() if count == 1}
    taken = Item.objects.filter(external_source=source, external_id__in=once)
    return frozenset(once - set(taken.values_list("external_id", flat=True)))


def _words(item: ParsedItem) -> tuple[str, str, str]:
    """What two items have in common that say the same."""
    return item.kind, " ".join(item.stem.casefold().split()), repr(sorted(item.body.items()))
