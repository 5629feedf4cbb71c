"""A package that another tool has made is taken; SCORM 2004 of the same tool is refused.

`LIFOW_SCORM_PACKAGER` names a folder in which `npm install simple-scorm-packager` was run: 130 packages that
nothing else here needs.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from content.kinds.scorm.archives import PackageError, read_package
from tests.packages import PAGE

FOLDER = os.environ.get("LIFOW_SCORM_PACKAGER", "")
NODE = shutil.which("node")
PROGRAM = """
const [version, source, outputFolder] = process.argv.slice(1);
require("simple-scorm-packager")({
  version, source, title: "The refund course", organization: "Larkfield", identifier: "00", language: "en",
  masteryScore: 80, startingPage: "index.html", package: { zip: true, name: "course", outputFolder },
}, () => undefined);
"""
pytestmark = pytest.mark.skipif(not FOLDER or NODE is None, reason="LIFOW_SCORM_PACKAGER names no folder")


def made(version: str, tmp_path: Path) -> Path:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    (source / "index.html").write_text(PAGE)
    command = [str(NODE), "-e", PROGRAM, version, str(source), str(out)]
    subprocess.run(command, cwd=FOLDER, check=True, timeout=60, capture_output=True)
    return next(out.glob("*.zip"))


def test_a_package_of_another_tool_is_taken(tmp_path):
    found = read_package(made("1.2", tmp_path))
    assert (found.title, found.href, found.mastery) == ("The refund course", "index.html", 80.0)


def test_the_newer_standard_of_the_same_tool_is_refused(tmp_path):
    with pytest.raises(PackageError, match="newer"):
        read_package(made("2004 4th Edition", tmp_path))
