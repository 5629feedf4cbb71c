"""The guide to security names tests that there are: an answer without a test is a hope."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "docs/guide/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", GUIDE)))


@pytest.mark.parametrize("named", NAMED)
def test_each_test_that_is_named_is_there(named):
    file, _colons, test = named.partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"def {test}(" in text if test else text


def test_each_attack_has_a_test():
    rows = [line for line in GUIDE.splitlines() if line.startswith("| ") and "|---" not in line]
    without = [row for row in rows if "`tests/" not in row and not row.startswith("| attack")]
    assert len(rows) > 20
    assert without == []
