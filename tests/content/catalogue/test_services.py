"""Modules that are written say something that can hold."""

from decimal import Decimal

import pytest

from content.catalogue.models import Module
from content.catalogue.services import Effect, ModuleContents, ModuleError, create_module, update_module
from tests.backing.worlds import world
from tests.company import module, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@world
def worry() -> Module:
    return module("Worry before question", skill("Empathy"), 1, 3, minutes=5)


def contents(title: str = "Say no kindly", **changes) -> ModuleContents:
    return ModuleContents(**{"title": title, "kind": "case", "minutes": 4, "body": "A story.", **changes})


def test_a_new_module_is_a_draft_of_its_author(worry):
    author = person()
    made = create_module(
        author=author,
        contents=contents(
            facets={"product": ["payments"]},
            effects=[Effect(skill("Empathy"), Decimal(2), Decimal(3))],
            prerequisites=[worry],
        ),
    )
    made.refresh_from_db()
    assert (made.status, made.author, made.key) == (Module.Status.DRAFT, author, "say-no-kindly")
    assert made.facets == {"product": ["payments"]}
    assert made.prerequisites.get() == worry
    assert made.effects.get().to_level == 3


def test_modules_of_one_title_get_keys_of_their_own():
    keys = [create_module(author=None, contents=contents()).key for _ in range(3)]
    assert keys == ["say-no-kindly", "say-no-kindly-2", "say-no-kindly-3"]


def test_a_title_without_letters_of_the_alphabet_gets_a_key_too():
    assert create_module(author=None, contents=contents("谢谢")).key == "module"


def test_an_update_replaces_the_effects_and_keeps_status_key_and_author(worry):
    key = worry.key
    after = update_module(
        module=worry, contents=contents(effects=[Effect(skill("Empathy"), Decimal(0), Decimal("1.5"))])
    )
    after.refresh_from_db()
    assert (after.status, after.key, after.title) == ("published", key, "Say no kindly")
    effect = after.effects.get()
    assert (effect.skill.name, effect.from_level, effect.to_level) == ("Empathy", 0, Decimal("1.5"))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (3, 2), (-1, 2), (4, 6)])
def test_levels_rise_within_the_scale(start, end):
    effect = Effect(skill(), Decimal(start), Decimal(end))
    with pytest.raises(ModuleError, match="within 0 to 5") as caught:
        create_module(author=None, contents=contents(effects=[effect]))
    assert caught.value.field == "effects"
    assert not Module.objects.exists()


def test_a_skill_is_raised_once():
    effects = [Effect(skill(), Decimal(1), Decimal(2)), Effect(skill(), Decimal(2), Decimal(3))]
    with pytest.raises(ModuleError, match="listed twice"):
        create_module(author=None, contents=contents(effects=effects))


def test_a_module_takes_a_minute():
    with pytest.raises(ModuleError) as caught:
        create_module(author=None, contents=contents(minutes=0))
    assert caught.value.field == "minutes"


def test_prerequisites_that_run_in_a_circle_are_named_and_nothing_is_written():
    first, second, third = (module(title, skill(), 1, 2) for title in ("First", "Second", "Third"))
    second.prerequisites.add(first)
    third.prerequisites.add(second)
    with pytest.raises(ModuleError, match="First → Third → Second → First") as caught:
        update_module(module=first, contents=contents("Changed", prerequisites=[third]))
    assert caught.value.field == "prerequisites"
    first.refresh_from_db()
    assert first.title == "First"


def test_a_module_is_no_prerequisite_of_itself():
    alone = module("Alone", skill(), 1, 2)
    with pytest.raises(ModuleError, match="Alone → Alone"):
        update_module(module=alone, contents=contents(prerequisites=[alone]))
