"""Each command that the README and the guide tell a person to type exists, with its options as written."""

import re
import shlex
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

from benchmarks.__main__ import names as benchmark_names

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs/guide").rglob("*.md"))) if page.exists()]
FENCE = re.compile(r"^```(?:sh|bash|shell|console|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\s*(?:\$ )?(?:\S*python3? )?(?:\./)?(make|manage\.py)\s+(\S.*)$", re.MULTILINE)


def commands_of(text: str) -> list[tuple[str, str]]:
    """The `make …` and `manage.py …` lines of the fenced blocks, continued lines joined, comments cut off."""
    joined = (block.replace("\\\n", " ") for block in FENCE.findall(text))
    return [
        (program, re.sub(r"\s+#.*$", "", rest).strip())
        for block in joined
        for program, rest in COMMAND.findall(block)
    ]


WRITTEN = [
    pytest.param(program, rest, id=f"{page.name}: {program} {rest}")
    for page in PAGES
    for program, rest in commands_of(page.read_text())
]


@cache
def targets() -> set[str]:
    """The targets that `make help` lists."""
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  make (\S+)", listed, re.MULTILINE))


def problem_of(program: str, rest: str) -> str | None:
    """Why the command cannot be typed as written, or None where it can."""
    words = shlex.split(rest)
    return problem_of_make(words) if program == "make" else problem_of_manage(*words)


def problem_of_make(words: list[str]) -> str | None:
    """Why make cannot do what the words ask of it, or None."""
    for word in words:
        variable, given, value = word.partition("=")
        if not given and word not in targets():
            return f"make help does not list {word}"
        if variable == "ONLY" and value not in benchmark_names():
            return f"there is no benchmark {value}"
    return None


def problem_of_manage(name: str, *options: str) -> str | None:
    """Why manage.py refuses the command or its options, or None."""
    if name not in get_commands():
        return f"there is no manage.py {name}"
    command = load_command_class(get_commands()[name], name)
    try:
        command.create_parser("manage.py", name).parse_args(plain(options))
    except CommandError as refused:
        return str(refused)
    return None


def plain(options: Sequence[str]) -> list[str]:
    """The words without the brackets in which a page shows what may be left out."""
    return [word.strip("[]…") for word in options if word.strip("[]…")]


@pytest.mark.parametrize(("program", "rest"), WRITTEN)
def test_a_written_command_can_be_typed(program, rest):
    assert problem_of(program, rest) is None


def test_the_readme_names_the_two_commands_that_start_everything():
    assert {("make", "demo"), ("make", "test")} <= set(commands_of((ROOT / "README.md").read_text()))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("```sh\nmake tast\n```", "make help does not list tast"),
        ("```sh\n$ python manage.py absent FILE.csv\n```", "there is no manage.py absent"),
        ("```\n.venv/bin/python manage.py migrate --backwards\n```", "unrecognized arguments: --backwards"),
        ("```sh\nmake bench ONLY=absent\n```", "there is no benchmark absent"),
        ('```sh\nmake test ARGS="-k word"  # some of them\n```', None),
        ("```sh\nmanage.py migrate \\\n  --no-input\n```", None),
    ],
)
def test_a_command_that_cannot_be_typed_is_noticed(text, problem):
    [(program, rest)] = commands_of(text)
    found = problem_of(program, rest)
    assert found is None if problem is None else problem in found


def test_make_help_lists_what_the_makefile_has():
    documented = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert targets() <= documented
    assert {"setup", "demo", "demo-data", "test", "check", "bench", "lock", "fmt", "clean"} <= targets()
