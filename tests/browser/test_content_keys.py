"""Product updates, paths, documents, facets, what to write and topics, with a keyboard and nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from content.catalogue.models import Module
from content.catalogue.services import publish_module
from content.debt.models import Wish, WritingTask
from content.debt.services import close_covered
from content.facets.models import FacetValue
from content.kinds.path.parts import STOPS
from tests.backing.pages import WCAG
from tests.browser.keys import Keys

pytestmark = pytest.mark.browser


@pytest.fixture
def keys(page: Page) -> Keys:
    return Keys(page)


def begin(keys: Keys, kind: str, title: str) -> None:
    """A new module of a kind."""
    keys.page.goto("/authoring/new/")
    keys.label("Title", title)
    keys.select("Kind", kind)
    keys.label("Minutes", "3")


def pick(keys: Keys, search: str, words: str) -> None:
    """Search one of the lists of an editor, and add the first of what is found."""
    keys.fill(keys.page.get_by_role("searchbox", name=search), words)
    keys.press(keys.page.get_by_role("button", name=re.compile("^Add: ")).first)
    expect(keys.page.get_by_role("button", name=re.compile("^Remove: ")).first).to_be_visible()


def save(keys: Keys, axe: Any) -> Module:
    axe(keys.page, WCAG)
    keys.button("Save draft")
    expect(keys.page.get_by_text("This is how learners will see it.")).to_be_visible()
    return Module.objects.latest("pk")


def test_an_update_is_written_and_read_and_a_path_is_put_together_and_begun(keys, larkfield, sign_in, axe):
    page = keys.page
    sign_in(larkfield.author)
    begin(keys, "Product update", "Refunds reach cards the same day")
    day = page.get_by_label(re.compile("^In force from"))
    keys.to(day)
    page.keyboard.type(f"{localdate():%m%d%Y}")
    expect(day).to_have_value(localdate().isoformat())
    pick(keys, "Search skills", "refund")
    keys.label(re.compile("^Replaced words 1"), "within five days")
    keys.label(re.compile("^Now 1"), "the same day")
    keys.fill(page.get_by_role("textbox", name=re.compile("^(Text|What)")).last, "Say so at once.\n")
    update = publish_module(module=save(keys, axe))
    begin(keys, "Path", "Your first refunds")
    for words in ("refund", "sql"):
        pick(keys, "Search modules", words)
    keys.label(re.compile("^Days after"), "0")
    path = publish_module(module=save(keys, axe))
    assert len(path.parts[STOPS]) == 2
    sign_in(larkfield.learner)
    page.goto(f"/modules/{update.public_id}/")
    keys.button("Done", exact=True)
    expect(page.get_by_text("is done.")).to_be_visible()
    page.goto(f"/modules/{path.public_id}/")
    keys.button("Begin the path")
    keys.link(re.compile("^Open “"))
    expect(page).not_to_have_url(re.compile(path.public_id))


@pytest.mark.parametrize("viewport", [(390, 844)], ids=["phone"])
def test_a_document_is_searched_and_turned_page_by_page(keys, larkfield, sign_in, axe):
    page = keys.page
    policy = Module.objects.get(key="refund-policy-document")
    sign_in(larkfield.learner)
    page.goto(f"/modules/{policy.public_id}/")
    keys.fill(page.get_by_role("searchbox", name="Find in this document"), "refund")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Pages found")).to_be_visible()
    keys.link("Next page")
    expect(page.get_by_role("heading", name=re.compile("^Page 2 of"))).to_be_visible()
    keys.link("Previous page")
    expect(page.get_by_role("heading", name=re.compile("^Page 1 of"))).to_be_visible()
    axe(page, WCAG)


def test_the_list_of_facets_is_kept(keys, larkfield, sign_in, axe):
    page = keys.page
    waiting = FacetValue.objects.waiting().select_related("facet").get()
    sign_in(larkfield.hr_admin)
    page.goto("/modules/")
    keys.link("Facets")
    keys.button(re.compile(f"^Take into the list {waiting.name}"))
    expect(page.get_by_role("region", name="Waits for you")).to_have_count(0)
    keys.label(re.compile("^Name"), "Season")
    keys.button("Add facet")
    expect(page.get_by_role("heading", level=1, name="Season")).to_be_visible()
    keys.press(page.locator("#add").get_by_role("textbox"), "S")
    page.keyboard.type("ummer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Summer")).to_be_visible()
    axe(page, WCAG)
    keys.link("Summer")
    keys.button("Retire")
    expect(page.get_by_role("heading", level=1, name="Season")).to_be_visible()
    assert FacetValue.objects.get(name="Summer").state == "retired"


def test_what_people_ask_for_becomes_a_writing_task_that_ends_with_its_module(keys, larkfield, sign_in, axe):
    page, author, topic = keys.page, larkfield.author, "Invoices for public authorities"
    sign_in(author)
    page.goto("/authoring/")
    keys.link("What to write")
    keys.link(re.compile("^Asked for"))
    keys.link(re.compile(f"^Assign ?: {topic}"))
    keys.select("Who writes it", str(author))
    due = page.get_by_label("By", exact=True)
    keys.to(due)
    page.keyboard.type(f"{localdate() + timedelta(days=9):%m%d%Y}")
    axe(page, WCAG)
    keys.button("Ask to write it")
    expect(page.get_by_role("heading", level=1, name="Writing task")).to_have_count(0)
    task = WritingTask.objects.latest("pk")
    assert (task.owner, task.state) == (author, "open")
    page.goto(reverse("content:writing_task", args=[task.public_id]))
    keys.link("Write it")
    keys.label("Title", topic)
    keys.label("Minutes", "4")
    keys.fill(page.get_by_role("textbox", name="Text", exact=True), "It begins with the order number.\n")
    publish_module(module=save(keys, axe))
    close_covered(as_of=timezone.now())
    task.refresh_from_db()
    assert (task.state, str(task.written)) == ("done", topic)
    page.goto(reverse("content:writing") + "?show=topics")
    expect(page.get_by_role("link", name=re.compile(f"^Assign ?: {topic}"))).to_have_count(0)


def test_a_topic_is_asked_for_and_joined(keys, larkfield, sign_in, axe):
    page = keys.page
    sign_in(larkfield.learner)
    page.goto(reverse("content:wishes"))
    keys.fill(page.locator("form").get_by_role("textbox").first, "Chargebacks in Norway")
    keys.button("Ask for it")
    expect(page.get_by_role("button", name=re.compile("^Take back ?: Chargebacks in"))).to_be_visible()
    sign_in(larkfield.mentee)
    page.goto(reverse("content:wishes"))
    axe(page, WCAG)
    keys.button(re.compile("^I need it too ?: Chargebacks in"))
    asked = page.get_by_role("listitem").filter(has_text="Chargebacks in Norway")
    expect(asked).to_contain_text("2 people ask for it, you too")
    keys.button(re.compile("^Take back ?: Chargebacks in"))
    expect(asked).to_contain_text("1 person asks for it")
    assert Wish.objects.with_people().get(text="Chargebacks in Norway").people_count == 1
