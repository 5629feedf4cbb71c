"""The demo company for tests that click: loaded once a run, put back before each test."""

from collections.abc import Callable

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.larkfield import Larkfield, larkfield, load_larkfield
from tests.snapshot import Restore, take_snapshot


@pytest.fixture(scope="session")
def _larkfield_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Restore:
    with django_db_blocker.unblock():
        put_back_nothing = take_snapshot()
        load_larkfield()
        put_back_larkfield = take_snapshot()
        put_back_nothing()
    return put_back_larkfield


@pytest.fixture(name="larkfield")
def _larkfield(_larkfield_loaded: Callable[[], None], transactional_db: None) -> Larkfield:
    """The demo company as it is on its first day; what a test does to it is gone after the test."""
    _larkfield_loaded()
    return larkfield()
