"""The page of a review: comments at their places, answers, the decision, and what learners are told later."""

import pytest
from django.test import Client
from django.urls import reverse

from content.authoring.models import ReviewComment
from content.authoring.reports import text_blocks
from content.authoring.services import submit_module
from content.catalogue.models import Module
from tests.backing.inboxes import inbox_of
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill

pytestmark = pytest.mark.django_db
BODY = (
    "## Why\n\nFees are *returned*.\n\n- One\n- Two\n\n"
    "<details>\n<summary>More</summary>\n\nInside.\n\n</details>\n"
)


@world
def jonas():
    return person("Jonas Weber", is_author=True)


@world
def waiting(author, jonas) -> Module:
    made = module("Say no kindly", skill(), 1, 2, status="draft", author=author, changed_by=author, body=BODY)
    submit_module(module=made, by=author, as_of=NOON)
    return made


@pytest.fixture
def reviewer(jonas) -> Client:
    client = Client()
    client.force_login(jonas)
    return client


def address(name: str, of: Module, *more: str) -> str:
    return reverse(f"content:{name}", args=[of.public_id, *more])


def test_a_text_is_read_in_blocks_that_are_all_of_it():
    blocks = text_blocks(BODY)
    assert [one.splitlines()[0] for one in blocks] == ["## Why", "Fees are *returned*.", "- One", "<details>"]
    assert "".join(blocks).replace("\n", "") == BODY.replace("\n", "")


@pytest.mark.parametrize(
    "body", ["", "\n\n", "[a]: https://b.example\n", "<details>\n\nnever closed\n\n- a\n"]
)
def test_odd_texts_have_blocks_too(body):
    assert "".join(text_blocks(body)).replace("\n", "") in body.replace("\n", "")


def test_a_passage_is_commented_on_answered_and_resolved(reviewer, author_client, waiting, author, jonas):
    said = {"place": "body", "passage": "Fees are *returned*.", "text": "By whom?", "token": "t"}
    for _ in range(2):
        assert reviewer.post(address("comment", waiting), said).status_code == 302
    made = ReviewComment.objects.get()
    assert inbox_of(author) == ["Jonas Weber has commented on “Say no kindly”"]
    page = author_client.get(address("review", waiting))
    (commented,) = [one for one in page.context["blocks"] if one.threads]
    assert commented.passage == "Fees are *returned*."
    thread = address("answer_comment", waiting, made.public_id)
    author_client.post(thread, {"text": "By the payer.", "token": "t"})
    assert [one.text for one in made.answers.all()] == ["By the payer."]
    assert any("answered a comment" in one for one in inbox_of(jonas))
    author_client.post(thread, {"resolve": "1"})
    made.refresh_from_db()
    assert made.resolved_by == author
    reviewer.post(thread, {"reopen": "1"})
    made.refresh_from_db()
    assert made.resolved_at is None


def test_a_comment_whose_passage_is_gone_is_kept_and_says_so(reviewer, waiting):
    said = {"place": "body", "passage": "Fees are *returned*.", "text": "By whom?"}
    reviewer.post(address("comment", waiting), said)
    Module.objects.update(body="Another text.")
    page = reviewer.get(address("review", waiting)).content.decode()
    assert "This passage is not in the text any more" in page
    assert "By whom?" in page


def test_an_empty_comment_is_refused_where_it_was_written(reviewer, waiting):
    said = {"place": "body", "passage": "Fees are *returned*.", "text": "  "}
    refused = reviewer.post(address("comment", waiting), said)
    assert refused.status_code == 422
    assert "Write your comment." in refused.content.decode()
    assert not ReviewComment.objects.exists()


@pytest.mark.parametrize(
    "said", [{"place": "nowhere"}, {"passage": "a\x00b", "place": "body"}, {"text": "x" * 10_001}]
)
def test_a_forged_comment_breaks_nothing(reviewer, waiting, said):
    assert reviewer.post(address("comment", waiting), {"text": "Hm", **said}).status_code == 422
    assert not ReviewComment.objects.exists()


def test_a_comment_is_found_at_its_own_module_alone(reviewer, waiting):
    other = module("Another", skill(), 1, 2)
    reviewer.post(address("comment", other), {"text": "Hm", "place": "title"})
    thread = address("answer_comment", waiting, ReviewComment.objects.get().public_id)
    assert reviewer.post(thread, {"resolve": "1"}).status_code == 404


def test_markup_in_a_comment_is_text(reviewer, waiting):
    reviewer.post(address("comment", waiting), {"text": "<script>alert(1)</script>", "place": "title"})
    assert "<script>alert" not in reviewer.get(address("review", waiting)).content.decode()


def test_a_reviewer_approves_by_a_button_and_the_author_cannot(reviewer, author_client, waiting):
    own = author_client.post(address("review", waiting), {"act": "publish"})
    assert own.status_code == 422
    assert "somebody who did not write it" in own.content.decode()
    sent = reviewer.post(address("review", waiting), {"act": "send_back", "note": ""})
    assert "Say what to change" in sent.content.decode()
    assert reviewer.post(address("review", waiting), {"act": "publish"}).url == address("module", waiting)
    assert Module.objects.get().status == "published"


def test_a_module_in_review_is_not_edited_but_taken_back(author_client, waiting):
    assert author_client.get(address("edit", waiting)).url == address("review", waiting)
    author_client.post(address("take_back", waiting))
    assert author_client.get(address("edit", waiting)).status_code == 200


def test_publishing_by_a_forged_request_is_refused(author_client, waiting):
    author_client.post(address("publish", waiting))
    author_client.post(address("take_back", waiting))
    answer = author_client.post(address("publish", waiting), follow=True)
    assert "Send it for review." in answer.content.decode()
    assert Module.objects.get().status == "draft"


def test_each_list_has_its_modules(reviewer, waiting):
    listed = reviewer.get(reverse("content:authoring"), {"status": "in_review", "of": "everyone"})
    assert list(listed.context["modules"]) == [waiting]


def test_a_learner_reads_an_outdated_module_with_its_note_and_finds_it_in_no_list(
    author_client, learner_client, refunds
):
    instead = module("Refunds, as they are", skill(), 1, 3)
    said = {"note": "The fee is gone.", "replaced_by": instead.title}
    assert author_client.post(address("outdate", refunds), said).status_code == 302
    page = learner_client.get(address("module", refunds)).content.decode()
    assert "The fee is gone." in page
    assert instead.title in page
    assert "Done</button>" not in page
    assert refunds.title not in learner_client.get(reverse("content:modules")).content.decode()
    assert learner_client.post(address("complete", refunds)).status_code == 404


def test_what_to_read_instead_has_to_be_there(author_client, refunds):
    refused = author_client.post(address("outdate", refunds), {"replaced_by": "The refund change"})
    assert refused.status_code == 422
    assert "There is no other published module" in refused.content.decode()


def test_the_page_of_a_review_keeps_to_its_queries(reviewer, waiting, django_assert_max_num_queries):
    reviewer.get(address("review", waiting))
    with django_assert_max_num_queries(12):
        reviewer.get(address("review", waiting))


def test_what_is_in_review_leads_to_its_review(reviewer, waiting):
    page = reviewer.get(reverse("content:authoring"), {"of": "everyone", "status": "in_review"})
    assert f'href="{address("review", waiting)}"' in page.content.decode()
    assert f'href="{address("edit", waiting)}"' not in page.content.decode()
