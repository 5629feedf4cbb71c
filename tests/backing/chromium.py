"""The Chromium of this machine, which the browser tests drive."""

import shutil

WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser without its windows and background work, as Playwright itself prefers it; without messages too.
SHELL = "chromium-headless-shell"
# A closed network refuses what a browser does in the background, many times a second.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def program() -> str | None:
    """The path of the lightest Chromium found, or None."""
    return shutil.which(SHELL) or whole_program()


def whole_program() -> str | None:
    """The path of a Chromium that can do all that people's can, such as showing messages, or None."""
    return next((path for path in map(shutil.which, WHOLE) if path), None)
