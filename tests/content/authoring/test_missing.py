"""Before a module is published its author is told what is missing, and what has to be corrected first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from content.authoring.models import CheckedLink
from content.authoring.notifications import render_broken_links
from content.authoring.reports import minutes_to_read, missing_before_publishing
from content.authoring.reports.links import links_of
from content.authoring.services import (
    check_links,
    note_all_links,
    note_links,
    publish_checked,
    save_changes,
    submit_module,
)
from content.catalogue.models import Module
from content.catalogue.services import ModuleContents, ModuleError, contents_of
from lifow.notifications.models import Message
from lifow.notifications.registry import Notice
from tests import item_bank
from tests.company import NOON, module, skill

pytestmark = pytest.mark.django_db


def said(body: str = "Words.", **changes) -> ModuleContents:
    return ModuleContents(**{"title": "A", "kind": "article", "minutes": 4, "body": body, **changes})


def messages(contents: ModuleContents, *, blocks: bool) -> list[str]:
    return [one.message for one in missing_before_publishing(contents) if one.blocks is blocks]


def test_links_are_told_apart(settings):
    settings.SITE_URL = "https://lifow.example"
    found = links_of(
        "[a](/modules/) [b](https://b.example/x) [c](#there) [d](mailto:a@b.example) [e](other)\n\n"
        "[f](https://lifow.example/modules/) [g][g] <https://h.example>\n\n[g]: https://g.example\n"
        "![ ](p.png) ![A form](q.png)\n`[no](/link)`"
    )
    assert found.internal == ["/modules/", "other", "https://lifow.example/modules/"]
    assert found.external == ["https://b.example/x", "https://g.example", "https://h.example"]
    assert found.pictures_without_words == 1


def test_a_link_that_leads_nowhere_blocks(refunds, draft):
    good = f"[a]({reverse('content:module', args=[refunds.public_id])}) [b](/modules/?q=x)"
    assert messages(said(good), blocks=True) == []
    for bad in (reverse("content:module", args=[draft.public_id]), "/nothing/here/", "modules"):
        (message,) = messages(said(f"[a](<{bad}>)"), blocks=True)
        assert bad in message


def test_a_picture_without_words_blocks():
    assert messages(said("![](p.png)"), blocks=True) == ["1 picture has no words that say what it shows."]


def test_what_blocks_is_neither_published_nor_sent(draft, author, settings):
    Module.objects.filter(pk=draft.pk).update(body="[a](/nothing/)")
    with pytest.raises(ModuleError, match="leads nowhere"):
        submit_module(module=draft, by=author, as_of=NOON)
    settings.MODULE_REVIEWS_NEEDED = False
    with pytest.raises(ModuleError, match="leads nowhere"):
        publish_checked(module=draft, by=author)


def test_the_reading_time_is_held_against_what_is_stated():
    assert minutes_to_read(said("word " * 238 * 9)) == 9
    (message,) = [one for one in messages(said("word " * 238 * 9), blocks=False) if "min" in one]
    assert message == "It says 4 min, and its text alone takes about 9 min to read."
    assert not [one for one in messages(said("word " * 238 * 5), blocks=False) if "min" in one]


def test_a_skill_that_no_question_asks_is_said(refunds):
    contents = contents_of(refunds)
    assert any("no test question on Refund policy" in one for one in messages(contents, blocks=False))
    item_bank.items(skill("Refund policy"), each=1)
    assert not messages(contents, blocks=False)
    assert messages(replace(contents, effects=[]), blocks=False)


def test_a_prerequisite_that_nobody_can_read_is_said(draft):
    (message,) = [one for one in messages(said(prerequisites=[draft]), blocks=False) if "prereq" in one]
    assert "“Not yet” is not published" in message


def test_addresses_outside_are_asked_by_a_worker_and_warn(refunds, author):
    contents = replace(contents_of(refunds), body="[a](https://a.example/) [b](https://b.example/)")
    save_changes(module=refunds, contents=contents, by=author)
    asked: list[str] = []

    def ask(url: str) -> str:
        asked.append(url)
        return "There is no such page." if "b.example" in url else ""

    assert [check_links(as_of=NOON, ask=ask) for _ in range(2)] == [2, 0]
    assert sorted(asked) == ["https://a.example/", "https://b.example/"]
    broken = [one for one in messages(contents, blocks=False) if "does not work" in one]
    assert broken == ["The link to https://b.example/ does not work: There is no such page."]
    assert check_links(as_of=NOON + timedelta(days=2), ask=ask) == 1, "what is broken is asked again sooner"
    assert check_links(as_of=NOON + timedelta(days=9), ask=ask) == 2


def test_whoever_answers_for_a_module_is_told_of_an_address_that_did_not_answer_twice(author):
    parts = {"url": "https://b.example/"}
    made = module("Outside", skill("Refund policy"), 1, 3, kind="document", author=author, parts=parts)
    assert note_all_links() == 1
    inbox = Message.objects.filter(receiver=author, kind="module_broken_link")
    for day in (0, 2):
        assert not inbox.exists()
        check_links(as_of=NOON + timedelta(days=day), ask=lambda _url: "There is no such page.")
    told = Notice(author, inbox.get().refs, NOON)
    (read,) = render_broken_links([told])
    assert (read.title, read.body) == (
        "A link in “Outside” does not work any more",
        "https://b.example/: There is no such page.",
    )
    check_links(as_of=NOON + timedelta(days=4), ask=lambda _url: "There is no such page.")
    assert inbox.count() == 1
    check_links(as_of=NOON + timedelta(days=6), ask=lambda _url: "")
    assert render_broken_links([told]) == [None]
    assert CheckedLink.objects.get().failures == 0
    assert made.status == "published"


def test_addresses_that_no_module_has_are_forgotten(refunds):
    note_links(body="[a](https://a.example/)")
    CheckedLink.objects.update(checked_at=NOON)
    Module.objects.update(body="[b](https://b.example/)")
    assert note_all_links() == 1
    assert list(CheckedLink.objects.values_list("url", flat=True)) == ["https://b.example/"]


def test_a_company_may_ask_nobody(settings):
    settings.CHECK_LINKS = False
    note_links(body="[a](https://a.example/)")
    assert check_links(as_of=NOON, ask=lambda url: pytest.fail(url)) == 0


def test_the_page_says_what_is_missing_and_offers_no_button(author_client):
    made = module("A", skill("Empathy"), 1, 2, status="draft", body="![](p.png)")
    page = author_client.get(reverse("content:review", args=[made.public_id])).content.decode()
    assert "Correct first" in page
    assert "Write a question" in page
    assert ">Send for review</button>" not in page
