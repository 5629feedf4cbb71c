"""Fixtures for browser tests: a page on a live server, signed in, watched and checked for accessibility."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserType,
    ConsoleMessage,
    Error,
    Page,
    Route,
    WebError,
    expect,
    sync_playwright,
)
from pytest_django.plugin import DjangoDbBlocker

from tests.backing import chromium
from tests.backing.worlds import Standing

AXE = Path(__file__).resolve().parent.parent.parent / "frontend/node_modules/axe-core/axe.min.js"
LEFT_WHILE_ASKING = re.compile(r"htmx:(sendAbort|afterRequest), \[object HTML")
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Of those the rules that depend on colours.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# What is not wrong stays in the browser: handing all of it over takes longer than finding it.
VIOLATIONS = """async (runOnly) => {
    return (await axe.run(document, { runOnly, resultTypes: ["violations"] })).violations;
}"""
# How long a page may take to show something, however busy the machine: a test says what, not how fast.
TIMEOUT = 15_000
# Where an emptied window is.
NOTHING = "/nothing"
# Where a page may keep things; not every page may.
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch {} }"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs the browser."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if "_chromium" in fixtures or fixtures >= {"page", "live_server"}:
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def _chromium(_standing_worlds: Standing, django_db_blocker: DjangoDbBlocker) -> Iterator[BrowserType]:
    """Playwright's way to start a Chromium, for as long as the run lasts."""

    def disconnect() -> None:
        """A thread with an event loop has database connections of its own: what began on the others ends."""
        with django_db_blocker.unblock():
            _standing_worlds.roll_back_to(0)
            connections.close_all()

    disconnect()
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; the ORM is called beside it, never inside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=TIMEOUT)
        yield playwright.chromium
        disconnect()


