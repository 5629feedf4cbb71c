import pytest

from tests.backing.examples import FEW, examples


def test_every_run_but_the_fast_one_tries_all(monkeypatch):
    monkeypatch.delenv(FEW, raising=False)
    assert examples(300) == 300


@pytest.mark.parametrize(("number", "tried"), [(300, 60), (40, 10), (10, 10), (5, 5)])
def test_the_fast_one_tries_a_fifth_and_ten_at_least(number, tried, monkeypatch):
    monkeypatch.setenv(FEW, "1")
    assert examples(number) == tried
