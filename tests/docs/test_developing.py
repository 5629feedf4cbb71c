"""The guide for developers names folders that there are, and every applet has its place in the order."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "docs/guide/developing.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
APPS = {
    "lifow.people": "lifow/people",
    "assessments": "assessments",
    "content": "content",
    "mentoring": "mentoring",
}


def folders_named() -> list[str]:
    return re.findall(r"^\| .+ \| `(\S+/)` \|$", GUIDE, re.MULTILINE)


def applets_of(app: str) -> set[str]:
    folders = (path.parent for path in (ROOT / APPS[app]).glob("*/__init__.py"))
    return {folder.name for folder in folders} - {"migrations", "management"}


def test_each_folder_that_answers_where_to_change_something_is_there():
    assert len(folders_named()) >= 10
    assert [name for name in folders_named() if not (ROOT / name).is_dir()] == []


def test_each_applet_has_its_place_in_the_order_of_its_app():
    for app in APPS:
        [layers] = [one["layers"] for one in CONTRACTS if one.get("containers") == [app]]
        placed = set(re.findall(r"\w+", " ".join(layers)))
        assert applets_of(app) <= placed, app
