"""The Chromium of this machine, which the browser tests drive."""

import shutil

# The headless shell is the browser without its windows and background work, as Playwright itself prefers it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    """The path of the first Chromium found, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)
