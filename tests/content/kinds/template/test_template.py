"""A template is written with comments at its places, and read with them there."""

from dataclasses import replace

import pytest
from django.urls import reverse

from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import ModuleError, contents_of, update_module
from tests.content.kinds.template.conftest import BODY, PARTS

pytestmark = pytest.mark.django_db
NEW = reverse("content:new")


def sent(**changes: str) -> dict[str, str]:
    return {
        "title": "A brief on one page",
        "kind": "template",
        "built_for": "template",
        "minutes": "2",
        "body": BODY.replace("\n", "\r\n"),
        "effects-TOTAL_FORMS": "0",
        "effects-INITIAL_FORMS": "0",
        "prerequisites-TOTAL_FORMS": "0",
        "prerequisites-INITIAL_FORMS": "0",
        "parts-comments-count": "2",
        "parts-comments-0-key": "a",
        "parts-comments-0-quote": "[One person.]",
        "parts-comments-0-text": "A group cannot read.",
        "parts-comments-1-key": "b",
        "parts-comments-1-quote": "[date]",
        "parts-comments-1-occurrence": "2",
        "parts-comments-1-text": "The day it ends.",
        **changes,
    }


def test_it_is_written_and_found_by_its_comments(author_client):
    author_client.post(NEW, sent())
    made = Module.objects.get()
    assert made.parts == PARTS
    assert list(Module.objects.best_matches("group cannot read", 9)) == [made]


def test_a_comment_is_read_below_the_block_that_it_is_about(learner_client, brief):
    page = learner_client.get(reverse("content:module", args=[brief.public_id])).content.decode()
    order = [
        "[One person.]",
        "A group cannot read.",
        "<strong>Message</strong>",
        "of [date]",
        "The day it ends.",
    ]
    assert [page.index(one) for one in order] == sorted(page.index(one) for one in order)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("parts-comments-0-quote", "[Nobody.]", "This passage is not in the text"),
        ("parts-comments-1-occurrence", "3", "The passage is in the text 2 times"),
        ("parts-comments-0-text", "", "Write what is to be said of each passage"),
    ],
)
def test_what_is_wrong_with_a_comment_is_told_and_nothing_is_lost(author_client, field, value, message):
    response = author_client.post(NEW, sent(**{field: value}))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "The day it ends." in page
    assert not Module.objects.exists()


def test_a_passage_may_go_over_lines_that_browsers_end_otherwise(author_client):
    quote = "[One person.]\r\n\r\n**Message**"
    author_client.post(NEW, sent(**{"parts-comments-0-quote": quote}))
    assert Module.objects.get().parts["comments"][0]["quote"] == quote.replace("\r\n", "\n")


def test_a_service_refuses_a_passage_without_words(brief):
    parts = {"comments": [{"key": "a", "quote": "[One person.]"}]}
    with pytest.raises(ModuleError, match="what is to be said"):
        update_module(module=brief, contents=replace(contents_of(brief), parts=parts))


@pytest.mark.parametrize(
    "body",
    [
        "```\n[One person.]",
        "<!-- [One person.]",
        "- a\n- [One person.]\n\n- b",
        "| a |\n|---|\n| [One person.] |",
    ],
)
def test_a_comment_is_shown_whatever_it_stands_in(body):
    html = kind_of("template").text(body, PARTS)
    assert html.count("A group cannot read.") == 1
    assert not any(ord(one) >= 0xF0000 for one in html)


def test_a_passage_that_is_gone_is_said_so_at_the_end():
    html = kind_of("template").text("Something else.", PARTS)
    assert html.index("Something else.") < html.index("Not in the text any more:")
