"""Which tests depend on what a database can do. Where PostgreSQL runs all tests, SQLite runs these beside it.

They are those that commit (locks, what happens at the same moment, migrations), whole stories (flows/), and
every test that speaks of what differs: constraints, triggers, search, SQL of its own. What a test names in
its module speaks for it: helpers, worlds, fixtures, constants and what those name. What depends on the
database in another way is marked `dialect` by hand.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.backing.worlds import is_transactional

FLOWS = Path(__file__).resolve().parent.parent / "flows"
SPOKEN_OF = re.compile(
    r"connection\.vendor|\.cursor\(|execute_wrapper|IntegrityError|MigrationExecutor|\bmigrate_to_the_end\(|\.best_matches\(|RawSQL|\bat_once\("
)
COMMITS = re.compile(r"mark\.dialect|transaction=True|transactional_db|live_server")
# What other modules do not have, and a test need not name to have it.
FOR_ALL = ("pytestmark", "autouse")


def depends_on_the_database(item: pytest.Item) -> bool:
    """Whether a test may pass on one database and fail on another."""
    if item.get_closest_marker("browser"):
        return False
    if is_transactional(item) or FLOWS in item.path.parents:
        return True
    name = getattr(item, "originalname", item.name)
    return speaks_of_the_database(item.path) and name in speaking_tests(item.path)


@cache
def speaks_of_the_database(module: Path) -> bool:
    """Whether a test module names something that databases do differently."""
    return bool(SPOKEN_OF.search(module.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a module: the names that it gives and uses, and whether it speaks for itself."""

    given: frozenset[str]
    used: frozenset[str]
    speaks: bool
    is_for_all: bool


@cache
def speaking_tests(module: Path) -> frozenset[str]:
    """The names in a module by which something is reached that databases do differently."""
    statements = list(statements_of(module.read_text(encoding="utf-8")))
    if any(one.speaks and one.is_for_all for one in statements):
        return frozenset().union(*(one.given for one in statements))
    speaking: frozenset[str] = frozenset()
    while True:
        found = speaking.union(*(one.given for one in statements if one.speaks or one.used & speaking))
        if found == speaking:
            return found
        speaking = found


def statements_of(text: str) -> Iterator[Statement]:
    """The statements of a module but its imports, with what they name: arguments are names of fixtures."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        decorators = getattr(node, "decorator_list", [])
        first = min(one.lineno for one in (node, *decorators))
        source = "\n".join(text.splitlines()[first - 1 : node.end_lineno])
        yield Statement(
            given=frozenset(names_given(node)),
            used=frozenset(names_used(node)),
            speaks=bool(SPOKEN_OF.search(source)),
            is_for_all=any(word in source for word in FOR_ALL),
        )


def names_given(node: ast.stmt) -> Iterator[str]:
    """What a statement of a module defines; a fixture also under the name that its decorator gives it."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
            for one in node.decorator_list:
                if isinstance(one, ast.Call):
                    yield from (
                        str(ast.literal_eval(word.value)) for word in one.keywords if word.arg == "name"
                    )
        case ast.Assign() | ast.AnnAssign():
            yield from (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def names_used(node: ast.stmt) -> Iterator[str]:
    """What is named anywhere in a statement; fixtures are named by arguments, and by words of a decorator."""
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name) | ast.arg(arg=name):
                yield name
    for decorator in getattr(node, "decorator_list", []):
        for part in ast.walk(decorator):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


@cache
def may_depend_on_the_database(module: Path) -> bool:
    """Whether a test of a module may be one of them, by its words: one that is not is not even loaded."""
    if FLOWS in module.parents or speaks_of_the_database(module):
        return True
    return bool(COMMITS.search(module.read_text(encoding="utf-8")))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only they are asked for, leave out the modules that have none: to load all takes far longer."""
    is_module = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    if config.option.markexpr == "dialect" and is_module and not may_depend_on_the_database(collection_path):
        return True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them before `-m dialect` chooses."""
    for item in items:
        if depends_on_the_database(item):
            item.add_marker(pytest.mark.dialect)
            if not may_depend_on_the_database(item.path):
                raise pytest.UsageError(f"mark {item.nodeid} `dialect`, so that its module is found for it")
