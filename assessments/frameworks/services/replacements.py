"""Keeping which skills take the place of others."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from assessments.frameworks.interchange.document import FrameworkDocument
from assessments.frameworks.interchange.level_maps import LevelMapping, means_another_thing
from assessments.frameworks.models import Framework, Skill, SkillReplacement
from assessments.frameworks.reports import counted_for, named_skills_of, scale_document
from assessments.frameworks.services.level_maps import told_pairs
from assessments.marks.services import mark_stale
from lifow.events.services import publish
from lifow.events.types import SkillsReplaced, in_chunks
from lifow.people.persons.models import Person

Pair = tuple[int, int]


def keep_replacements(
    *,
    framework: Framework,
    document: FrameworkDocument,
    mappings: Mapping[str, LevelMapping],
    said_at: datetime,
    said_by: Person | None,
) -> bool:
    """Have replacements of skills hold as a document has them; whether that is another thing than before.

    It is called in the transaction that writes the skills, after them. What the document no longer says of a
    skill is taken back, and so is what was said of a skill that is there again. Everyone with evidence in a
    skill that counts elsewhere now, or no longer does, is marked stale. Twice is once.
    """
    own = {skill.external_id: skill for skill in framework.skills.all()}
    others = named_skills_of(document)
    news = {own[skill.external_id].pk for skill in document.skills}
    wanted = {
        (old.pk, own[skill.external_id].pk): old
        for skill in document.skills
        for key in skill.replaces
        if (old := own.get(key) or others.get(key)) is not None and old.retired_at is not None
    }
    rows = SkillReplacement.objects.in_force().filter(new__framework=framework)
    before = {(row.old_id, row.new_id): row for row in rows}
    live = {skill.pk for skill in own.values() if skill.retired_at is None}
    ended = [pair for pair in before if pair not in wanted and (pair[1] in news or pair[0] in live)]
    begun = [pair for pair in wanted if pair not in before]
    _begin(framework, {pair: wanted[pair] for pair in begun}, mappings, said_at, said_by)
    take_back(pairs=ended, taken_back_at=said_at)
    _follow([*begun, *ended], said_at)
    return bool(begun or ended)


def take_back_for(*, skill: Skill, taken_back_at: datetime) -> None:
    """Take back what was said of a skill that is there again: its evidence counts for it alone."""
    rows = SkillReplacement.objects.in_force().filter(old=skill).order_by("pk")
    pairs = list(rows.values_list("old_id", "new_id"))
    take_back(pairs=pairs, taken_back_at=taken_back_at)
    _follow(pairs, taken_back_at)


def take_back(*, pairs: Collection[Pair], taken_back_at: datetime) -> None:
    """End replacements that are in force, by their old and new skill."""
    for old, new in pairs:
        SkillReplacement.objects.in_force().filter(old=old, new=new).update(taken_back_at=taken_back_at)


def _begin(
    framework: Framework,
    wanted: Mapping[Pair, Skill],
    mappings: Mapping[str, LevelMapping],
    said_at: datetime,
    said_by: Person | None,
) -> None:
    SkillReplacement.objects.bulk_create(
        SkillReplacement(
            old_id=pair[0],
            new_id=pair[1],
            pairs=_pairs(framework, old, mappings),
            replaced_at=said_at,
            said_by=said_by,
        )
        for pair, old in sorted(wanted.items())
    )


def _pairs(framework: Framework, old: Skill, mappings: Mapping[str, LevelMapping]) -> list[list[str]]:
    """How the levels of a skill of another framework read on those of this one."""
    if old.framework_id == framework.pk:
        return []
    before, after = scale_document(old.framework.scale).levels, scale_document(framework.scale).levels
    mapping = mappings.get(old.framework.key)
    if mapping is None or not means_another_thing(before, after):
        return []
    return told_pairs(mapping)


def _follow(pairs: Iterable[Pair], at: datetime) -> None:
    """Mark stale whose evidence counts elsewhere, and have who names the skills hear of it."""
    ids = {skill for pair in pairs for skill in pair}
    if not ids:
        return
    Skill.objects.filter(pk__in=ids).update(updated_at=at)
    olds = {old for those in counted_for(ids).values() for old in those} | ids
    assessed = Person.objects.filter(evidence__skill__in=olds).order_by()
    mark_stale(person_ids=assessed.values_list("pk", flat=True).distinct(), reason="framework", marked_at=at)
    publish(*in_chunks(SkillsReplaced, skill_ids=ids), occurred_at=at)
