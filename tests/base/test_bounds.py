"""What may be stored, at its edges; and what is read of the rest."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.urls import get_resolver
from hypothesis import given, settings
from hypothesis import strategies as st

from lifow.base import bounds
from lifow.base.fields import DayField, MomentField
from tests.backing.examples import examples

OURS = ("lifow", "assessments", "content", "mentoring", "portal", "channels")
FARTHEST = [timezone(timedelta(hours=hours)) for hours in (-23, 0, 23)]


@pytest.mark.parametrize("day", [bounds.FIRST_DAY, date(2026, 3, 2), bounds.LAST_DAY])
def test_days_between_the_bounds_are_taken(day):
    bounds.validate_day(day)


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_other_days_are_refused_in_words(day):
    with pytest.raises(ValidationError, match="1 Jan 1900 to 31 Dec 2199"):
        bounds.validate_day(day)


@pytest.mark.parametrize("zone", FARTHEST)
@pytest.mark.parametrize("moment", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)])  # noqa: DTZ001
def test_a_moment_at_the_end_of_time_overflows_nothing(moment, zone):
    with pytest.raises(ValidationError):
        bounds.validate_moment(moment.replace(tzinfo=zone))


@settings(max_examples=examples(300))
@given(st.datetimes(timezones=st.sampled_from(FARTHEST)))
def test_whatever_is_stored_has_a_day_in_every_zone_as_it_is_shown(moment):
    shown = bounds.shown_moment(moment)
    for name in ("Pacific/Kiritimati", "Etc/GMT+12", "Europe/Lisbon"):
        local = shown.astimezone(ZoneInfo(name))
        assert local.date() - timedelta(days=3650) < local.date() + timedelta(days=3650)
    if bounds.is_moment_in_bounds(moment):
        assert shown == moment
    assert len(available_timezones()) > 400


@given(st.text())
def test_a_text_without_controls_is_taken_and_can_be_encoded(text):
    clean = bounds.without_controls(text)
    bounds.validate_text(clean)
    clean.encode()
    assert bounds.is_text_in_bounds(text) == (clean == text and len(text) <= bounds.LONGEST_TEXT)


@pytest.mark.parametrize("text", ["a\x00", "\x1b[31m", "\x7f", "\ud800", "\uffff"])
def test_a_control_character_is_refused(text):
    with pytest.raises(ValidationError):
        bounds.validate_text(text)


@pytest.mark.parametrize("text", ["", "two\nlines\twith\r\ntabs", "\u202ebidi\u202c", "😀é"])
def test_what_people_write_is_taken(text):
    bounds.validate_text(text)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e308, -(2**40), Decimal("NaN"), 2**31])
def test_what_no_column_takes_is_refused(number):
    with pytest.raises(ValidationError):
        bounds.validate_number(number)


@pytest.mark.parametrize(
    "value",
    [
        json.loads("[" * 50 + "]" * 50),
        list(range(2000)),
        {"a": {"b": "\x00"}},
        {"\x01": 1},
        {"a": float("nan")},
        ["x" * 20_000],
    ],
    ids=str,
)
def test_json_that_is_too_deep_or_large_or_holds_no_text_is_refused(value):
    with pytest.raises(ValidationError):
        bounds.validate_json(value)


@pytest.mark.parametrize("value", [None, {}, {"kind": "test", "id": "7", "n": 1.5, "is": True, "of": [1]}])
def test_json_as_systems_send_it_is_taken(value):
    bounds.validate_json(value)


def test_fields_of_models_are_plain_ones_to_the_database_and_to_migrations():
    assert MomentField().deconstruct()[1] == "django.db.models.DateTimeField"
    assert DayField().deconstruct()[1] == "django.db.models.DateField"
    assert MomentField().db_type(connection) == models.DateTimeField().db_type(connection)


def test_what_is_out_of_bounds_is_read_as_the_nearest_that_can_be_shown():
    read = MomentField().from_db_value
    assert read(datetime.min.replace(tzinfo=UTC), None, None) == bounds.FIRST_SHOWN
    assert read(datetime.max.replace(tzinfo=UTC), None, None) == bounds.LAST_SHOWN
    assert read(None, None, None) is None
    assert DayField().from_db_value(date.max, None, None) == bounds.LAST_SHOWN.date()


def our_forms() -> list[type[forms.BaseForm]]:
    """Every form of ours that people send on pages, which the addresses of the site lead to."""
    get_resolver().url_patterns  # noqa: B018 (loads the views, and with them the forms)
    found, more = [], [forms.Form]
    while more:
        kinds = more.pop().__subclasses__()
        more += kinds
        found += [one for one in kinds if one.__module__.split(".")[0] in OURS]
    return found


def test_every_text_of_a_form_has_a_length_and_no_controls():
    plain = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in our_forms()
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField
    ]
    assert not [one for one in plain if not one.startswith("portal.styleguide")], (
        "use lifow.base.forms.TextField"
    )
    assert len(our_forms()) > 10


def test_every_moment_and_day_of_ours_has_bounds():
    plain = [
        str(field)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateField) and not isinstance(field, DayField | MomentField)
    ]
    assert [one for one in plain if not one.startswith(("people.Person.",))] == []
