"""What replacements of skills move: evidence, people, requirements and modules, counted before it is done."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Count, Q, QuerySet

from assessments.frameworks.interchange.describe import LostSkill, ReplacedSkill
from assessments.frameworks.interchange.document import FrameworkDocument
from assessments.frameworks.interchange.faults import Fault, Subject
from assessments.frameworks.interchange.level_maps import (
    LevelMapping,
    levels_text,
    map_faults,
    means_another_thing,
)
from assessments.frameworks.interchange.planning import FrameworkPlan
from assessments.frameworks.models import Requirement, Skill, SkillReplacement
from assessments.frameworks.reports.scales import scale_document
from lifow.base.listing import first_names

MOST_LOST = 2
LOST_SHARE = 10
"""A tenth of a framework's evidence, and two pieces of a small one, may go without a word."""


def former_skills(document: FrameworkDocument) -> dict[str, list[str]]:
    """What cells under “replaces” may name: skills that are retired, each with the keys of those whose place
    they had taken, and “framework:skill” of other frameworks."""
    retired = Skill.objects.filter(framework__key=document.key, retired_at__isnull=False)
    found: dict[str, list[str]] = {key: [] for key in named_skills_of(document)}
    found |= {key: [] for key in retired.values_list("external_id", flat=True)}
    for row in replacements_into(document.key).filter(new__retired_at__isnull=False):
        found[row.new.external_id].append(key_of(row))
    return found


def skills_move(document: FrameworkDocument) -> bool:
    """Whether a skill may go, or take another's place, by a document; most say nothing of the kind."""
    keys = {skill.external_id for skill in document.skills}
    if any(skill.replaces for skill in document.skills) or replacements_into(document.key).exists():
        return True
    live = Skill.objects.active().filter(framework__key=document.key)
    return not keys.issuperset(live.values_list("external_id", flat=True))


def replacements_into(key: str) -> QuerySet[SkillReplacement]:
    """The replacements in force by skills of the framework with that key."""
    rows = SkillReplacement.objects.in_force().filter(new__framework__key=key)
    return rows.select_related("old__framework", "new").order_by("old__external_id")


def key_of(row: SkillReplacement) -> str:
    """How a cell names the replaced skill; one of another framework with that one's key."""
    if row.old.framework_id == row.new.framework_id:
        return row.old.external_id
    return f"{row.old.framework.key}:{row.old.external_id}"


def named_skills_of(document: FrameworkDocument) -> dict[str, Skill]:
    """The skills of other frameworks that a document replaces, by what its cells say."""
    said = {key for skill in document.skills for key in skill.replaces if ":" in key}
    own = Skill.objects.filter(framework__key=document.key, external_id__in=said)
    said -= set(own.values_list("external_id", flat=True))
    parts = {key: tuple(key.split(":", 1)) for key in said}
    found = Skill.objects.filter(
        framework__key__in={body for body, _skill in parts.values()},
        external_id__in={skill for _body, skill in parts.values()},
    ).exclude(framework__key=document.key)
    known = {(one.framework.key, one.external_id): one for one in found.select_related("framework__scale")}
    return {key: known[pair] for key, pair in parts.items() if pair in known}


def skills_replaced(plan: FrameworkPlan) -> tuple[ReplacedSkill, ...]:
    """The skills whose place others take by the plan, with what that moves; in the order of their keys."""
    olds = _skills(plan, plan.replaced)
    counts = _counts(olds.values())
    names = {skill.external_id: skill.name for skill in plan.incoming.skills}
    ids = [skill.pk for skill in olds.values()]
    needed = Requirement.objects.newest().filter(skill__in=ids).values("skill")
    role_levels = dict(needed.annotate(n=Count("role_level", distinct=True)).values_list("skill", "n"))
    raised = Skill.objects.filter(pk__in=ids).annotate(n=Count("module_effects__module", distinct=True))
    modules = dict(raised.values_list("pk", "n"))
    return tuple(
        ReplacedSkill(
            key=key,
            name=olds[key].name,
            new=tuple((new, names[new]) for new in news),
            pieces=counts[olds[key].pk][0],
            people=counts[olds[key].pk][1],
            role_levels=role_levels.get(olds[key].pk, 0),
            modules=modules.get(olds[key].pk, 0),
        )
        for key, news in sorted(plan.replaced.items())
        if key in olds
    )


def skills_lost(plan: FrameworkPlan) -> tuple[LostSkill, ...]:
    """The skills with evidence that go by the plan with nothing in their place, the most evidence first."""
    olds = _skills(plan, plan.let_go)
    counts = _counts(olds.values())
    lost = [LostSkill(key, skill.name, *counts[skill.pk]) for key, skill in olds.items()]
    return tuple(sorted((one for one in lost if one.pieces), key=lambda one: (-one.pieces, one.key)))


