"""Authors search the bank for the questions of a quiz, put them in order, and are told of what changed."""

import pytest
from django.urls import reverse

from assessments.testing.bank.models import Item, ItemVersion
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from tests.backing.worlds import world
from tests.company import module, skill
from tests.item_bank import items

pytestmark = pytest.mark.django_db
NEW = reverse("content:new")


@world
def bank() -> list[Item]:
    return [one.item for one in items(skill("Refund policy"), each=1, levels=(2, 3, 4))]


def sent(*chosen: Item, **changes: str) -> dict[str, str]:
    rows = {
        name: value
        for at, one in enumerate(chosen)
        for name, value in (
            (f"parts-questions-{at}-key", f"k{at}"),
            (f"parts-questions-{at}-item", one.public_id),
        )
    }
    return {
        "title": "Refunds?",
        "kind": "quiz",
        "built_for": "quiz",
        "minutes": "3",
        "body": "",
        "effects-TOTAL_FORMS": "0",
        "effects-INITIAL_FORMS": "0",
        "prerequisites-TOTAL_FORMS": "0",
        "prerequisites-INITIAL_FORMS": "0",
        "parts-questions-count": str(len(chosen)),
        **rows,
        **changes,
    }


def test_a_question_is_searched_and_chosen_and_nothing_is_saved_by_that(author_client, bank):
    found = author_client.post(
        NEW, sent(**{"parts-questions-search": "refund policy", "parts_act-find-questions": "1"})
    )
    assert f'value="{bank[0].public_id}"' in found.content.decode()
    fields = sent(bank[1], **{"parts_act-pick-questions": bank[0].public_id})
    page = author_client.post(NEW, fields, headers={"HX-Request": "true"}).content.decode()
    assert f'name="parts-questions-1-item" value="{bank[0].public_id}"' in page
    assert not Module.objects.exists()


def test_what_was_chosen_is_saved_in_order_with_its_wording(author_client, bank):
    author_client.post(NEW, sent(bank[2], bank[0]))
    made = Module.objects.get()
    assert [one["item"] for one in made.parts["questions"]] == [bank[2].public_id, bank[0].public_id]
    version = ItemVersion.objects.get(item=bank[2])
    assert made.parts["questions"][0]["version"] == version.public_id


def test_one_is_chosen_once_and_the_last_one_can_be_removed(author_client, bank):
    fields = sent(bank[0], **{"parts_act-pick-questions": bank[0].public_id})
    page = author_client.post(NEW, fields, headers={"HX-Request": "true"}).content.decode()
    assert page.count("answer-row-acts") == 1
    fields = sent(bank[0], **{"parts_act-questions": "remove-0"})
    page = author_client.post(NEW, fields, headers={"HX-Request": "true"}).content.decode()
    assert 'name="parts-questions-count" value="0"' in page


def test_an_id_that_the_bank_lacks_is_refused_where_it_stands(author_client, bank):
    fields = sent(bank[0], **{"parts-questions-0-item": "itm_nothing"})
    response = author_client.post(NEW, fields)
    assert response.status_code == 422
    assert 'href="#parts-questions"' in response.content.decode()
    assert "Question 1 is not in the bank" in response.content.decode()


def test_an_author_is_told_of_another_wording_until_it_is_saved_again(author_client, bank):
    parts = {"questions": [{"key": "q", "item": bank[0].public_id, "version": "itv_before"}]}
    quiz = module("Refunds?", skill("Refund policy"), 1, 3, kind="quiz", parts=parts)
    page = author_client.get(reverse("content:edit", args=[quiz.public_id])).content.decode()
    assert "It was changed since you chose it" in page


def test_nothing_to_ask_is_a_gap_before_publishing(bank):
    kind = kind_of("quiz")
    assert kind.gaps_before_publishing({})
    assert not kind.gaps_before_publishing({"questions": [{"key": "q", "item": bank[0].public_id}]})
