"""Answers are verified for an interval, run out, are said to be wrong, and are put right."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.owners.services import name_owner
from content.answers.choices import ReviewReason, ReviewState, Standing
from content.answers.models import AnswerReview
from content.answers.notifications import REVIEWED, TO_REVIEW
from content.answers.reports import reviews_for, shown_faq, shown_question
from content.answers.services import (
    AnswersError,
    Asked,
    answer_question,
    ask_question,
    change_answer,
    correct_answer,
    expire_verifications,
    put_on_faq,
    remove_answer,
    report_wrong,
    save_faq_page,
    set_answer_policy,
    verify_answer,
)
from content.authoring.services import carry_out_updates
from content.catalogue.services import publish_module
from content.kinds.update.models import ProductUpdate
from lifow.notifications.models import Message
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill, unit
from tests.flows.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
DAY = timedelta(days=1)


@world
def owner():
    made = person("Marta Kowalczyk")
    name_owner(skill=skill(), person=made)
    return made


@world
def abena():
    return person("Abena Osei")


@world
def answer(abena, owner):
    asked = Asked("How long can a customer ask for a refund?", skill=skill())
    question = ask_question(asker=abena, asked=asked, as_of=NOON)
    words = "Within 30 days. The Classic dashboard shows the day."
    return answer_question(question=question, author=person("Priya Nair"), text=words, as_of=NOON)


def standing(answer, reader, as_of) -> Standing:
    [shown] = shown_question(answer.question, reader, as_of).answers
    return shown.standing


def told(who, kind: str) -> int:
    return Message.objects.open().filter(receiver=who, kind=kind).count()


def test_an_answer_is_verified_for_as_long_as_its_kind_says(answer, owner, abena):
    days = {"product": 30, "procedure": 60, "rule": 90}
    set_answer_policy(allows_anonymous=False, days=days)
    assert standing(answer, abena, NOON) == Standing.UNVERIFIED
    verify_answer(answer=answer, by=owner, as_of=NOON)
    answer.refresh_from_db()
    assert answer.verified_until == (NOON + 60 * DAY).date()
    assert standing(answer, abena, NOON + 60 * DAY) == Standing.VERIFIED
    assert standing(answer, abena, NOON + 61 * DAY) == Standing.EXPIRED


def test_what_has_run_out_waits_for_its_verifier_once(answer, owner, abena):
    verify_answer(answer=answer, by=owner, as_of=NOON)
    late = NOON + 200 * DAY
    assert expire_verifications(as_of=late) == 1
    assert expire_verifications(as_of=late) == 0
    assert told(owner, TO_REVIEW) == 1
    assert standing(answer, abena, late) == Standing.IN_REVIEW
    verify_answer(answer=answer, by=owner, as_of=late)
    assert told(owner, TO_REVIEW) == 0
    assert standing(answer, abena, late) == Standing.VERIFIED
    assert AnswerReview.objects.get().state == ReviewState.STILL_RIGHT


def test_other_words_have_to_be_verified_anew(answer, owner, abena):
    verify_answer(answer=answer, by=owner, as_of=NOON)
    change_answer(answer=answer, text="Within 14 days.", kind="rule", by=abena, as_of=NOON)
    assert standing(answer, abena, NOON) == Standing.UNVERIFIED


def test_whoever_says_that_it_is_wrong_reads_what_was_done(answer, owner, abena):
    verify_answer(answer=answer, by=owner, as_of=NOON)
    for _twice in range(2):
        review = report_wrong(answer=answer, reporter=abena, words="It is 14 days.", as_of=NOON)
    assert standing(answer, abena, NOON) == Standing.IN_REVIEW
    assert list(reviews_for(owner)) == [review]
    assert list(reviews_for(abena)) == []
    correct_answer(answer=answer, text="Within 14 days.", by=owner, note="Thank you.", as_of=NOON)
    review.refresh_from_db()
    assert (review.state, review.seen_text[:14]) == (ReviewState.CORRECTED, "Within 30 days")
    assert told(abena, REVIEWED) == 1
    assert standing(answer, abena, NOON) == Standing.VERIFIED


def test_a_removed_answer_is_gone_for_readers_and_the_question_waits_again(answer, owner, abena):
    report_wrong(answer=answer, reporter=abena, words="", as_of=NOON)
    for _twice in range(2):
        remove_answer(answer=answer, by=owner, note="Nothing of it holds.", as_of=NOON)
    assert shown_question(answer.question, abena, NOON).answers == []
    answer.question.refresh_from_db()
    assert answer.question.is_waiting
    with pytest.raises(AnswersError, match="removed"):
        verify_answer(answer=answer, by=owner, as_of=NOON)


def test_a_product_update_has_answers_looked_at_that_mention_what_it_replaces(answer, owner, abena, client):
    verify_answer(answer=answer, by=owner, as_of=NOON)
    parts = {"terms": [{"key": "t1", "text": "Classic dashboard", "instead": "Overview"}]}
    author = person("Ines Carvalho", is_author=True, org_unit=unit("Studio"))
    update = module(
        "A new overview", skill(), 1, 2, kind="announcement", parts=parts, status="draft", author=author
    )
    private = ask_question(asker=abena, asked=Asked("Who knows it?", unit=unit()), as_of=NOON)
    answer_question(question=private, author=owner, text="See the Classic dashboard.", as_of=NOON)
    client.force_login(author)
    for name in ("content:review", "content:edit"):
        page = words(client.get(reverse(name, args=[update.public_id])))
        assert f"these answers are to be reviewed: {answer.question}" in page
        assert str(private) not in page
    private.delete()
    publish_module(module=update, by=author)
    if not ProductUpdate.objects.exists():
        ProductUpdate.objects.create(module=update, from_day=NOON.date(), published_at=NOON)
    for _twice in range(2):
        carry_out_updates(as_of=NOON + 400 * DAY)
        ProductUpdate.objects.update(applied_at=None)
    review = AnswerReview.objects.get(reason=ReviewReason.UPDATE)
    assert (review.answer, review.term) == (answer, "Classic dashboard")
    assert standing(answer, abena, NOON) == Standing.IN_REVIEW


def test_an_faq_page_shows_what_is_verified_and_nothing_private(answer, owner, abena):
    page = save_faq_page(page=None, title="Refunds", intro="")
    for _twice in range(2):
        put_on_faq(page=page, answer=answer)
    today = NOON.date()
    assert [one.answer for one in shown_faq(page, today).waiting] == [answer]
    verify_answer(answer=answer, by=owner, as_of=NOON)
    assert [one.answer for one in shown_faq(page, today).entries] == [answer]
    assert shown_faq(page, today + 900 * DAY).entries == []
    private = ask_question(asker=abena, asked=Asked("Who knows the bank?", unit=unit()), as_of=NOON)
    theirs = answer_question(question=private, author=owner, text="Marta.", as_of=NOON)
    with pytest.raises(AnswersError, match="private"):
        put_on_faq(page=page, answer=theirs)
