"""What a module said is kept, version by version; what it is to say next waits as a draft."""

from dataclasses import replace
from decimal import Decimal

import pytest

from content.catalogue.models import Module, ModuleDraft, ModuleVersion
from content.catalogue.services import (
    Effect,
    ModuleChangedError,
    ModuleContents,
    ModuleError,
    archive_module,
    contents_from,
    contents_of,
    discard_draft,
    edited_contents,
    edition_of,
    publish_module,
    restore_version,
    save_draft,
    update_module,
)
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import module, person, skill

pytestmark = pytest.mark.django_db


@world
def ines() -> Person:
    return person("Ines Carvalho", is_author=True)


@world
def refunds() -> Module:
    return module("The refund change", skill("Refund policy"), 1, 3, body="Fees are returned.\n")


def said(of: Module, **changes) -> ModuleContents:
    return replace(contents_of(Module.objects.get(pk=of.pk)), **changes)


def titles(of: Module) -> list[str]:
    return [one.contents["title"] for one in of.versions.order_by("number")]


def test_what_it_said_before_is_kept_though_no_version_was_kept_until_then(refunds, ines):
    update_module(module=refunds, contents=said(refunds, title="Refunds now"), by=ines)
    assert titles(refunds) == ["The refund change", "Refunds now"]
    first, second = refunds.versions.order_by("number")
    assert (first.published_by, second.published_by) == (None, ines)
    assert first.published_at < second.published_at


def test_the_same_again_is_no_version(refunds):
    for _ in range(2):
        update_module(module=refunds, contents=said(refunds, minutes=9))
        publish_module(module=refunds)
    assert refunds.versions.count() == 2


def test_a_draft_changes_nothing_for_learners_until_it_is_published(refunds, ines):
    effect = Effect(skill("Empathy"), Decimal(1), Decimal("2.5"))
    save_draft(module=refunds, contents=said(refunds, title="Refunds now", effects=[effect]), by=ines)
    refunds.refresh_from_db()
    assert (refunds.title, refunds.effects.get().skill.name) == ("The refund change", "Refund policy")
    assert not refunds.versions.exists()
    assert edited_contents(refunds).title == "Refunds now"
    published = publish_module(module=refunds, by=ines)
    assert (published.title, published.effects.get().skill.name) == ("Refunds now", "Empathy")
    assert not ModuleDraft.objects.exists()
    assert titles(refunds) == ["The refund change", "Refunds now"]


def test_a_module_that_was_never_published_is_its_own_draft(ines):
    draft = module("Refunds", skill(), 1, 2, status="draft")
    save_draft(module=draft, contents=said(draft, title="Refunds now"), by=ines)
    draft.refresh_from_db()
    assert (draft.title, draft.status, ModuleDraft.objects.count()) == ("Refunds now", "draft", 0)
    publish_module(module=draft, by=ines)
    assert titles(draft) == ["Refunds now"]


def test_a_draft_that_says_what_is_published_is_none(refunds, ines):
    save_draft(module=refunds, contents=said(refunds, title="Refunds now"), by=ines)
    save_draft(module=refunds, contents=said(refunds), by=ines)
    assert not ModuleDraft.objects.exists()


def test_a_retired_module_comes_back_with_its_draft(refunds, ines):
    archive_module(module=refunds)
    save_draft(module=refunds, contents=said(refunds, title="Refunds now"), by=ines)
    back = publish_module(module=refunds, by=ines)
    assert (back.title, back.status) == ("Refunds now", "published")


def test_a_draft_of_another_author_is_not_undone_unawares(refunds, ines):
    edition = edition_of(edited_contents(refunds))
    save_draft(module=refunds, contents=said(refunds, title="By Ines"), by=ines, based_on=edition)
    for write in (save_draft, update_module):
        with pytest.raises(ModuleChangedError, match="Ines Carvalho changed it on"):
            write(module=refunds, contents=said(refunds, title="By Ruth"), by=None, based_on=edition)
    again = edition_of(edited_contents(refunds))
    save_draft(module=refunds, contents=said(refunds, title="By Ruth"), by=None, based_on=again)
    assert ModuleDraft.objects.get().contents["title"] == "By Ruth"


def test_the_same_draft_sent_twice_is_saved_once_and_published_once(refunds, ines):
    edition = edition_of(edited_contents(refunds))
    for _click in range(2):
        save_draft(module=refunds, contents=said(refunds, title="By Ines"), by=ines, based_on=edition)
    assert ModuleDraft.objects.count() == 1
    for _click in range(2):
        update_module(module=refunds, contents=said(refunds, title="By Ines"), by=ines, based_on=edition)
    assert titles(refunds) == ["The refund change", "By Ines"]
    assert not ModuleDraft.objects.exists()


def test_what_cannot_be_kept_is_no_draft_either(refunds, ines):
    off = [Effect(skill("Refund policy"), Decimal(1), Decimal(9))]
    for wrong in ({"effects": off}, {"minutes": 0}, {"prerequisites": [refunds]}):
        with pytest.raises(ModuleError):
            save_draft(module=refunds, contents=said(refunds, **wrong), by=ines)
    assert not ModuleDraft.objects.exists()


def test_an_earlier_version_comes_back_as_a_draft(refunds, ines):
    update_module(module=refunds, contents=said(refunds, title="Refunds now", body="Another text."), by=ines)
    restore_version(version=refunds.versions.get(number=1), by=ines)
    refunds.refresh_from_db()
    assert refunds.title == "Refunds now"
    publish_module(module=refunds, by=ines)
    refunds.refresh_from_db()
    assert (refunds.title, refunds.body) == ("The refund change", "Fees are returned.\n")
    assert titles(refunds) == ["The refund change", "Refunds now", "The refund change"]


def test_to_discard_a_draft_leaves_what_is_published(refunds, ines):
    save_draft(module=refunds, contents=said(refunds, title="Refunds now"), by=ines)
    for _click in range(2):
        discard_draft(module=refunds)
    assert edited_contents(refunds) == contents_of(refunds)


def test_contents_are_the_same_after_they_were_stored(refunds):
    refunds.prerequisites.add(module("First this", skill(), 0, 1))
    Module.objects.filter(pk=refunds.pk).update(facets={"product": ["payments"]}, summary="Short.")
    update_module(module=refunds, contents=said(refunds, minutes=7))
    newest = ModuleVersion.objects.latest("number")
    assert contents_from(newest.contents) == contents_of(Module.objects.get(pk=refunds.pk))


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"title": 5, "minutes": "4", "facets": [], "effects": {}, "prerequisites": "mod_none"},
        {"facets": {"product": "payments"}, "effects": [5, {}, {"skill": "skl_none", "from_level": "x"}]},
        {"effects": [{"skill": "skl_none", "from_level": "1", "to_level": "2"}], "prerequisites": [None]},
    ],
)
def test_what_another_version_has_stored_breaks_nothing(stored):
    found = contents_from(stored)
    assert (found.effects, found.prerequisites, found.minutes) == ([], [], 1)
