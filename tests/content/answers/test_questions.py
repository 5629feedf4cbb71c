"""Questions are asked, answered, accepted, followed, changed and merged; everybody who waits is told."""

from datetime import timedelta

import pytest

from content.answers.choices import QuestionState
from content.answers.models import Answer, Question, QuestionFollower, TextEdit
from content.answers.notifications import ANSWERED, MERGED
from content.answers.reports import shown_question, similar_questions, unanswered_topics
from content.answers.services import (
    AnswersError,
    Asked,
    accept_answer,
    answer_question,
    ask_question,
    change_answer,
    change_question,
    close_question,
    comment_on,
    follow_question,
    merge_questions,
    reopen_question,
    unfollow_question,
    vote_on_answer,
)
from lifow.base.passages.services import refresh_stale
from lifow.events.models import Event
from lifow.notifications.models import Message
from tests.backing.worlds import world
from tests.company import NOON, person, skill, unit

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
HOUR = timedelta(hours=1)


@world
def abena():
    return person("Abena Osei")


@world
def priya():
    return person("Priya Nair")


@world
def refund(abena):
    asked = Asked("How do I refund part of a payment in dollars?", "The invoice is in euros.", skill())
    return ask_question(asker=abena, asked=asked, as_of=NOON)


def answered(question, author, text="Choose Refund, then Part of it.", **fields):
    return answer_question(question=question, author=author, text=text, as_of=NOON + HOUR, **fields)


def events(name: str) -> list[dict]:
    return [one.payload for one in Event.objects.filter(type=name).order_by("pk")]


def told(who, kind: str) -> int:
    return Message.objects.open().filter(receiver=who, kind=kind).count()


def test_a_question_waits_until_somebody_answers(refund, abena, priya):
    assert refund.is_waiting
    assert events("question.asked")[-1]["question_id"] == refund.pk
    answered(refund, priya)
    refund.refresh_from_db()
    assert not refund.is_waiting
    assert events("question.answered") == [{"question_id": refund.pk, "by_id": priya.pk}]
    assert told(abena, ANSWERED) == 1
    assert told(priya, ANSWERED) == 0


def test_the_same_question_and_answer_sent_twice_are_one(abena, priya):
    asked = Asked("Where do I see yesterday's payouts?")
    rows = {ask_question(asker=abena, asked=asked, as_of=NOON, idempotency_key="k").pk for _ in range(2)}
    question = Question.objects.get(pk__in=rows)
    assert answered(question, priya) == answered(question, priya)


def test_one_answer_is_accepted_at_a_time(refund, abena, priya):
    first, second = answered(refund, priya), answered(refund, abena, "Ask finance.")
    accept_answer(answer=first, as_of=NOON + HOUR)
    accept_answer(answer=second, as_of=NOON + HOUR)
    accept_answer(answer=second, as_of=NOON + HOUR)
    assert list(Answer.objects.filter(accepted_at__isnull=False)) == [second]
    shown = shown_question(refund, abena, NOON + HOUR)
    assert [one.answer for one in shown.answers] == [second, first]


def test_what_was_said_before_is_kept(refund, abena, priya):
    answer = answered(refund, priya)
    change_answer(answer=answer, text="Choose Refund.", kind="product", by=priya, as_of=NOON)
    change_answer(answer=answer, text="Choose Refund.", kind="product", by=priya, as_of=NOON)
    change_question(question=refund, asked=Asked("How is a part refunded?"), by=abena, as_of=NOON)
    said = TextEdit.objects.order_by("pk")
    assert [one.text for one in said] == ["Choose Refund, then Part of it.", "The invoice is in euros."]
    assert said[1].title == "How do I refund part of a payment in dollars?"


def test_followers_are_told_and_those_who_need_it_count(refund, priya):
    tomas = person("Tomás Lima")
    follow_question(question=refund, person=tomas, needs_it=True, as_of=NOON)
    follow_question(question=refund, person=tomas, needs_it=False, as_of=NOON)
    assert unanswered_topics().get(pk=refund.pk).needing == 1
    answer = answered(refund, priya)
    assert told(tomas, ANSWERED) == 1
    unfollow_question(question=refund, person=tomas)
    comment_on(question=refund, answer=answer, author=priya, text="In dollars too.", as_of=NOON)
    assert Message.objects.filter(receiver=tomas).count() == 1


