"""Many modules are changed at once, what cannot be is left and said, and one is copied once."""

from dataclasses import replace

import pytest
from django.urls import reverse

from content.authoring.models import ModuleOwner
from content.authoring.services import file_modules, save_changes, submit_module
from content.catalogue.models import Module
from content.catalogue.services import contents_of, draft_of, edited_contents
from tests.company import NOON, module, person, skill

pytestmark = pytest.mark.django_db
BULK = reverse("content:bulk")


@pytest.fixture
def three(author) -> list[Module]:
    return [module(f"Number {n}", skill(), 0, 1, author=author, facets={"product": ["a"]}) for n in range(3)]


def sent(modules, **said: str) -> dict[str, object]:
    return {"module": [one.public_id for one in modules], **said}


def test_the_page_asks_before_anything_is_changed(author_client, three):
    page = author_client.post(BULK, sent(three[:2])).content.decode()
    assert "Change 2 modules" in page
    assert "Number 2" not in page
    assert not Module.objects.exclude(status="published").exists()


def test_an_owner_is_set_for_all(author_client, author, three):
    assert author_client.post(BULK, sent(three, act="owner")).status_code == 422
    author_client.post(BULK, sent(three, act="owner", owner=author.public_id))
    assert list(ModuleOwner.objects.values_list("owner", flat=True)) == [author.pk] * 3
    learner = person("Kofi Learner")
    refused = author_client.post(BULK, sent(three, act="owner", owner=learner.public_id))
    assert refused.status_code == 422


def test_modules_are_filed_under_more_at_once_and_a_new_facet_is_asked_twice(author_client, three):
    asked = author_client.post(BULK, sent(three, act="file", facets="product: a, b"))
    assert "“Product: b” is not in the list." in str(asked.context["form"].errors)
    accepted = asked.context["form"]["accepted_facets"].value()
    author_client.post(BULK, sent(three[:2], act="file", facets="product: a, b", accepted_facets=accepted))
    filed = [one.facets["product"] for one in Module.objects.order_by("title")]
    assert filed == [["a", "b"], ["a", "b"], ["a"]]


def test_a_draft_is_filed_too_and_stays_a_draft(author, three):
    changed = three[0]
    save_changes(module=changed, contents=replace(contents_of(changed), title="Next"), by=author)
    for count in (1, 0):
        assert file_modules(modules=[changed], facets={"size": ["small"]}, by=author).count == count
    changed.refresh_from_db()
    assert (changed.title, changed.facets["size"]) == ("Number 0", ["small"])
    assert (edited_contents(changed).title, edited_contents(changed).facets["size"]) == ("Next", ["small"])
    assert draft_of(changed).changed_by == author


def test_what_is_in_review_is_left_and_said(author_client, author, three):
    save_changes(module=three[0], contents=replace(contents_of(three[0]), title="Next"), by=author)
    submit_module(module=three[0], by=author, as_of=NOON)
    said = sent(three, act="file", facets="size: small", accepted_facets="Size: small")
    page = author_client.post(BULK, said, follow=True).content.decode()
    assert "2 modules are changed." in page
    assert "“Number 0” stays as it is: It is in review." in page


def test_they_are_archived(author_client, three):
    author_client.post(BULK, sent(three[:2], act="archive"))
    assert list(Module.objects.published()) == three[2:]


@pytest.mark.parametrize("ids", [[], ["mod_none"], ["\x00"]])
def test_without_modules_nothing_is_done(author_client, ids):
    page = author_client.post(BULK, {"module": ids, "act": "archive"}, follow=True).content.decode()
    assert "Tick the modules to change first." in page


def test_a_module_is_copied_once_with_all_that_it_says(author_client, author, three):
    page = reverse("content:duplicate", args=[three[0].public_id])
    answers = [author_client.post(page, {"token": "t"}) for _ in range(2)]
    assert answers[0].url == answers[1].url
    copy = Module.objects.get(title="Copy of Number 0")
    assert (copy.status, copy.author, copy.facets) == ("draft", author, {"product": ["a"]})
    assert copy.effects.get().skill == three[0].effects.get().skill
    author_client.post(page, {"token": "another"})
    assert Module.objects.filter(title="Copy of Number 0").count() == 2
