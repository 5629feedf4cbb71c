"""Questions are found by words: of what is asked, of what can be answered, and of the skill."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.frameworks.models import LevelMap, Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import Wanted, find_items, lists
from assessments.testing.bank.services import change_item, retire_item, revise_item
from tests.backing.migrating import migrate, migrate_to_the_end
from tests.company import NOON, framework, skill
from tests.item_bank import BODIES, contents, draft, published

pytestmark = pytest.mark.django_db
QUESTIONS = reverse("assessments:questions")
OPTIONS = BODIES["single"]["options"]


def found(text: str, **wanted) -> list[ItemVersion]:
    return find_items(Wanted(text=text, **wanted)).rows[0:50]


def rows_of(response) -> list[ItemVersion]:
    return [version for version, _summary in response.context["rows"]]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("single", "fourteen"),
        ("multiple", "receipts"),
        ("order", "greeting"),
        ("match", "vouchers bank"),
        ("numeric", "12.50"),
        ("text", "chargebacks"),
        ("hotspot", "total"),
        ("scenario", "ask the customer"),
    ],
)
def test_every_kind_is_found_by_its_answers(kind, words):
    version = published(kind)
    published(stem="What else?", body={"options": [row | {"text": row["key"] * 3} for row in OPTIONS]})
    assert found(words) == [version]
    assert version.searched_answers
    assert "policy of 2024" not in version.searched_answers, "what is told after the answer is not searched"


@pytest.mark.parametrize(
    "words",
    ["return", "returned devices", "DEVICE", "dévice", "devi", "refunds return", "policy fourteen dev"],
)
def test_each_word_is_forgiving_and_may_be_of_the_question_its_answers_or_its_skill(words):
    version = published(what=skill("Refund policy"))
    published(what=skill("Empathy"), stem="What calms?", kind="multiple")
    assert found(words) == [version]


@pytest.mark.parametrize("words", ["empathy return", "policy of 2024", "qwertz", '"', "return AND qwertz"])
def test_what_has_not_every_word_is_not_found(words):
    published(what=skill("Refund policy"))
    assert found(words) == []


def test_the_question_comes_before_its_answers_and_these_before_the_skill():
    by_skill = published(what=skill("Vouchers"), stem="What calms?")
    by_answer = published("match", what=skill("Empathy"), stem="Who pays?")
    by_question = published(what=skill("Empathy"), stem="What is a voucher?")
    assert found("voucher") == [by_question, by_answer, by_skill]


def test_a_renamed_skill_and_a_question_of_another_one_are_followed(author):
    version = draft(what=skill("Refund policy"), author=author)
    Skill.objects.filter(name="Refund policy").update(name="Chargebacks")
    assert found("chargeback", state="drafts") == [version]
    assert found("policy", state="drafts") == []
    change_item(item=version.item, skill=skill("Empathy"), language="en")
    assert found("empathy", state="drafts") == [version]
    assert found("chargeback", state="drafts") == []
    assert revise_item(item=version.item, contents=contents(stem="Changed?"), by=author) in found(
        "empathy", state="drafts"
    )


def test_each_state_shows_the_version_that_it_is_about(author):
    first = published(stem="Original words?")
    second = revise_item(item=first.item, contents=contents(stem="Other words?"), by=author)
    assert find_items(Wanted(text="words")).counts == {
        "published": 1,
        "drafts": 1,
        "in_review": 0,
        "retired": 0,
        "unasked": 0,
    }
    assert (found("words"), found("words", state="drafts")) == ([first], [second])
    retire_item(item=first.item, by=None, reason="Old", as_of=NOON)
    assert (found("words"), found("words", state="retired")) == ([], [second])


def test_of_more_than_can_be_put_in_order_the_best_are_listed(monkeypatch, author_client):
    monkeypatch.setattr(lists, "MOST_RANKED", 3)
    retired = published(level=1)
    retire_item(item=retired.item, by=None, reason="Old", as_of=NOON)
    for level in (1, 2, 3, 4):
        published(level=level)
    many = author_client.get(QUESTIONS, {"q": "device"})
    assert len(rows_of(many)) == 3
    assert "The 3 best matches are listed." in many.content.decode()
    few = author_client.get(QUESTIONS, {"q": "device", "state": "retired"})
    assert rows_of(few) == [retired]
    assert "best matches are listed" not in few.content.decode()
    assert len(rows_of(author_client.get(QUESTIONS, {"q": "device", "level": "2"}))) == 1


def test_words_and_filters_have_an_address_and_words_of_nothing_are_told(author_client):
    version = published()
    published(what=skill("Empathy"))
    asked = {"q": "device", "skill": version.item.skill.public_id}
    page = author_client.get(QUESTIONS, asked)
    assert rows_of(page) == [version]
    assert 'value="device"' in page.content.decode()
    assert "By skill and level" not in page.content.decode(), "what was found comes first"
    part = author_client.get(QUESTIONS, asked | {"language": ""}, headers={"HX-Request": "true"})
    assert rows_of(part) == [version]
    assert "<html" not in part.content.decode()
    assert part.headers["HX-Replace-Url"].endswith(f"?q=device&skill={version.item.skill.public_id}")
    nothing = author_client.get(QUESTIONS, {"q": "qwertz"}).content.decode()
    assert "No question here with “qwertz” in its text, its answers or its skill." in nothing
    for odd in ("\x00", '"(*)', "a" * 500, "'; --", "%_"):
        assert author_client.get(QUESTIONS, {"q": odd}).status_code == 200


def test_what_is_published_and_not_asked_has_a_tab_as_long_as_there_is_some(author_client):
    asked, of_old, on_others = (
        published(),
        published(what=skill("Empathy")),
        published(what=skill("Driving", framework=framework("short", levels=3))),
    )
    assert "Not asked" not in author_client.get(QUESTIONS).content.decode()
    Skill.objects.filter(name="Empathy").update(retired_at=NOON)
    LevelMap.objects.create(
        framework=on_others.item.skill.framework,
        mapped_at=NOON + timedelta(days=1),
        pairs=[["1", "2"]],
        before=[],
        after=[],
        top_before=3,
    )
    page = author_client.get(QUESTIONS, {"state": "unasked"})
    assert set(rows_of(page)) == {of_old, on_others}
    [tab] = [tab for tab in page.context["tabs"] if tab["label"] == "Not asked"]
    assert tab["count"] == 2
    counts = {one.skill.name: one.published for one, _missing in page.context["counts"]}
    assert counts == {"Refund policy": 1, "Driving": 0}
    assert list(ItemVersion.objects.in_use()) == [asked]


def test_a_search_takes_few_queries_however_much_is_found(author_client, django_assert_max_num_queries):
    published()
    author_client.get(QUESTIONS, {"q": "device"})
    with django_assert_max_num_queries(10) as few:
        author_client.get(QUESTIONS, {"q": "device"})
    for level in (1, 2, 3):
        published(level=level)
    with django_assert_max_num_queries(len(few)):
        author_client.get(QUESTIONS, {"q": "device"})


@pytest.mark.django_db(transaction=True)
def test_questions_of_before_are_found_after_the_migration():
    version = published("match", what=skill("Refund policy"))
    try:
        migrate([("assessments", "0049_standard_error")])
    finally:
        migrate_to_the_end()
    assert found("vouchers refund") == [version]
