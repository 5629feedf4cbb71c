"""Modules as files, and what files would change, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from content.authoring.choices import ReviewState
from content.authoring.interchange import (
    PICTURES,
    EffectInFile,
    ModuleFile,
    ModuleFileError,
    file_named,
    read_module_file,
    shown_in,
    with_addresses,
    write_module_file,
)
from content.authoring.models import ModuleReview
from content.authoring.reports.picture_files import FolderPictures, picture_names
from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module
from content.catalogue.services import (
    CONTENTS,
    Effect,
    ModuleContents,
    ModuleError,
    check_contents,
    edited_contents,
    stored_contents,
)
from content.facets.reports import FacetList, facet_list, matched
from lifow.base.bounds import LONGEST_BODY, is_text_in_bounds
from lifow.base.media.addresses import picture_id_in

LONGEST_KEY, LONGEST_TITLE, LONGEST_SUMMARY = 100, 200, 300


class Outcome(StrEnum):
    """What a file would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedModule:
    """What one file would do; `contents` are without its prerequisites, which are keys. `lost_pictures` are
    files that its text or its parts show and the folder does not have; `new_pictures` those that are kept
    once it is written."""

    name: str
    outcome: Outcome
    title: str = ""
    key: str = ""
    problem: str = ""
    module: Module | None = None
    contents: ModuleContents | None = None
    prerequisites: Sequence[str] = field(default_factory=tuple)
    lost_pictures: Sequence[str] = ()
    new_pictures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """What a folder would do, by file, in the order of their names."""

    rows: Sequence[PlannedModule]

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def is_refused(self) -> bool:
        """Whether something has to be corrected first: then nothing is written."""
        return any(row.outcome == Outcome.REFUSED for row in self.rows)


def module_files() -> dict[str, str]:
    """Every module that is not archived as a file, by the file's name: what its authors go on with."""
    rows = Module.objects.exclude(status=Module.Status.ARCHIVED).order_by("key")
    names = picture_names()
    return {f"{one.key}.md": write_module_file(file_of(one, names)) for one in rows}


def file_of(module: Module, picture_names: Mapping[str, str]) -> ModuleFile:
    """A module as a file says it: pictures by the names of their files, which are told by their addresses."""
    contents = edited_contents(module)
    frameworks = _frameworks([one.skill for one in contents.effects])
    effects = [
        EffectInFile(frameworks[one.skill.framework_id], one.skill.external_id, one.from_level, one.to_level)
        for one in contents.effects
    ]
    return ModuleFile(
        key=module.key,
        title=contents.title,
        kind=contents.kind,
        minutes=contents.minutes,
        summary=contents.summary,
        body=with_addresses(contents.body, lambda address: picture_names.get(address, "")),
        parts=kind_of(contents.kind).with_pictures(
            contents.parts, lambda public_id: picture_names.get(public_id, "")
        ),
        prerequisites=sorted(one.key for one in contents.prerequisites),
        facets={name: list(values) for name, values in sorted(contents.facets.items())},
        effects=sorted(effects, key=lambda one: (one.framework, one.skill)),
    )


def plan_of_folder(files: Mapping[str, str], pictures: FolderPictures | None = None) -> FolderPlan:
    """What files would do. Nothing is written."""
    pictures = pictures or FolderPictures()
    read: dict[str, ModuleFile] = {}
    problems: dict[str, str] = {}
    for name, text in files.items():
        try:
            read[name] = read_module_file(text, name=name)
        except ModuleFileError as error:
            problems[name] = str(error)
    known = _known(list(read.values()))
    rows = []
    seen: set[str] = set()
    for name in sorted(files):
        if name in problems:
            rows.append(PlannedModule(name, Outcome.REFUSED, problem=problems[name]))
            continue
        file, left = _with_pictures(read[name], pictures)
        planned = _planned(name, file, known, seen)
        lost = [f"{PICTURES}/{one}" for one in left if one not in pictures.new]
        new = [one for one in left if one in pictures.new]
        rows.append(replace(planned, lost_pictures=lost, new_pictures=new))
        seen.add(read[name].key)
    return FolderPlan(rows)


@dataclass(frozen=True, slots=True)
class _Known:
    """What files are compared with: modules by key, keys that can be prerequisites, skills by framework and
    id, the highest level of each framework, the list of facets, and the modules that are in review."""

    modules: Mapping[str, Module]
    keys: set[str]
    skills: Mapping[tuple[str, str], Skill]
    tops: Mapping[int, int]
    facets: FacetList
    in_review: set[int]


def _known(files: Sequence[ModuleFile]) -> _Known:
    """What is known of files; nine queries, however many there are."""
    own = {one.key for one in files}
    modules = {
        one.key: one for one in Module.objects.filter(key__in=own).with_draft().prefetch_related(*CONTENTS)
    }
    needed = {key for one in files for key in one.prerequisites}
    effects = [effect for one in files for effect in one.effects]
    named = Skill.objects.filter(
        framework__key__in={one.framework for one in effects},
        external_id__in={one.skill for one in effects},
    )
    skills = {(one.framework.key, one.external_id): one for one in named.select_related("framework")}
    waiting = ModuleReview.objects.filter(module__in=list(modules.values()), state=ReviewState.IN_REVIEW)
    return _Known(
        modules=modules,
        keys=own | {*Module.objects.filter(key__in=needed).values_list("key", flat=True)},
        skills=skills,
        tops=scale_tops({one.framework_id for one in skills.values()}),
        facets=facet_list(),
        in_review=set(waiting.values_list("module_id", flat=True)),
    )


