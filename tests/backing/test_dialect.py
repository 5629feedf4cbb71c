"""What depends on the database is tested on both: what names it is found, and no product code is left out."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.backing import dialect

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = ROOT / "tests"
OF_THE_DATABASE = re.compile(
    r"\.vendor\b|RawSQL|\.cursor\(|select_for_update|as_sqlite|as_postgresql|\bCOPY \("
)


def product_modules() -> list[Path]:
    """Modules of the product that speak to one database in another way than to the other."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    ours = [folder for folder in folders if folder.is_relative_to(ROOT) and ".venv" not in folder.parts]
    files = sorted(file for folder in ours for file in folder.rglob("*.py"))
    return [file for file in files if OF_THE_DATABASE.search(file.read_text(encoding="utf-8"))]


def folder_of_its_tests(module: Path) -> Path:
    """The folder under tests/ that mirrors the package of a module, or the nearest one above it."""
    parts = [part for part in module.relative_to(ROOT).parts[:-1] if part != "lifow"]
    while not (TESTS / Path(*parts)).is_dir():
        parts.pop()
    return TESTS / Path(*parts)


def depends_on_the_database(test_module: Path) -> bool:
    text = test_module.read_text(encoding="utf-8")
    return "mark.dialect" in text or "transaction=True" in text or dialect.speaks_of_the_database(test_module)


@pytest.mark.parametrize("module", product_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_product_does_differently_is_tested_on_both(module):
    folder = folder_of_its_tests(module)
    assert folder != TESTS, f"there are no tests beside {module}"
    assert any(map(depends_on_the_database, folder.rglob("test_*.py"))), f"mark what tests {module} `dialect`"


def test_there_are_such_modules_and_the_search_is_one_of_them():
    assert ROOT / "lifow/base/search/querysets.py" in product_modules()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("with pytest.raises(IntegrityError):", True),
        ("Module.objects.best_matches('refund', 9)", True),
        ("outcomes = at_once([accept] * 8)", True),
        ("def test_a_request_is_answered_at_once(abena):", False),
        ("assert abena.given_name == 'Abena'", False),
    ],
)
def test_a_module_that_names_what_differs_is_found(text, found, tmp_path):
    module = tmp_path / "test_it.py"
    module.write_text(text)
    assert dialect.speaks_of_the_database(module) == found


MODULE = """
import pytest
from django.db import IntegrityError, connection

FAULT = IntegrityError


@pytest.fixture(name="rows")
def _rows():
    return connection.cursor().fetchall()


def told(what):
    return rows_of(what)


def rows_of(what):
    with connection.cursor() as cursor:
        return cursor.execute(what)


def test_by_a_helper(): assert told("a") == []
def test_by_a_fixture(rows): assert rows == []
def test_by_a_constant(): assert FAULT
@pytest.mark.usefixtures("rows")
def test_by_a_decorator(): assert True
def test_of_something_else(page): assert page.rows == []
"""


def test_a_test_speaks_by_all_that_it_names(tmp_path):
    module = tmp_path / "test_it.py"
    module.write_text(MODULE)
    told = {name for name in dialect.speaking_tests(module) if name.startswith("test_")}
    assert told == {"test_by_a_helper", "test_by_a_fixture", "test_by_a_constant", "test_by_a_decorator"}


@pytest.mark.parametrize("word", ["pytestmark = [IntegrityError]", "@pytest.fixture(autouse=True)"])
def test_what_is_for_a_whole_module_speaks_for_all_its_tests(word, tmp_path):
    module = tmp_path / "test_it.py"
    module.write_text(
        f"{word}\n{'def all_of_them(): connection.cursor()' if '@' in word else ''}\ndef test_it(): pass\n"
    )
    assert "test_it" in dialect.speaking_tests(module)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pytestmark = pytest.mark.dialect", True),
        ("def test_a_page(live_server): pass", True),
        ("connection.vendor", True),
        ("def test_a_page(client): pass", False),
    ],
)
def test_a_module_is_loaded_only_where_it_may_have_such_tests(text, found, tmp_path):
    module = tmp_path / "test_it.py"
    module.write_text(text)
    assert dialect.may_depend_on_the_database(module) == found
