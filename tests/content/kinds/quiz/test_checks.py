"""A line of a text asks a question of the bank there; what the bank lacks shows learners nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.evidence.models import Evidence
from assessments.testing.bank.models import Item
from assessments.testing.sittings.models import SittingItem
from content.catalogue.models import Module
from content.kinds.quiz.checks import checks_in
from content.kinds.quiz.models import SecondTry
from content.kinds.quiz.reports import text_of_module
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import module, person, skill
from tests.item_bank import items, place_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@world
def bank() -> list[Item]:
    return [one.item for one in items(skill("Refund policy"), each=1, levels=(2, 3))]


@world
def article(bank) -> Module:
    first, second = (one.public_id for one in bank)
    body = f"## Why\n\nFees.\n\n:::check {first}\n\n### More\n\n:::check {second}\n:::check itm_gone\n\nEnd."
    return module("Refunds", skill("Refund policy"), 1, 3, body=body)


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (":::check itm_a", ["itm_a"]),
        ("a\r\n:::check itm_a\r\n:::check itm_b \n:::check itm_a", ["itm_a", "itm_b"]),
        ("```\n:::check itm_a\n```\n:::check itm_b", ["itm_b"]),
        ("~~~~\n```\n:::check itm_a\n~~~\n", []),
        ("Write :::check itm_a", []),
        (":::check <script>", []),
        (":::check itm_A/../b", []),
    ],
)
def test_a_check_stands_on_a_line_of_its_own_and_in_no_code(body, found):
    assert checks_in(body) == found


def test_learners_answer_in_place_and_the_first_answer_counts(article, bank):
    abena = person()
    client, item = client_of(abena), bank[1]
    page = client.get(reverse("content:module", args=[article.public_id])).content.decode()
    assert page.count("Answer this question") == 2
    assert "itm_gone" not in page
    assert page.index("<h3>More</h3>") < page.index(f'id="check-{item.public_id}"') < page.index("End.")
    address = reverse("content:check", args=[article.public_id, item.public_id])
    for _twice in range(2):
        asked = client.post(address, {"begin": "1"}, headers=HTMX).content.decode()
    assert "This one" in asked
    assert "It is so." not in asked
    assert "Give an answer" in client.post(address, {}, headers=HTMX).content.decode()
    row = SittingItem.objects.get(item=item)
    told = client.post(address, place_of(row, right=False), headers=HTMX).content.decode()
    assert "It is not." in told
    assert client.post(address, {**place_of(row), "second": "1"}).status_code == 302
    assert SecondTry.objects.get().score == 1
    assert SittingItem.objects.get(item=item).score == 0
    assert Evidence.objects.for_person(abena).filter(source="test").count() == 1
    page = client.get(reverse("content:module", args=[article.public_id])).content.decode()
    assert "Your second try" in page
    assert page.count("Answer this question") == 1


def test_an_author_reads_what_is_wrong_with_a_check(article):
    client = client_of(person("Ines Carvalho", is_author=True))
    for name in ("module", "edit"):
        page = client.get(reverse(f"content:{name}", args=[article.public_id])).content.decode()
        assert "It is not in the bank any more" in page


def test_a_question_that_the_text_does_not_ask_is_not_answered_there(article):
    other = items(skill("Empathy"), each=1, levels=(2,))[0].item
    address = reverse("content:check", args=[article.public_id, other.public_id])
    assert client_of(person()).post(address, {"begin": "1"}).status_code == 404


def test_a_text_without_checks_asks_the_database_nothing_more(django_assert_num_queries):
    abena, plain = person(), module("Plain", skill("Refund policy"), 1, 3, body="Text.")
    with django_assert_num_queries(0):
        assert [str(one.html) for one in text_of_module(plain, abena)] == ["<p>Text.</p>\n"]
