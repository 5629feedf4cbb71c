"""State names are written once, as choices; product code names the choice."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

PACKAGES = ("lifow", "assessments", "content", "mentoring", "portal", "channels", "demo")


def stored_words() -> dict[str, set[object]]:
    """The words that columns with choices hold, by the name of the column."""
    words: dict[str, set[object]] = {}
    models = [model for model in apps.get_models() if model.__module__.startswith(PACKAGES)]
    for field in (field for model in models for field in model._meta.fields if field.choices):
        words.setdefault(field.name, set()).update(value for value, _label in field.flatchoices)
    return words


def literals(tree: ast.AST) -> Iterator[tuple[str, ast.Constant]]:
    """Strings that are given to a name, as a keyword of a call, or compared with an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            named, value = node.arg.removesuffix("__in").split("__")[-1], node.value
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
            named, value = node.left.attr, node.comparators[0]
        else:
            continue
        inside = value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else [value]
        yield from ((named, each) for each in inside if isinstance(each, ast.Constant))


def test_no_state_is_named_by_a_string():
    words = stored_words()
    assert {"state", "status", "source", "kind"} <= words.keys()
    files = (file for name in PACKAGES for file in Path(settings.BASE_DIR, name).rglob("*.py"))
    found = [
        f"{file}:{literal.lineno} {named}={literal.value!r}"
        for file in files
        if "migrations" not in file.parts
        for named, literal in literals(ast.parse(file.read_text()))
        if literal.value in words.get(named, ())
    ]
    assert found == []
