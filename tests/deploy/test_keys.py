"""Keys of an embedded site: made once, whoever is first, and for the site's own eyes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lifow import keys

ROOT = Path(__file__).resolve().parent.parent.parent
PRINT_KEY = "import sys, pathlib; from lifow import keys; print(keys.{}(pathlib.Path(sys.argv[1])))"


@pytest.mark.parametrize("name", ["secret_key", "signing_key"])
def test_processes_that_start_at_once_share_one_key(name, tmp_path):
    command = [sys.executable, "-c", PRINT_KEY.format(name), str(tmp_path)]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = {process.communicate()[0].strip() for process in started}
    assert said == {getattr(keys, name)(tmp_path).strip()}
    assert len(list(tmp_path.iterdir())) == 1, "no draft is left"


def test_only_its_owner_may_read_a_key(tmp_path):
    folder = tmp_path / "var"
    keys.secret_key(folder)
    keys.signing_key(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_keys_are_long_and_differ(tmp_path):
    assert len({keys.secret_key(tmp_path / name) for name in ("one", "two")}) == 2
    assert len(keys.secret_key(tmp_path / "one")) >= 50
