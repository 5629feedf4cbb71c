"""Questions are found by what was asked and by their answers, by those who may read them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.answers.models import Answer
from content.answers.reports import similar_questions
from content.answers.services import Asked, answer_question, ask_question, report_wrong, verify_answer
from lifow.base.passages.services import refresh_stale
from tests.company import NOON, module, person, skill, unit
from tests.flows.reading import words

ANSWER = "Choose **Refund**, then *Part of it*. The remainder stays on the ledger."


def asked(who, title: str, **fields):
    return ask_question(asker=who, asked=Asked(title, **fields), as_of=NOON)


def test_a_question_opens_at_the_answer_that_has_the_words(company, ask):
    question = asked(company.abena, "How do I give back part of a payment?")
    answer = answer_question(question=question, author=company.marta, text=ANSWER, as_of=NOON)
    page = ask(company.kofi, "remainder ledger")
    assert f"/questions/{question.public_id}/#{answer.public_id}" in page.content.decode()
    assert "Question · Not verified" in words(page)


def test_a_verified_answer_says_since_when(company, ask):
    question = asked(company.abena, "Who signs a chargeback?")
    answer = answer_question(question=question, author=company.marta, text="The lead signs.", as_of=NOON)
    verify_answer(answer=answer, by=company.ruth, as_of=timezone.now())
    assert "Verified " in words(ask(company.kofi, "signs a chargeback"))


def test_a_question_of_a_unit_is_found_there_alone(company, ask):
    inside = unit("Treasury")
    ana = person("Ana Reis", org_unit=inside)
    asked(ana, "Which bank keeps the zirconium account?", unit=inside)
    assert "zirconium account" in words(ask(ana, "zirconium"))
    assert "zirconium account" in words(ask(company.ruth, "zirconium"))
    for other in (company.abena, company.marta, company.ines):
        assert "zirconium account" not in words(ask(other, "zirconium"))


def test_no_word_of_a_unit_corrects_others(company, ask):
    inside = unit("Treasury")
    asked(person("Ana Reis", org_unit=inside), "Which bank keeps the zirconium account?", unit=inside)
    module("Zinc", skill(), 1, 2)
    assert "Searched for zirconium" not in words(ask(company.abena, "zirkonium"))


def expire(answer, company) -> None:
    verify_answer(answer=answer, by=company.ruth, as_of=timezone.now())
    Answer.objects.filter(pk=answer.pk).update(verified_until=timezone.localdate() - timedelta(days=2))


def doubt(answer, company) -> None:
    report_wrong(answer=answer, reporter=company.kofi, words="", as_of=timezone.now())


@pytest.mark.parametrize(("happens", "said"), [(expire, "Verification expired"), (doubt, "Being reviewed")])
def test_what_may_not_hold_any_more_comes_later_and_says_so(company, ask, happens, said):
    """Everywhere: on the page, and among questions like one that is asked."""
    first, second = "Who signs a chargeback today?", "Who signs a chargeback?"
    answers = {
        title: answer_question(
            question=asked(company.abena, title), author=company.marta, text="The lead signs.", as_of=NOON
        )
        for title in (first, second)
    }

    def order() -> list[str]:
        while refresh_stale():
            pass
        told = company.browser(company.kofi).get("/api/v1/search", {"q": "who signs a chargeback"}).json()
        found = [one["title"] for one in told["data"] if one["title"] in answers]
        alike = similar_questions("who signs a chargeback", company.kofi)
        assert [one.question.title for one in alike] == found
        return found

    best, other = order()
    happens(answers[best], company)
    assert order() == [other, best]
    assert said in words(ask(company.kofi, "who signs a chargeback"))
    kept = answer_question(question=answers[best].question, author=company.ines, text="The lead.", as_of=NOON)
    assert order() == [best, other], "an answer that holds is enough"
    assert kept.verified_until is None
