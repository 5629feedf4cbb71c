"""Which tests depend on what a database can do. Where PostgreSQL runs all tests, SQLite runs these beside it.

They are those that commit (locks, what happens at the same moment, migrations), whole stories (flows/), and
every test of a module that speaks of what differs: constraints, triggers, search, SQL of its own. What
depends on it in another way is marked `dialect` by hand.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.backing.worlds import is_transactional

FLOWS = Path(__file__).resolve().parent.parent / "flows"
SPOKEN_OF = re.compile(
    r"connection\.vendor|\.cursor\(|execute_wrapper|IntegrityError|MigrationExecutor|\bmigrate_to_the_end\(|\.best_matches\(|RawSQL|\bat_once\("
)


def depends_on_the_database(item: pytest.Item) -> bool:
    """Whether a test may pass on one database and fail on another."""
    if item.get_closest_marker("browser"):
        return False
    return is_transactional(item) or FLOWS in item.path.parents or speaks_of_the_database(item.path)


@cache
def speaks_of_the_database(module: Path) -> bool:
    """Whether a test module names something that databases do differently."""
    return bool(SPOKEN_OF.search(module.read_text(encoding="utf-8")))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them before `-m dialect` chooses."""
    for item in items:
        if depends_on_the_database(item):
            item.add_marker(pytest.mark.dialect)
