"""What holds for each kind of module, whatever is stored as its parts."""

import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import PartProblem, kind_of, register_kind, tidy_parts

KINDS = pytest.mark.parametrize("name", ModuleKind.values)
SCRIPT = "<script>alert(1)</script>"
texts = st.sampled_from(["", "a", " b ", SCRIPT, "x" * 30, "\u202e", "0", "2026-01-01", "\x00"]) | st.text(
    max_size=8
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def parts_of(name: str) -> st.SearchStrategy[Any]:
    """Anything below the names that the kind knows, and rows with and without their fields."""
    known = sorted(kind_of(name).tidy({}) or names_of(name))
    row = st.dictionaries(st.sampled_from([*FIELDS, "other"]), values, max_size=6)
    return values | st.dictionaries(
        st.sampled_from([*known, "other"]), values | st.lists(row | values, max_size=4), max_size=8
    )


FIELDS = (
    "key",
    "text",
    "quote",
    "occurrence",
    "answer",
    "title",
    "at",
    "hint",
    "item",
    "url",
    "picture",
    "file",
    "kind",
    "ref",
    "instead",
    "days",
    "act",
    "x",
)


def names_of(name: str) -> set[str]:
    """The names that the builder of a kind fills in."""
    builder = kind_of(name).builder(None, {})
    return set(builder.parts) if builder is not None else set()


@KINDS
@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.django_db
def test_what_is_stored_is_tidied_alike_each_time(name, data):
    stored = data.draw(parts_of(name))
    tidy = tidy_parts(name, stored)
    assert tidy_parts(name, json.loads(json.dumps(stored))) == tidy
    assert tidy_parts(name, json.loads(json.dumps(tidy))) == tidy


@KINDS
@settings(max_examples=30, deadline=None)
@given(data=st.data())
@pytest.mark.django_db
def test_what_is_stored_is_shown_searched_and_edited_without_an_error(name, data):
    kind = kind_of(name)
    tidy = tidy_parts(name, data.draw(parts_of(name)))
    assert all(
        isinstance(one, PartProblem) for one in (*kind.problems(tidy), *kind.gaps_before_publishing(tidy))
    )
    assert "\x00" not in kind.searched(tidy)
    assert isinstance(kind.in_words(tidy), str)
    body = f"One\n\n{SCRIPT}\n\na b 0"
    assert SCRIPT not in (kind.text(body, tidy) or "")
    shown = kind.preview(tidy)
    if shown is not None:
        assert SCRIPT not in render_to_string(shown.template, {"told": shown.told})
    builder = kind.builder(None, tidy)
    if builder is not None:
        assert SCRIPT not in render_to_string(builder.template, {"builder": builder})


@KINDS
@pytest.mark.django_db
def test_a_builder_gives_back_what_is_stored(name):
    kind = kind_of(name)
    builder = kind.builder(None, {})
    if builder is not None:
        assert kind.tidy(builder.parts) == kind.tidy({})


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        register_kind(kind_of(ModuleKind.CASE))
