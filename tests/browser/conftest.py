"""The demo company for tests that click: loaded once a run, put back before each test."""

import pytest

from tests.backing.databases import DATABASE
from tests.larkfield import Larkfield, larkfield, load_larkfield
from tests.snapshot import Restore, take_snapshot


@pytest.fixture(scope="session")
def _kept() -> list[Restore]:
    return []


@pytest.fixture(name="larkfield")
def _larkfield(request: pytest.FixtureRequest, transactional_db: None, _kept: list[Restore]) -> Larkfield:
    """The demo company as it is on its first day; what a test does to it is gone after the test."""
    if _kept:
        _kept[0]()
    else:
        request.config.stash[DATABASE].put_back()
        load_larkfield()
        _kept.append(take_snapshot())
    return larkfield()
