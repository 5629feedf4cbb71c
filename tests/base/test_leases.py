"""A lease is renewed while its holder lives, and no longer."""

import time

import pytest
from django.db import OperationalError

from lifow.base import leases
from lifow.base.leases import renewed_lease


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(leases, "RENEWED_AFTER_SECONDS", 0.01)


def test_it_is_renewed_until_the_block_ends():
    passed = []
    with renewed_lease(passed.append):
        while len(passed) < 3:
            time.sleep(0.005)
    count = len(passed)
    assert passed == sorted(passed)
    time.sleep(0.05)
    assert len(passed) == count


def test_a_database_that_is_away_for_a_while_ends_nothing():
    tried = []

    def renew(_passed):
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("away")

    with renewed_lease(renew):
        while len(tried) < 4:
            time.sleep(0.005)
    assert len(tried) >= 4


def test_what_is_raised_inside_goes_on():
    with pytest.raises(ValueError, match="inside"), renewed_lease(lambda passed: None):
        raise ValueError("inside")
