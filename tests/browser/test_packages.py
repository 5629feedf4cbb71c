"""A SCORM package is opened, resumed and completed by keyboard; one that reaches for lifow gets nothing."""

import json
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from content.catalogue.models import Module
from content.kinds.scorm.models import ScormLaunch, ScormProgress
from lifow.base.uploads.services import store_bytes
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.company import NOON, module, person, skill
from tests.packages import package

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWPORTS = pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])
# As authoring tools write it: the API is looked for in this window first, then in those around.
FIND = """
function find(win) {
  while (win.API == null && win.parent != null && win.parent !== win) win = win.parent;
  return win.API;
}
var API = null;
API = find(window.parent) || find(window);
"""
FIRST = f"""<!doctype html><html lang="en"><head><title>One</title></head><body>
<p id="place"></p><a href="second.html">Second page</a>
<script>{FIND}
API.LMSInitialize("");
document.querySelector("#place").textContent = "At: " + API.LMSGetValue("cmi.core.lesson_location")
  + ", " + API.LMSGetValue("cmi.core.entry") + ", " + API.LMSGetValue("cmi.suspend_data").length;
API.LMSSetValue("cmi.core.lesson_location", "one");
API.LMSSetValue("cmi.suspend_data", "x".repeat(64000));
</script></body></html>"""
SECOND = """<!doctype html><html lang="en"><head><title>Two</title></head><body>
<p id="place"></p><button id="done">Complete</button>
<script src="second.js"></script></body></html>"""
SECOND_SCRIPT = f"""{FIND}
API.LMSInitialize("");
document.querySelector("#place").textContent = "Came from: " + API.LMSGetValue("cmi.core.lesson_location");
document.querySelector("#done").onclick = () => {{
  API.LMSSetValue("cmi.core.score.raw", "90");
  API.LMSSetValue("cmi.core.session_time", "00:02:00");
  API.LMSSetValue("cmi.core.lesson_status", "completed");
  API.LMSFinish("");
}};
"""
COURSE = package({"index.html": FIRST, "second.html": SECOND, "second.js": SECOND_SCRIPT})
HOSTILE = """<!doctype html><html><head></head><body><img id="picture"><script>
const found = {};
async function tried(name, act) {
  try { found[name] = String(await act()).slice(0, 200); } catch (error) { found[name] = "refused"; }
}
addEventListener("load", async () => {
  await tried("cookie", () => document.cookie);
  await tried("storage", () => localStorage.length);
  await tried("frame", () => window.frameElement.ownerDocument.cookie);
  await tried("document", () => top.document.body.textContent);
  await tried("top", () => top.location.href);
  await tried("move", () => { top.location = "https://evil.example/"; return "moved"; });
  await tried("fetch", async () => (await fetch("/", { credentials: "include" })).text());
  await tried("write", async () => (await fetch("/plan/minutes/", { method: "POST" })).status);
  await tried("outside", async () => (await fetch("https://evil.example/")).status);
  await tried("popup", () => open("/") === null ? "refused" : "opened");
  await tried("worker", () => navigator.serviceWorker.register("sw.js"));
  await tried("own", async () => (await fetch("own.json")).text());
  await tried("picture", () => new Promise((done) => {
    const picture = document.querySelector("#picture");
    picture.onload = () => done("loaded");
    picture.onerror = () => done("refused");
    picture.src = "/static/mark.svg";
  }));
  top.postMessage({ lifow: "scorm", cmi: { "cmi.core.lesson_location": "x" }, now: true }, "*");
  top.postMessage("<script>", "*");
  top.postMessage({ lifow: "scorm", cmi: { "cmi.suspend_data": "y".repeat(10000000), a: 1 }, now: 1 }, "*");
  document.body.append(JSON.stringify(found));
  document.body.id = "over";
});
</script></body></html>"""


@pytest.fixture
def abena() -> Person:
    return person("Abena Osei")


@pytest.fixture
def ines() -> Person:
    return person("Ines Carvalho", is_author=True)


def course(author: Person, data: bytes) -> Module:
    file = store_bytes(owner=author, purpose="scorm", name="a.zip", data=data, as_of=NOON)
    parts = {"file": file.public_id}
    return module("The refund course", skill("Refund policy"), 1, 3, kind="scorm", body="", parts=parts)


@VIEWPORTS
def test_a_package_is_worked_through_resumed_and_done_by_keyboard(page: Page, abena, ines, sign_in, axe):
    made = course(ines, COURSE)
    sign_in(abena)
    page.goto(f"/modules/{made.public_id}/")
    page.get_by_role("button", name="Start").press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#place")).to_have_text("At: , ab-initio, 0")
    expect(page.get_by_role("status")).to_have_text("Saved")
    axe(page, WCAG)
    frame.get_by_role("link", name="Second page").press("Enter")
    expect(frame.locator("#place")).to_have_text("Came from: one")
    page.reload()
    expect(frame.locator("#place")).to_have_text("At: one, resume, 64000")
    frame.get_by_role("link", name="Second page").press("Enter")
    expect(frame.locator("#place")).to_have_text("Came from: one")
    frame.get_by_role("button", name="Complete").press("Enter")
    expect(page.locator("[data-package-standing]")).to_have_text("Completed · 90% of the points")
    page.get_by_role("button", name="Close").press("Enter")
    expect(page.get_by_text("You have done this module.")).to_be_visible()
    row = ScormProgress.objects.get()
    assert (row.status, row.seconds, len(row.suspend_data)) == ("completed", 120, 64_000)
    assert not ScormLaunch.objects.open(NOON).exists()


def test_what_was_told_just_before_the_page_is_left_is_kept(page: Page, abena, ines, sign_in):
    made = course(ines, package({"index.html": FIRST.replace('"x".repeat(64000)', '"x".repeat(900)')}))
    sign_in(abena)
    page.goto(f"/modules/{made.public_id}/")
    page.get_by_role("button", name="Start").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#place")).to_be_visible()
    page.goto("/modules/")
    ends = monotonic() + 10
    while not ScormProgress.objects.filter(location="one").exists() and monotonic() < ends:
        page.wait_for_timeout(100)
    page.go_back()
    expect(frame.locator("#place")).to_have_text("At: one, resume, 900")


def test_a_package_that_reaches_for_lifow_gets_nothing(page: Page, abena, ines, sign_in, console_errors):
    made = course(ines, package({"index.html": HOSTILE, "own.json": "mine", "sw.js": ""}))
    sign_in(abena)
    page.goto(f"/modules/{made.public_id}/")
    page.get_by_role("button", name="Start").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#over")).to_be_attached()
    found = json.loads(frame.locator("#over").evaluate("body => body.lastChild.textContent"))
    assert found.pop("own") == "mine"
    assert set(found.values()) == {"refused"}, found
    assert page.url.endswith(f"/packages/{ScormLaunch.objects.get().public_id}/")
    expect(page.get_by_role("heading", name="The refund course")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Saved")
    assert ScormProgress.objects.get().suspend_data == ""
    # The browser says of each that it was refused, and of nothing else.
    assert all("/packages/" in one or "packages" in one for one in console_errors)
    console_errors.clear()
