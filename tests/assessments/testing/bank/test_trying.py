"""An author tries a question: told what a learner is told, and nothing is written."""

from typing import Any

import pytest
from django.urls import reverse

from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.services import revise_item, submit_version
from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.sittings.models import SittingItem
from tests.assessments.testing.bank.test_pages import new_url, typed
from tests.company import NOON
from tests.item_bank import BODIES, STEM, contents, draft, published

pytestmark = pytest.mark.django_db
# What is right, in words; of a match by its left sides, of an order from the first step on.
RIGHT: dict[str, Any] = {
    "single": ["Fourteen days"],
    "multiple": ["The receipt", "The reason"],
    "scenario": ["Ask the bank, and tell the customer"],
    "hotspot": ["Total"],
    "order": ["Greet", "Listen", "Solve", "Check"],
    "match": {"Chargeback": "The bank", "Refund": "The shop", "Voucher": "The shop"},
    "numeric": "12.5",
    "text": "Charge  back",
}
WHY = {
    "single": "By the policy of 2024.",
    "multiple": "It proves the sale.",
    "scenario": "Both.",
    "hotspot": "Total",
    "order": "Whoever solves first solves the wrong thing.",
    "match": "Who pays.",
    "numeric": "Ten and a quarter of it.",
    "text": "By the bank.",
}


def address(version: ItemVersion) -> str:
    return reverse("assessments:try_question", args=[version.item.public_id])


def fields(kind: str, order: int = 1) -> dict[str, Any]:
    """The right answer as the page sends it, where it is shown in this order."""
    body, right = kind_named(kind).shown(BODIES[kind], order), RIGHT[kind]
    if isinstance(right, str):
        return {"text": right}
    if kind == "match":
        rights = {row["text"]: row["key"] for row in body["rights"]}
        return {f"right-{row['key']}": rights[right[row["text"]]] for row in body["lefts"]}
    if kind == "order":
        return {f"place-{row['key']}": str(right.index(row["text"]) + 1) for row in body["steps"]}
    [rows] = body.values()
    keys = [row["key"] for row in rows if row.get("text", row.get("name")) in right]
    return {"keys": keys} if kind == "multiple" else {"key": keys[0]}


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_the_right_answer_and_none_are_told_as_to_a_learner_and_nothing_is_written(author_client, kind):
    version = published(kind)
    asked = author_client.get(address(version)).content.decode()
    assert STEM in asked
    assert WHY[kind] not in asked or kind == "hotspot", "what is right is not told before"
    for order in (1, 7):
        told = author_client.get(
            address(version), {"tried": "1", "order": str(order), **fields(kind, order)}
        ).content.decode()
        assert '<p class="row-title">Right</p>' in told
        assert WHY[kind] in told
    none = author_client.get(address(version), {"tried": "1", "skip": "1"}).content.decode()
    assert "Not right" in none
    assert "You gave no answer." in none
    assert not ItemAnswer.objects.exists()
    assert not SittingItem.objects.exists()


def test_a_wrong_answer_says_why_and_what_is_right(author_client):
    version = published()
    wrong = ({"1", "2", "3"} - {fields("single")["key"]}).pop()
    told = author_client.get(address(version), {"tried": "1", "key": wrong}).content.decode()
    assert "Not right" in told
    assert "Right is:" in told
    assert "Fourteen days" in told
    assert "?version=1&amp;order=2" in told, "again, in another order"


def test_what_is_no_answer_is_told_and_what_was_chosen_stays(author_client):
    version = published("order")
    nothing = author_client.get(address(version), {"tried": "1"})
    assert nothing.status_code == 422
    assert "Give an answer, or say that you don’t know." in nothing.content.decode()
    some = author_client.get(address(version), {"tried": "1", "place-2": "3"})
    assert some.status_code == 422
    assert "Put all steps in order." in some.content.decode()
    assert '<option value="3" selected>' in some.content.decode()


def test_what_is_unfinished_says_so_and_is_not_tried(author_client, author):
    version = draft(author=author, body={"options": [{"key": "a", "text": "One"}]})
    page = author_client.get(address(version), {"tried": "1", "key": "1"}).content.decode()
    assert "There are 1 answers here" in page
    assert 'name="tried"' not in page


def test_each_version_is_tried_and_odd_addresses_show_the_newest(author_client, author):
    first = published(author=author)
    revise_item(item=first.item, contents=contents(stem="In other words?"), by=author)
    assert STEM in author_client.get(address(first), {"version": "1"}).content.decode()
    for odd in ({}, {"order": "x"}, {"order": "99999999"}, {"order": "-1"}):
        assert "In other words?" in author_client.get(address(first), odd).content.decode()
    assert author_client.get(address(first), {"version": "9"}).status_code == 404
    missing = reverse("assessments:try_question", args=["itm_none"])
    assert author_client.get(missing).status_code == 404


def test_a_reviewer_goes_back_to_the_review(author_client, reviewer_client, author):
    version = submit_version(version=draft(author=author), as_of=NOON)
    review = reverse("assessments:review", args=[version.public_id])
    own = reverse("assessments:question", args=[version.item.public_id])
    assert reviewer_client.get(address(version)).context["back_url"] == review
    assert author_client.get(address(version)).context["back_url"] == f"{own}?version=1"
    assert address(version) in reviewer_client.get(review).content.decode()


@pytest.mark.parametrize("is_htmx", [False, True], ids=["page", "part"])
def test_an_answer_is_tried_in_the_editor_before_anything_is_saved(author_client, is_htmx):
    headers = {"HX-Request": "true"} if is_htmx else {}
    sent = {**typed(), "try": "1", "preview": "1", **fields("single")}
    page = author_client.post(new_url(), sent, headers=headers).content.decode()
    assert ("<html" in page) is not is_htmx
    assert '<p class="row-title">Right</p>' in page
    chosen = f'form="question-form" value="{fields("single")["key"]}" checked'
    assert chosen in page
    none = author_client.post(new_url(), {**typed(), "try": "1"}, headers=headers).content.decode()
    assert "Give an answer" in none
    assert not ItemVersion.objects.exists()


def test_the_page_is_read_in_few_queries(author_client, author, django_assert_max_num_queries):
    version = published("hotspot", author=author)
    with django_assert_max_num_queries(10):
        author_client.get(address(version), {"tried": "1", **fields("hotspot")})
