"""The guide starts the site beside the demo, and not in it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docs/guide/getting-started.md").read_text()


def test_a_company_has_a_place_of_its_own_before_anything_is_written():
    place = TEXT.index('export LIFOW_VAR="$PWD/var/company"')
    assert place < TEXT.index("manage.py migrate")


@pytest.mark.parametrize("command", ["gunicorn lifow.wsgi", "celery -A lifow worker --pool solo --beat"])
def test_the_site_and_the_worker_are_started(command):
    assert re.search(rf"^{re.escape(command)}", TEXT, re.MULTILINE)
