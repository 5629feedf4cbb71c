"""Every model with people or words says what erasing and exporting somebody do with it."""

import pytest
from django.apps import apps
from django.db import models

from lifow.base.fields import PublicIdField
from lifow.people.persons.models import Person
from lifow.people.privacy.choices import Words
from lifow.people.privacy.registry import Kept
from lifow.people.privacy.reports import all_kept, declared_models

WITH_WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    models.FileField,
)
MODELS = sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)
KEPT = {one.model: one for one in all_kept()}


def columns_of_people(model: type[models.Model]) -> set[str]:
    """Foreign keys of the model to a person."""
    return {one.name for one in model._meta.concrete_fields if one.related_model is Person}


def columns_with_words(model: type[models.Model]) -> set[str]:
    """Columns in which somebody, or a program, can write what it likes."""
    return {
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, WITH_WORDS) and not one.choices and not isinstance(one, PublicIdField)
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_with_people_or_words_says_what_is_done_with_them(model):
    label = model._meta.label
    people, words = columns_of_people(model), columns_with_words(model)
    if model is Person:
        people = {"pk"}
    if not people and not words and label not in KEPT:
        return
    assert label in KEPT, f"{label} has {people | words}: declare it in the personal_data of its app"
    kept = KEPT[label]
    known = {*kept.about, *kept.named}
    assert people <= known, f"{label}: is a row about whom {people - known} names, or does it only name them?"
    said = {*kept.words, *kept.by}
    assert words <= said, f"{label}: whose are the words of {words - said}?"
    assert said <= words, f"{label}: {said - words} are no columns with words"


@pytest.mark.parametrize("kept", all_kept(), ids=lambda kept: kept.model)
def test_what_is_declared_can_be_done(kept: Kept):
    for name in kept.named:
        assert kept.kind._meta.get_field(name).null, f"{kept.model}.{name} cannot be emptied"
    for column, (owner, _empty) in kept.by.items():
        assert owner in kept.named, f"{kept.model}.{column} is by {owner}, which is not emptied"
    theirs = any(whose is Words.THEIRS for whose in kept.words.values())
    assert kept.about or not theirs, f"{kept.model} has words that go with the row, and its rows stay"
    seen_to = any(whose is Words.LOOKED_AFTER for whose in kept.words.values())
    assert kept.erase or not seen_to, f"{kept.model} has words to look after, and nothing does"


@pytest.mark.parametrize("kept", [one for one in all_kept() if one.about], ids=lambda kept: kept.model)
def test_what_is_about_somebody_is_read_by_them_or_it_is_said_why_not(kept: Kept):
    assert kept.told or kept.export or kept.not_told


def test_nothing_is_declared_of_models_that_are_gone():
    assert declared_models() - {model._meta.label for model in MODELS} == set()
