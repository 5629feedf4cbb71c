"""The fields that every resource shares."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from lifow.base.api import examples
from lifow.base.api.fields import (
    ExternalIdField,
    IdField,
    MeasureField,
    MomentField,
    StoredMeasuresField,
    id_pattern,
)
from lifow.base.fields import ALPHABET, new_public_id

EXAMPLES = {name: value for name, value in vars(examples).items() if name.isupper()}


def test_the_pattern_of_ids_is_that_of_the_ids_that_are_made():
    assert all(re.match(id_pattern("per"), new_public_id("per")) for _ in range(200))
    allowed = {letter for letter in map(chr, range(128)) if re.match(id_pattern("per"), f"per_{letter * 16}")}
    assert allowed == set(ALPHABET)


@pytest.mark.parametrize(("name", "value"), EXAMPLES.items())
def test_the_ids_of_examples_are_ids(name, value):
    assert re.match(id_pattern(value[:3]), value)


@pytest.mark.parametrize(
    "text", ["", "per_", "PER_0000000000000000", "org_0000000000000000", "per_000000000000000u"]
)
def test_what_is_no_id_is_refused_in_words(text):
    with pytest.raises(ValidationError):
        IdField("per").run_validation(text)


def test_a_moment_is_written_in_utc_whatever_zone_it_comes_from_or_is_shown_in():
    field = MomentField()
    moment = datetime(2026, 3, 2, 13, tzinfo=ZoneInfo("Europe/Berlin"))
    with timezone.override("Pacific/Auckland"):
        assert field.to_representation(moment) == "2026-03-02T12:00:00Z"
        assert field.run_validation("2026-03-02T13:00:00+01:00") == moment
        assert field.to_representation(field.run_validation("2026-03-02T12:00:00")) == "2026-03-02T12:00:00Z"


def test_a_measure_has_no_noise():
    assert MeasureField().to_representation(3.066253423690796) == 3.0663


@pytest.mark.parametrize(("text", "pair"), [("hris:E1042", ("hris", "E1042")), ("a:b:c", ("a", "b:c"))])
def test_a_name_elsewhere_is_a_pair(text, pair):
    assert ExternalIdField().run_validation(text) == pair


@pytest.mark.parametrize("text", ["hris:\0", "hr\0is:E1042", "hris:\ud800"])
def test_what_no_database_can_look_for_is_refused_in_an_external_id_too(text):
    with pytest.raises(ValidationError):
        ExternalIdField().run_validation(text)


@pytest.mark.parametrize(
    ("may_be_null", "told"), [(False, [1.2346, 2.0]), (True, [1.2346, None, None, None, None, 2.0])]
)
def test_a_stored_list_of_measures_is_told_without_what_is_no_number(may_be_null, told):
    stored = [1.23456, [[1]], "x", float("inf"), True, 2]
    assert StoredMeasuresField(allow_null_items=may_be_null).to_representation(stored) == told