@contextmanager
def _launched(chromium_type: BrowserType, program: str | None) -> Iterator[Browser]:
    if program is None:
        pytest.skip("no Chromium here")
    browser = chromium_type.launch(executable_path=program, args=chromium.QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser(_chromium: BrowserType) -> Iterator[Browser]:
    """One headless Chromium for the whole run; its tests are skipped where there is none."""
    with _launched(_chromium, chromium.program()) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_browser(_chromium: BrowserType) -> Iterator[Browser]:
    """A Chromium that shows messages, which the lighter one does not."""
    with _launched(_chromium, chromium.whole_program()) as browser:
        yield browser


@pytest.fixture
def viewport() -> tuple[int, int]:
    """Width and height in CSS pixels; parametrise a test with "viewport" to change it."""
    return (1280, 800)


@pytest.fixture
def color_scheme() -> str:
    """ "light" or "dark"; parametrise a test with "color_scheme" to change it."""
    return "light"


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser complained of. A test that causes an error on purpose checks and clears the list."""
    return []


@dataclass(slots=True)
class Window:
    """A window of the browser with one page, which tests use one after the other.

    Opening one for each test takes half a second of CPU, most of what a test in the browser costs. What the
    last test left in it is gone: its page, cookies, storage and routes, and where the mouse was. A clock or
    a script that the page is given stays: a test that does so is marked `own_window`. So does a service
    worker, which answers in place of the site: only tests marked `service_worker` let pages start theirs,
    in a window of a whole Chromium.
    """

    browser: Browser
    url: str
    workers: Literal["allow", "block"] = "block"
    _page: Page | None = None

    def page(self, viewport: tuple[int, int], color_scheme: Any) -> Page:
        """The page, empty, of this size and in these colours; paths are relative to the live server."""
        if self._page is None:
            context = self.browser.new_context(base_url=self.url, service_workers=self.workers)
            context.set_default_timeout(TIMEOUT)
            self._page = context.new_page()
        self._page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
        self._page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce")
        return self._page

    def empty(self) -> None:
        """Leave nothing of a test; a window that does not let itself be emptied is closed."""
        assert self._page
        try:
            self._page.unroute_all()
            self._page.evaluate(FORGET)
            self._page.route(NOTHING, _show_nothing)
            self._page.goto(NOTHING)
            self._page.unroute_all()
            self._page.mouse.move(-1, -1)
            self._page.context.clear_cookies()
            self._page.context.clear_permissions()
            others = self._page.context.pages[1:]
        except Error:
            self.close()
        else:
            for other in others:
                other.close()

    def close(self) -> None:
        """The next test has a new one."""
        if self._page:
            self._page.context.close()
        self._page = None


def _show_nothing(route: Route) -> None:
    """Answer with an empty page that the browser takes for one of the site.

    It isolates the site's pages from all that come without this header, about:blank among them: to leave
    the site and to come back would start a process each time, which takes a quarter of a second of CPU.
    """
    headers = {"Cross-Origin-Opener-Policy": "same-origin", "Content-Type": "text/html"}
    route.fulfill(headers=headers, body='<!doctype html><link rel="icon" href="data:,">')


@pytest.fixture(scope="session")
def window(browser: Browser, live_server: Any) -> Iterator[Window]:
    window = Window(browser, live_server.url)
    yield window
    window.close()


@pytest.fixture(scope="session")
def window_with_workers(whole_browser: Browser, live_server: Any) -> Iterator[Window]:
    window = Window(whole_browser, live_server.url, workers="allow")
    yield window
    window.close()


@pytest.fixture
def page(
    request: pytest.FixtureRequest,
    live_server: Any,
    viewport: tuple[int, int],
    color_scheme: Any,
    console_errors: list[str],
) -> Iterator[Page]:
    """A page with nothing of another test in it; no console error is forgiven.

    But for one: a request that is under way while its page is left is aborted, and htmx says so.
    """

    def keep_weberror(error: WebError) -> None:
        console_errors.append(f"{error.page and error.page.url}: {error.error}")

    def keep_message(message: ConsoleMessage) -> None:
        if message.type == "error" and not LEFT_WHILE_ASKING.match(message.text):
            console_errors.append(f"{message.location.get('url', '')}: {message.text}")

    has_worker = request.node.get_closest_marker("service_worker") is not None
    window: Window = request.getfixturevalue("window_with_workers" if has_worker else "window")
    page = window.page(viewport, color_scheme)
    page.context.on("weberror", keep_weberror)
    page.context.on("console", keep_message)
    yield page
    if has_worker or request.node.get_closest_marker("own_window"):
        window.close()
    else:
        window.empty()
        page.context.remove_listener("weberror", keep_weberror)
        page.context.remove_listener("console", keep_message)
    assert not console_errors, "the browser's console shows errors:\n" + "\n".join(console_errors)


@pytest.fixture
def sign_in(page: Page, live_server: Any) -> Callable[[Any], None]:
    """`sign_in(person)`: the page's context carries that person's session from here on."""

    def carry_session_of(person: Any) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return carry_session_of


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)`: fail with each WCAG 2.2 AA violation that axe-core finds on the page as it stands.

    `axe(page, COLOURS)` is half the work, for a page that was checked in other colours.
    """
    assert AXE.exists(), f"{AXE} is not there; run make setup"
    source = AXE.read_text()

    def assert_accessible(page: Page, rules: Mapping[str, Any] = WCAG) -> None:
        if page.evaluate("!window.axe"):
            # By the debugger, which the page's content security policy does not bind: it stays as it is.
            debugger = page.context.new_cdp_session(page)
            debugger.send("Runtime.evaluate", {"expression": source})
            debugger.detach()
        violations = page.evaluate(VIOLATIONS, rules)
        assert not violations, "\n".join(_described(violation) for violation in violations)

    return assert_accessible


def _described(violation: dict[str, Any]) -> str:
    places = "".join(f"\n    {node['target']}: {node['html'][:200]}" for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}{places}"