def _with_pictures(file: ModuleFile, pictures: FolderPictures) -> tuple[ModuleFile, list[str]]:
    """A file with the addresses of pictures that are kept, and the names of those that are not kept yet."""
    body = with_addresses(file.body, lambda said: pictures.addresses.get(file_named(said), ""))
    kind = kind_of(file.kind)
    parts = kind.with_pictures(
        file.parts, lambda said: picture_id_in(pictures.addresses.get(file_named(said), ""))
    )
    left = (file_named(said) for said in [*shown_in(body), *kind.pictures(parts)])
    return replace(file, body=body, parts=parts), list(dict.fromkeys(one for one in left if one))


def _planned(name: str, file: ModuleFile, known: _Known, seen: set[str]) -> PlannedModule:
    module = known.modules.get(file.key)
    try:
        contents = _contents(file, known)
        _check(file, contents, known, seen)
    except ModuleError as error:
        return PlannedModule(name, Outcome.REFUSED, title=file.title, key=file.key, problem=str(error))
    outcome = Outcome.NEW if module is None else Outcome.CHANGED
    if module is not None and _is_same(file, contents, module):
        outcome = Outcome.SAME
    if outcome == Outcome.CHANGED and module is not None and module.pk in known.in_review:
        problem = _("It is in review. Take it back from review, or leave the file out.")
        return PlannedModule(name, Outcome.REFUSED, title=file.title, key=file.key, problem=problem)
    return PlannedModule(
        name, outcome, file.title, file.key, "", module, contents, tuple(sorted(set(file.prerequisites)))
    )


def _contents(file: ModuleFile, known: _Known) -> ModuleContents:
    effects = [Effect(_skill(one, known), one.from_level, one.to_level) for one in file.effects]
    return ModuleContents(
        title=file.title,
        kind=file.kind,
        minutes=file.minutes,
        summary=file.summary,
        body=file.body,
        parts=tidy_parts(file.kind, file.parts),
        facets=matched(file.facets, known.facets) if file.facets else {},
        effects=effects,
    )


def _check(file: ModuleFile, contents: ModuleContents, known: _Known, seen: set[str]) -> None:
    """Raise ModuleError for what a form would refuse."""
    if file.kind not in ModuleKind:
        said = {"kind": file.kind, "kinds": ", ".join(ModuleKind.values)}
        raise ModuleError("kind", _("“%(kind)s” is no kind. Use one of %(kinds)s.") % said)
    for text, longest in (
        (file.title, LONGEST_TITLE),
        (file.summary, LONGEST_SUMMARY),
        (file.body, LONGEST_BODY),
        *((one, LONGEST_TITLE) for name, values in file.facets.items() for one in (name, *values)),
    ):
        if not is_text_in_bounds(text, longest):
            message = _("A text is longer than %(longest)s characters, or has a control character.")
            raise ModuleError("", message % {"longest": longest})
    _check_keys(file, known.keys, seen)
    check_contents(contents, known.tops)


def _check_keys(file: ModuleFile, keys: set[str], seen: set[str]) -> None:
    try:
        validate_slug(file.key)
    except ValidationError as error:
        raise ModuleError("key", _("The key has to be of letters, digits and hyphens.")) from error
    if len(file.key) > LONGEST_KEY:
        raise ModuleError("key", _("The key is longer than %(most)s characters.") % {"most": LONGEST_KEY})
    if file.key in seen:
        raise ModuleError("key", _("Another file has the key “%(key)s” too.") % {"key": file.key})
    unknown = sorted(set(file.prerequisites) - keys)
    if unknown:
        message = _("There is no module with the key “%(key)s”, which it names as a prerequisite.")
        raise ModuleError("prerequisites", message % {"key": unknown[0]})


def _skill(effect: EffectInFile, known: _Known) -> Skill:
    found = known.skills.get((effect.framework, effect.skill))
    if found is None:
        message = _("There is no skill “%(skill)s” in the framework “%(framework)s”.")
        raise ModuleError("effects", message % {"skill": effect.skill, "framework": effect.framework})
    return found


def _is_same(file: ModuleFile, contents: ModuleContents, module: Module) -> bool:
    """Whether a module says already what a file says."""
    now = edited_contents(module)
    told = {**stored_contents(contents), "prerequisites": sorted(set(file.prerequisites))}
    said = {**stored_contents(now), "prerequisites": sorted(one.key for one in now.prerequisites)}
    return told == said


def _frameworks(skills: Sequence[Skill]) -> dict[int, str]:
    """The keys of the frameworks of skills."""
    ids = {one.framework_id for one in skills}
    rows = Skill.objects.filter(framework_id__in=ids).order_by()
    return dict(rows.values_list("framework_id", "framework__key").distinct())