def test_a_closed_question_waits_no_more_and_may_be_opened_again(refund):
    close_question(question=refund, as_of=NOON)
    close_question(question=refund, as_of=NOON)
    assert events("question.answered") == [{"question_id": refund.pk, "by_id": 0}]
    reopen_question(question=refund, as_of=NOON + HOUR)
    assert len(events("question.asked")) == 2


def test_a_duplicate_leads_to_the_one_that_stays(refund, abena, priya):
    tomas = person("Tomás Lima")
    other = ask_question(asker=tomas, asked=Asked("Partial refund in USD possible?"), as_of=NOON)
    third = ask_question(asker=priya, asked=Asked("Refund of a part, how?"), as_of=NOON)
    merge_questions(question=third, into=other, as_of=NOON)
    answer = answered(other, priya)
    accept_answer(answer=answer, as_of=NOON)
    follow_question(question=other, person=abena, needs_it=True, as_of=NOON)
    for _twice in range(2):
        merge_questions(question=other, into=refund, as_of=NOON)
    merged = Question.objects.filter(state=QuestionState.MERGED)
    assert {one.merged_into_id for one in merged} == {refund.pk}
    refund.refresh_from_db()
    assert refund.answered_at is not None
    assert list(refund.answers.all()) == [answer]
    needing = QuestionFollower.objects.filter(question=refund, needs_it=True)
    assert set(needing.values_list("person", flat=True)) == {abena.pk, tomas.pk, priya.pk}
    assert told(tomas, MERGED) == 1
    with pytest.raises(AnswersError, match="one with another"):
        answered(other, tomas)


def test_a_question_of_a_unit_is_read_there_alone_and_merged_with_none_of_others(refund, abena):
    inside, below = unit("Payments"), unit("Payments Berlin", parent=unit("Payments"))
    asker, colleague = person("Ana Reis", org_unit=inside), person("Kim Sato", org_unit=below)
    own = ask_question(asker=asker, asked=Asked("Which bank holds our payouts?", unit=inside), as_of=NOON)
    readable = Question.objects.readable_by
    assert readable(colleague).filter(pk=own.pk).exists()
    assert not readable(abena).filter(pk=own.pk).exists()
    refresh_stale()
    assert similar_questions("bank payouts", abena) == []
    assert [one.question for one in similar_questions("bank payouts", colleague)] == [own]
    with pytest.raises(AnswersError, match="Not the same people"):
        merge_questions(question=own, into=refund, as_of=NOON)
    with pytest.raises(AnswersError, match="unit in which you work"):
        ask_question(asker=abena, asked=Asked("Who is on call there?", unit=inside), as_of=NOON)


def test_similar_questions_are_found_by_most_words_and_by_words_of_answers(refund, abena, priya):
    answered(refund, priya, "Open the ledger of the invoice.")
    refresh_stale()
    found = similar_questions("refund a payment partly, customer wants dollars back", priya)
    assert [one.question for one in found] == [refund]
    assert [one.question for one in similar_questions("where is the ledger", priya)] == [refund]
    assert similar_questions("how do the", priya) == []


def test_nobody_votes_on_their_own_answer(refund, abena, priya):
    answer = answered(refund, priya)
    for _twice in range(2):
        vote_on_answer(answer=answer, person=abena, is_helpful=True, as_of=NOON)
    assert answer.votes.count() == 1
    with pytest.raises(AnswersError, match="Others say"):
        vote_on_answer(answer=answer, person=priya, is_helpful=True, as_of=NOON)


@pytest.mark.parametrize(
    ("title", "field"), [("Short", "title"), ("A\x00 question?", "title"), ("x" * 201, "title")]
)
def test_what_is_no_question_is_refused(abena, title, field):
    with pytest.raises(AnswersError) as refused:
        ask_question(asker=abena, asked=Asked(title), as_of=NOON)
    assert refused.value.field == field
