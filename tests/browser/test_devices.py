"""lifow as an app: a device is connected, shows what waits, and says so where there is no network."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from channels.push.models import Device
from tests.channels.push.browsers import Browser

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]

# A push service is outside; all but its answer is the browser's own.
SUBSCRIBES = """
(keys) => {
  const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const bytes = (text) => decode(text.replaceAll("-", "+").replaceAll("_", "/"));
  const made = () => ({
    endpoint: keys.endpoint,
    options: { applicationServerKey: window.wanted.buffer },
    getKey: (name) => bytes(name === "p256dh" ? keys.public_key : keys.auth_secret).buffer,
    unsubscribe: async () => {
      sessionStorage.removeItem("subscribed");
      localStorage.setItem("ended", "yes");
    },
  });
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    window.wanted = applicationServerKey;
    sessionStorage.setItem("subscribed", btoa(String.fromCharCode(...applicationServerKey)));
    return made();
  };
  PushManager.prototype.getSubscription = async () => {
    const key = sessionStorage.getItem("subscribed");
    if (!key) return null;
    window.wanted = decode(key);
    return made();
  };
}
"""


ORIGIN = "https://lifow.example"
SHOWN = """async () => {
  const there = await navigator.serviceWorker.ready;
  return (await there.getNotifications()).map((one) => [one.title, one.body, one.data]);
}"""


def deliver(page: Page, said: dict[str, str]) -> None:
    """Have the browser wake the service worker with a message, as its push service would."""
    registrations: list[dict[str, Any]] = []
    debugger = page.context.new_cdp_session(page)
    debugger.on(
        "ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"])
    )
    debugger.send("ServiceWorker.enable")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    origin = page.evaluate("location.origin")
    sent = {"origin": origin, "registrationId": registrations[0]["registrationId"], "data": json.dumps(said)}
    debugger.send("ServiceWorker.deliverPushMessage", sent)
    debugger.detach()


def expect_shown(page: Page, shown: list[list[str]]) -> None:
    """The messages that the device shows, within a moment."""
    for _moment in range(50):
        if page.evaluate(SHOWN) == shown:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(SHOWN) == shown


@pytest.fixture
def device(page: Page, larkfield: Any, sign_in: Any) -> Browser:
    """Abena's phone, on the page that connects it."""
    browser = Browser("https://push.example/phone")
    page.add_init_script(f"({SUBSCRIBES})({json.dumps(browser.subscription)})")
    page.context.grant_permissions(["notifications"])
    sign_in(larkfield.learner)
    return browser


def test_a_device_is_connected_shows_what_waits_and_leads_there(page, larkfield, device):
    page.goto("/settings/connections/")
    page.get_by_role("link", name="Use this device").click()
    page.get_by_role("button", name="Show messages on this device").press("Enter")
    expect(page).to_have_url("/settings/connections/#push")
    expect(page.get_by_text("Connected just now")).to_be_visible()
    assert Device.objects.get().endpoint == device.endpoint
    page.get_by_role("link", name="Use this device").click()
    expect(page.get_by_text("This device shows your messages.")).to_be_visible()
    deliver(
        page, {"title": "2 ratings to confirm", "action": "Confirm", "url": f"{ORIGIN}/inbox/", "tag": "one"}
    )
    deliver(
        page, {"title": "3 ratings to confirm", "action": "Confirm", "url": f"{ORIGIN}/inbox/", "tag": "one"}
    )
    expect_shown(page, [["3 ratings to confirm", "Confirm", f"{ORIGIN}/inbox/"]])


def test_whoever_signs_out_is_shown_nothing_any_more(page, larkfield, device):
    page.goto("/settings/connections/device/")
    page.get_by_role("button", name="Show messages on this device").click()
    expect(page.get_by_text("Connected just now")).to_be_visible()
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate("localStorage.getItem('ended')") == "yes"


def test_without_a_network_a_page_says_so_and_the_next_is_there_with_it(page, larkfield, device):
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/skills/")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Inter')
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("No network")