def replacement_faults(
    plan: FrameworkPlan, mappings: Mapping[str, LevelMapping], *, may_lose: bool
) -> Iterator[Fault]:
    """Why skills cannot be replaced as the plan has it, or go as they do.

    mappings  how the levels of other frameworks (by key) read on those of this one
    may_lose  whether somebody has said that evidence may be left with nothing that counts it
    """
    yield from _of_other_frameworks(plan, mappings)
    lost = skills_lost(plan)
    pieces = sum(one.pieces for one in lost)
    if may_lose or pieces <= MOST_LOST:
        return
    known = Skill.objects.filter(framework__key=plan.incoming.key, evidence__superseded_by__isnull=True)
    of = known.aggregate(pieces=Count("evidence"))["pieces"]
    if pieces * LOST_SHARE > of:
        where = Subject("framework", plan.incoming.key)
        value = f"Evidence {pieces:,} of {of:,}"
        named = [f"{one.key} ({one.pieces:,})" for one in lost]
        yield Fault("evidence_goes", where, value, ", ".join(first_names(named)))


def replaced_by(skill: Skill) -> list[Skill]:
    """What stands in a skill's place now, after all that was replaced in turn; by name, none for none.

    A query for each replacement in the row, one where there is none.
    """
    found: dict[int, Skill] = {}
    seen, at = {skill.pk}, {skill.pk}
    while at:
        rows = SkillReplacement.objects.in_force().filter(old__in=at).select_related("new__framework")
        news = {row.new_id: row.new for row in rows}
        replaced = {row.old_id for row in rows}
        found |= news
        found = {pk: one for pk, one in found.items() if pk not in replaced}
        at = set(news) - seen
        seen |= at
    return sorted(found.values(), key=lambda one: (one.name, one.pk))


def counted_for(skill_ids: Collection[int]) -> dict[int, set[int]]:
    """The skills whose evidence counts for each of these now, itself not among them.

    One query where nothing was replaced, one more for each replacement in a row.
    """
    found: dict[int, set[int]] = {pk: set() for pk in skill_ids}
    into: dict[int, set[int]] = {pk: {pk} for pk in skill_ids}
    while into:
        above: dict[int, set[int]] = {}
        rows = SkillReplacement.objects.in_force().filter(new__in=list(into))
        for old, new in rows.values_list("old_id", "new_id"):
            for end in into[new]:
                if old not in found[end]:
                    found[end].add(old)
                    above.setdefault(old, set()).add(end)
        into = above
    return found


def _of_other_frameworks(plan: FrameworkPlan, mappings: Mapping[str, LevelMapping]) -> Iterator[Fault]:
    levels = plan.incoming.scale.levels
    others = named_skills_of(plan.incoming)
    for skill in plan.incoming.skills:
        for key in skill.replaces:
            where = Subject("skill", skill.external_id, "replaces")
            old = others.get(key)
            if old is None or key not in plan.replaced:
                continue
            if old.retired_at is None:
                yield Fault("replaced_elsewhere", where, key)
                continue
            before = scale_document(old.framework.scale).levels
            if not means_another_thing(before, levels) or not _counts([old])[old.pk][0]:
                continue
            if (mapping := mappings.get(old.framework.key)) is None:
                yield Fault("levels_of_another_scale", where, key, levels_text(before))
            else:
                yield from map_faults(mapping, before, levels)


def _skills(plan: FrameworkPlan, keys: Collection[str]) -> dict[str, Skill]:
    """The skills that keys of a plan mean: of its framework, or of others."""
    own = Skill.objects.filter(framework__key=plan.incoming.key, external_id__in=keys)
    found = {skill.external_id: skill for skill in own}
    return {**named_skills_of(plan.incoming), **found} if set(keys) - set(found) else found


def _counts(skills: Iterable[Skill]) -> dict[int, tuple[int, int]]:
    """(pieces, people) of the standing evidence that counts for each skill, with what it had replaced."""
    ids = [skill.pk for skill in skills]
    olds = counted_for(ids)
    return {pk: _evidence({pk, *olds[pk]}) for pk in ids}


def _evidence(ids: Collection[int]) -> tuple[int, int]:
    known = Skill.objects.filter(pk__in=ids).filter(
        Q(evidence__superseded_by__isnull=True, evidence__isnull=False)
    )
    found = known.aggregate(pieces=Count("evidence"), people=Count("evidence__person", distinct=True))
    return found["pieces"], found["people"]
