"""The asking page, the page of a question, help now and its close, as people use them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from assessments.evidence.models import Evidence
from assessments.owners.services import name_owner
from content.answers.choices import ReviewState
from content.answers.models import AnswerReview, Question
from content.answers.reports import similar_questions
from content.answers.services import Asked, answer_question, ask_question
from content.debt.reports import subject_of
from lifow.base.passages.services import refresh_stale
from lifow.events.types import QuestionAsked
from mentoring.help.choices import HelpState
from mentoring.help.models import HelpRequest, HelpStep
from mentoring.help.services import ask_for_help, claim_help, follow_question, give_back, write_message
from tests.backing.worlds import world
from tests.company import NOON, person, skill
from tests.flows.reading import words
from tests.mentoring.programme import learner_with_a_gap, proven_mentor, running

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
TITLE = "How do I refund part of a payment in dollars?"


@world
def abena():
    return learner_with_a_gap()


@world
def owner():
    made = person("Marta Kowalczyk")
    name_owner(skill=skill(), person=made)
    return made


@world
def refund(abena, owner):
    return ask_question(asker=abena, asked=Asked(TITLE, skill=skill()), as_of=timezone.now())


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_what_is_like_it_is_shown_before_anything_is_asked(refund, owner):
    answer_question(question=refund, author=owner, text="By the ledger.", as_of=timezone.now())
    refresh_stale()
    page = signed_in(owner).get(reverse("portal-ask"), {"q": "refund a part in dollars"})
    shown = words(page)
    assert TITLE in shown
    assert "Not verified" in shown
    assert Question.objects.count() == 1


def test_the_rest_of_the_form_proposes_a_skill_and_says_whom_it_reaches(abena, owner, client):
    client.force_login(abena)
    refresh_stale()
    rest = client.post(reverse("portal:ask_similar"), {"title": "Our refund policy for a late parcel?"})
    text = rest.content.decode()
    assert f'value="{skill().public_id}" selected' in text
    assert "Marta Kowalczyk, who owns the skill" in text
    first = client.post(reverse("portal-ask"), {"title": TITLE, "look": "1"})
    assert Question.objects.count() == 0
    assert first.status_code == 200


def test_a_question_is_asked_once_with_its_picture(abena, owner, client):
    client.force_login(abena)
    data = png()
    told = {"title": TITLE, "body": "In euros.", "skill": skill().public_id, "key": "k" * 43}
    for _twice in range(2):
        file = SimpleUploadedFile("a.png", data, "image/png")
        done = client.post(reverse("portal-ask"), {**told, "pictures": file})
    question = Question.objects.get()
    assert done.url == reverse("portal:question", args=[question.public_id])
    assert (question.asker, question.skill, question.pictures.count()) == (abena, skill(), 1)
    shown = signed_in(owner).get(reverse("media:picture", args=[question.pictures.get().public_id]))
    assert shown.status_code == 200


def png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, "PNG")
    return made.getvalue()


def test_a_file_that_is_no_picture_keeps_what_was_typed(abena, client):
    client.force_login(abena)
    file = SimpleUploadedFile("a.png", b"no picture", "image/png")
    page = client.post(reverse("portal-ask"), {"title": TITLE, "body": "In euros.", "pictures": file})
    assert page.status_code == 422
    assert "In euros." in page.content.decode()
    assert "a.png" in words(page)


def test_the_page_of_a_question_in_twelve_queries(refund, owner, django_assert_max_num_queries):
    client = signed_in(owner)
    address = reverse("portal:question", args=[refund.public_id])
    for number in range(8):
        told = {"question": refund, "author": person(f"Author {number}"), "as_of": timezone.now()}
        answer_question(text=f"Answer {number}", **told)
    client.get(address)
    with django_assert_max_num_queries(12):
        assert "8 answers" in words(client.get(address))


def test_a_question_that_waits_and_was_given_back_in_twelve_queries(
    refund, owner, django_assert_max_num_queries
):
    helper = person("Priya Nair")
    follow_question(asked=QuestionAsked(refund.pk, skill().pk, refund.asker_id), occurred_at=NOON)
    row = HelpRequest.objects.get(question_id=refund.pk)
    HelpStep.objects.bulk_create(
        [HelpStep(request=row, step="proven", person=one, asked_at=NOON) for one in (helper, owner)]
    )
    claim_help(request=row, by=helper, as_of=NOON)
    give_back(request=row, by=helper, as_of=NOON)
    client = signed_in(owner)
    address = reverse("portal:question", args=[refund.public_id])
    client.get(address)
    with django_assert_max_num_queries(12):
        page = words(client.get(address))
    assert "Asked 2 people with proven strength" in page
    assert "Priya Nair could not answer" in page


@pytest.mark.parametrize(
    ("name", "query", "most"),
    [
        *(("portal-ask", "", 12), ("portal-ask", "?q=refund+in+dollars", 12), ("portal:help_now", "", 12)),
        *(("portal:questions", "", 12), ("portal:questions", "?q=refund", 12), ("content:faqs", "", 12)),
    ],
)
def test_pages_of_asking_read_a_fixed_number_of_times(
    refund, owner, django_assert_max_num_queries, name, query, most
):
    for number in range(12):
        ask_question(asker=owner, asked=Asked(f"A refund {number}?", skill=skill()), as_of=NOON)
    while refresh_stale():
        pass
    client = signed_in(owner)
    client.get(reverse(name) + query)
    with django_assert_max_num_queries(most):
        assert client.get(reverse(name) + query).status_code == 200


def test_answered_accepted_found_wrong_and_corrected(refund, abena, owner):
    helper, asker = signed_in(owner), signed_in(abena)
    address = reverse("portal:question", args=[refund.public_id])
    sent = helper.post(address, {"text": "Within **30** days.", "kind": "rule"})
    assert sent.status_code == 302
    answer = refund.answers.get()
    act = reverse("content:answer_act", args=[answer.public_id])
    asker.post(act, {"act": "accept"})
    asker.post(act, {"act": "verify"})
    answer.refresh_from_db()
    assert (answer.accepted_at is not None, answer.verified_at) == (True, None)
    helper.post(act, {"act": "verify"})
    assert "Verified" in words(asker.get(address))
    asker.post(reverse("content:answer_wrong", args=[answer.public_id]))
    asker.post(reverse("content:answer_wrong", args=[answer.public_id]), {"words": "It is 14 days."})
    review = AnswerReview.objects.get()
    assert review.words == "It is 14 days."
    assert "Being reviewed" in words(asker.get(address))
    decide = reverse("content:review_answer", args=[review.public_id])
    assert "It is 14 days." in words(helper.get(decide))
    helper.post(decide, {"text": "Within 14 days.", "note": "Thank you.", "act": "correct"})
    review.refresh_from_db()
    assert review.state == ReviewState.CORRECTED
    assert "Within 14 days." in words(asker.get(address))
    refresh_stale()
    [found] = similar_questions("refund within days dollars", abena)
    assert found.standing == "verified"


def test_help_now_ends_in_an_answer_that_the_next_person_finds(abena, owner, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    guide = proven_mentor()
    running(abena, guide, skill())
    asker, mentor = signed_in(abena), signed_in(guide.person)
    page = asker.get(reverse("portal:help_now"), {"about": f"skill:{skill().public_id}", "q": "A refund"})
    assert "A refund" in page.content.decode()
    told = {"title": "A refund in dollars", "skill": skill().public_id, "key": "k"}
    for _twice in range(2):
        asker.post(reverse("portal:help_now"), told)
    request = HelpRequest.objects.get()
    address = reverse("mentoring:help", args=[request.public_id])
    assert "Asked the mentor" in words(mentor.get(address))
    mentor.post(reverse("mentoring:help_act", args=[request.public_id]), {"act": "claim"})
    mentor.post(address, {"text": "Use the ledger.", "key": "m"})
    live = asker.get(reverse("mentoring:help_conversation", args=[request.public_id]))
    assert "Use the ledger." in live.content.decode()
    close = reverse("portal:close_help", args=[request.public_id])
    assert "Use the ledger." in mentor.get(close).content.decode()
    draft = {"title": "How is a refund paid in dollars?", "text": "By the ledger, on Mondays."}
    mentor.post(close, {**draft, "number": "0"})
    done = asker.post(close, {**draft, "number": "1", "level": "4"})
    question = Question.objects.get()
    assert done.url == reverse("portal:question", args=[question.public_id])
    request.refresh_from_db()
    assert (request.state, request.answered_by) == (HelpState.CLOSED, guide.person)
    assert question.answers.get().accepted_at is not None
    assert Evidence.objects.filter(person=guide.person, source="peer", rater=abena).count() == 1
    refresh_stale()
    assert [one.question for one in similar_questions("refund in dollars", owner)] == [question]


def test_nobody_else_reads_a_conversation(abena, owner):
    guide = proven_mentor()
    running(abena, guide, skill())
    request = ask_for_help(person=abena, title="A refund", skill=skill(), as_of=NOON)
    claim_help(request=request, by=guide.person, as_of=NOON)
    write_message(request=request, author=guide.person, text="Which one?", as_of=NOON)
    hr = signed_in(person("Hanna Ruiz", is_hr_admin=True))
    assert hr.get(reverse("mentoring:help", args=[request.public_id])).status_code == 404


def test_an_unanswered_question_is_a_topic_of_what_to_write(refund):
    author = signed_in(person("Ines Carvalho", is_author=True))
    page = author.get(reverse("content:writing"), {"show": "questions"})
    assert TITLE in words(page)
    assert subject_of(f"question:{refund.public_id}").title == TITLE
    new = author.get(reverse("content:new_task"), {"subject": f"question:{refund.public_id}"})
    assert new.status_code == 200


def test_hr_sets_how_questions_go_round(abena):
    hr = signed_in(person("Hanna Ruiz", is_hr_admin=True))
    address = reverse("portal:asking_policy")
    page = hr.get(address)
    fields = page.context["form"]
    told = {one.html_name: one.value() for one in fields if one.value() not in (None, False)}
    told |= {"step_0": "mentor", "step_1": "owner", "step_2": "", "step_3": "", "allows_anonymous": "on"}
    assert hr.post(address, told).status_code == 302
    told["step_1"] = "mentor"
    assert hr.post(address, told).status_code == 422
    shown = signed_in(abena).get(reverse("portal-ask"), {"q": TITLE})
    assert "Ask without my name" in words(shown)
