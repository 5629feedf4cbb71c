"""A case story is written with what was pitched, the objections and what closed it, and found by these."""

import pytest
from django.urls import reverse

from content.catalogue.models import Module
from tests.backing.worlds import world
from tests.company import module, skill

pytestmark = pytest.mark.django_db
NEW = reverse("content:new")
PARTS = {
    "pitched": "Instant payouts",
    "closed_by": "A pilot of one shop",
    "objections": [{"key": "a", "text": "Fees eat the margin", "answer": "Only on days they choose"}],
}


@world
def story() -> Module:
    return module("The chain of bakeries", skill("Objections"), 1, 3, kind="case", parts=PARTS)


def sent(**changes: str) -> dict[str, str]:
    return {
        "title": "The chain of bakeries",
        "kind": "case",
        "built_for": "case",
        "minutes": "4",
        "body": "They had six shops.",
        "effects-TOTAL_FORMS": "0",
        "effects-INITIAL_FORMS": "0",
        "prerequisites-TOTAL_FORMS": "0",
        "prerequisites-INITIAL_FORMS": "0",
        "parts-pitched": "Instant payouts",
        "parts-closed_by": "A pilot of one shop",
        "parts-objections-count": "2",
        "parts-objections-0-key": "a",
        "parts-objections-0-text": "Fees eat the margin",
        "parts-objections-0-answer": "Only on days they choose",
        "parts-objections-1-key": "b",
        **changes,
    }


def test_it_is_written_and_found_by_what_was_said(author_client):
    author_client.post(NEW, sent())
    made = Module.objects.get(title="The chain of bakeries")
    assert made.parts == PARTS
    for words in ("instant payouts", "margin", "pilot"):
        assert list(Module.objects.best_matches(words, 9)) == [made]


def test_learners_read_it_before_the_story(learner_client, story):
    page = learner_client.get(reverse("content:module", args=[story.public_id])).content.decode()
    assert page.index("Fees eat the margin") < page.index('id="text"')


def test_a_button_adds_a_row_and_saves_nothing(author_client):
    fields = sent(**{"parts_act-objections": "add"})
    response = author_client.post(NEW, fields, headers={"HX-Request": "true"})
    assert 'name="parts-objections-2-text"' in response.content.decode()
    assert "Fees eat the margin" in response.content.decode()
    assert not Module.objects.exists()


def test_without_scripts_the_button_gives_the_whole_editor(author_client):
    response = author_client.post(NEW, sent(**{"parts_act-objections": "add"}))
    assert 'value="The chain of bakeries"' in response.content.decode()
    assert 'name="parts-objections-2-text"' in response.content.decode()
    assert not Module.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_a_button_says_nothing_of_what_is_not_filled_in_yet(author_client, headers):
    fields = sent(title="", minutes="", **{"parts_act-objections": "add"})
    assert "aria-invalid" not in author_client.post(NEW, fields, headers=headers).content.decode()


def test_an_answer_without_an_objection_is_told_where_it_is(author_client):
    response = author_client.post(NEW, sent(**{"parts-objections-1-answer": "We do not"}))
    assert response.status_code == 422
    assert 'href="#parts-objections"' in response.content.decode()


def test_a_kind_that_was_changed_asks_for_its_parts(author_client):
    response = author_client.post(NEW, sent(built_for="article"))
    assert response.status_code == 422
    assert "Another kind has other parts" in response.content.decode()
    assert not Module.objects.exists()


def test_an_author_reads_what_a_draft_changes_in_the_parts(author_client, story):
    address = reverse("content:edit", args=[story.public_id])
    edition = author_client.get(address).context["form"]["edition"].value()
    fields = sent(**{"parts-closed_by": "A pilot of two shops"}, edition=edition)
    author_client.post(address, fields)
    page = author_client.get(reverse("content:draft", args=[story.public_id])).content.decode()
    assert "<del>one</del><ins>two</ins>" in page.replace("\n", "")
    story.refresh_from_db()
    assert story.parts == PARTS


def test_a_new_one_begins_with_headings(author_client):
    page = author_client.get(f"{NEW}?kind=case")
    assert "## The customer" in page.content.decode()
    assert "<h2>The customer</h2>" in page.content.decode()
