"""Chromium with the scorer in its page, and the npm packages that it is compared with."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.guidance_targets.pairs import Pair
from tests.backing.chromium import QUIET, program

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FRONTEND = ROOT / "frontend"
WINDOW = {"width": 1280, "height": 900}
AT_ONCE = 25


def installed() -> Path:
    """The folder with the npm packages of the lock beside this file, installed there where they are not yet.

    Raises CalledProcessError where npm cannot install them.
    """
    folder = ROOT / "var" / "guidance_targets"
    lock = (HERE / "package-lock.json").read_bytes()
    done = folder / ".installed"
    if not done.exists() or done.read_bytes() != lock:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--silent"], cwd=folder, check=True)
        done.write_bytes(lock)
    return folder / "node_modules"


def bundled() -> str:
    """The script that runs in the page."""
    made = subprocess.run(
        [
            FRONTEND / "node_modules/.bin/esbuild",
            HERE / "driver.ts",
            "--bundle",
            "--format=iife",
            "--target=es2022",
        ],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "NODE_PATH": str(installed())},
    )
    return made.stdout


@contextmanager
def opened(*, bypass_csp: bool = False) -> Iterator[Page]:
    """An empty page of a Chromium for the time of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=QUIET)
        try:
            yield browser.new_context(viewport=WINDOW, bypass_csp=bypass_csp).new_page()  # type: ignore[arg-type]
        finally:
            browser.close()


def ask(page: Page, what: str, pairs: Sequence[Pair]) -> list[Any]:
    """Give pairs to a function of the driver, some at a time."""
    found: list[Any] = []
    for start in range(0, len(pairs), AT_ONCE):
        found += page.evaluate(f"pairs => targets.{what}(pairs)", pairs[start : start + AT_ONCE])
    return found
