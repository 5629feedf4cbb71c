"""One change of many modules, and a copy of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from content.authoring.reports import open_review
from content.authoring.services.owners import set_owner
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleContents,
    ModuleError,
    archive_module,
    contents_of,
    create_module,
    draft_of,
    edited_contents,
    lock_catalogue,
    save_draft,
    save_module,
)
from lifow.people.persons.models import Person

MOST_AT_ONCE = 100
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """How many modules are another by it, and those that were left as they are, each with why."""

    count: int
    left: Sequence[tuple[Module, str]] = ()


def file_modules(*, modules: Sequence[Module], facets: Mapping[str, Sequence[str]], by: Person) -> Changed:
    """File modules under more facets, at once for learners; what they say stays. Twice is once.

    A module in review is left as it is: its reviewer reads what it is filed under, too.
    """

    def add(module: Module) -> bool:
        if open_review(module) is not None:
            raise ModuleError("", _("It is in review."))
        told = _with_facets(contents_of(module), facets)
        is_new = told != contents_of(module)
        draft = draft_of(module)
        if draft is not None:
            said = _with_facets(edited_contents(module), facets)
            is_new = is_new or said != edited_contents(module)
        if is_new:
            save_module(module=module, contents=told, by=by)
        if is_new and draft is not None:
            save_draft(module=module, contents=said, by=draft.changed_by)
        return is_new

    return _each(modules, add)


def archive_modules(*, modules: Sequence[Module], by: Person) -> Changed:
    """Archive modules. Twice is once."""

    def archive(module: Module) -> bool:
        is_new = module.status != Module.Status.ARCHIVED
        archive_module(module=module, by=by)
        return is_new

    return _each(modules, archive)


def own_modules(*, modules: Sequence[Module], owner: Person | None) -> Changed:
    """Have somebody answer for modules. Raises ModuleError for somebody who may not author."""
    return Changed(set_owner(modules=_few(modules), owner=owner))


def duplicate_module(*, module: Module, by: Person, idempotency_key: str) -> Module:
    """Begin a new module with what one is to say; its author is whoever does. Twice is once."""
    contents = edited_contents(module)
    title = _("Copy of %(title)s") % {"title": contents.title}
    return create_module(
        author=by,
        contents=replace(contents, title=title[:LONGEST_TITLE]),
        idempotency_key=f"{by.pk}:{idempotency_key}",
    )


def _with_facets(contents: ModuleContents, facets: Mapping[str, Sequence[str]]) -> ModuleContents:
    filed = {name: list(values) for name, values in contents.facets.items()}
    for name, values in facets.items():
        filed[name] = list(dict.fromkeys([*filed.get(name, []), *values]))
    return replace(contents, facets=filed)


def _each(modules: Sequence[Module], change: Callable[[Module], bool]) -> Changed:
    """Change modules one after the other; one that cannot be changed keeps no other from it."""
    count, left = 0, []
    for module in _few(modules):
        try:
            with transaction.atomic():
                lock_catalogue()
                module.refresh_from_db()
                count += change(module)
        except ModuleError as error:
            left.append((module, str(error)))
    return Changed(count, left)


def _few(modules: Sequence[Module]) -> Sequence[Module]:
    if len(modules) > MOST_AT_ONCE:
        raise ModuleError("", _("Change at most %(most)s modules at once.") % {"most": MOST_AT_ONCE})
    return modules
