"""Authors see what is wrong with questions, and act on it; nobody else sees any of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.testing.bank.choices import ItemState
from assessments.testing.calibration.models import Calibration, ItemHealth, ItemParameters
from assessments.testing.calibration.services import run_calibration
from tests.company import person, skill
from tests.conformance.callers import signed_in
from tests.flows.reading import words
from tests.item_bank import published

pytestmark = pytest.mark.django_db
HEALTH, CALIBRATIONS = reverse("assessments:question_health"), reverse("assessments:calibrations")


def page_of(version, query: str = "") -> str:
    return reverse("assessments:item_health", args=[version.item.public_id]) + query


@pytest.fixture
def ines(calibrated) -> Client:
    return signed_in(calibrated.author)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_begins_with_what_is_wrong_and_what_many_are_sure_of(ines, calibrated):
    page = words(ines.get(HEALTH))
    assert "Which of these is right?" in page
    assert "does not count" in page
    assert "A good question 0" not in page, "nothing is wrong with it"
    everything = words(ines.get(f"{HEALTH}?show=all"))
    assert everything.index("Which of these is right?") < everything.index("A good question 0")


def test_the_list_can_be_narrowed_to_a_skill(ines, calibrated):
    other = skill("Empathy")
    published(what=other, author=calibrated.author)
    assert "Which of these is right?" in words(ines.get(f"{HEALTH}?skill={calibrated.skill.public_id}"))
    assert "Nothing can be told yet" in words(ines.get(f"{HEALTH}?skill={other.public_id}"))
    assert ines.get(f"{HEALTH}?skill=none&show=none&page=x").status_code == 200


def test_a_questions_page_says_who_chose_what_and_where_it_tells_most(ines, calibrated):
    page = words(ines.get(page_of(calibrated.bad)))
    assert "Who knows more answers it wrong: another answer may be the right one" in page
    assert "Fourteen days right" in page
    assert "An answer tells most of people around level" in page
    html = ines.get(page_of(calibrated.bad)).content.decode()
    assert 'role="img"' in html
    assert "<polyline" in html


def test_a_question_that_few_have_answered_says_so(ines, calibrated):
    new = published(author=calibrated.author, stem="New")
    page = words(ines.get(page_of(new)))
    assert "Numbers appear here when at least five people have answered this version." in page
    assert "By the author’s level alone" in page


def test_kept_with_a_note_it_counts_again(ines, calibrated):
    answer = ines.post(page_of(calibrated.bad), {"decision": "keep", "note": "The policy says so."})
    assert answer["Location"] == HEALTH
    assert ItemHealth.objects.get(version=calibrated.bad).state == "kept"
    page = words(ines.get(page_of(calibrated.bad)))
    assert "Ines Carvalho has looked at it just now : “The policy says so.”" in page


def test_retired_it_is_asked_no_more(ines, calibrated):
    ines.post(page_of(calibrated.bad), {"decision": "retire", "note": "The key is wrong."})
    calibrated.bad.item.refresh_from_db()
    assert calibrated.bad.item.state == ItemState.RETIRED
    assert "Which of these is right?" not in words(ines.get(HEALTH))


@pytest.mark.parametrize("form", [{}, {"decision": "keep"}, {"decision": "burn", "note": "Yes."}])
def test_a_decision_without_a_note_is_asked_for_again(ines, calibrated, form):
    answer = ines.post(page_of(calibrated.bad), form)
    assert answer.status_code == 422
    assert ItemHealth.objects.get(version=calibrated.bad).state == "held"


def test_what_nobody_answered_cannot_be_decided_about(ines, calibrated):
    new = published(author=calibrated.author, stem="New")
    answer = ines.post(page_of(new), {"decision": "keep", "note": "Fine."})
    assert answer.status_code == 422
    assert "Too few people have answered" in words(answer)


@pytest.mark.parametrize("query", ["?version=99", "?version=0"])
def test_a_version_that_there_is_not_is_not_found(ines, calibrated, query):
    assert ines.get(page_of(calibrated.bad, query)).status_code == 404


def test_a_draft_has_no_health(ines):
    from tests.item_bank import draft

    assert ines.get(page_of(draft())).status_code == 404


def test_skills_are_listed_with_their_last_calibration(ines, calibrated):
    page = words(ines.get(CALIBRATIONS))
    assert "Refund policy 6 6 1" in page
    assert "asked for by Ines Carvalho" in page


def test_calibrate_now_asks_once_however_often_it_is_clicked(ines, calibrated):
    from tests.assessments.testing.calibration.conftest import GOOD
    from tests.item_answers import answer_all, crowd, levels_of

    lately = timezone.now() - timedelta(minutes=1)
    answer_all(crowd(10), levels_of(10), calibrated.good, GOOD, at=lately)
    url = reverse("assessments:calibrate", args=[calibrated.skill.public_id])
    for _click in range(2):
        assert ines.post(url)["Location"] == CALIBRATIONS
    assert Calibration.objects.waiting().count() == 1
    page = words(ines.get(CALIBRATIONS))
    assert "the next was asked for just now" in page
    assert "Calibrate now" not in page
    run_calibration(as_of=timezone.now())
    assert "Calibrate now" in words(ines.get(CALIBRATIONS))


def test_too_few_answers_are_said(ines, calibrated):
    other = skill("Empathy")
    answer = ines.post(reverse("assessments:calibrate", args=[other.public_id]), follow=True)
    assert "There are 0 answers of 0 people in this skill." in words(answer)


def test_a_calibration_says_what_moved(ines, calibrated):
    first = Calibration.objects.get()
    url = reverse("assessments:calibration", args=[first.public_id])
    page = words(ines.get(url))
    assert "It is the first of these questions" in page
    assert "1 question no longer counts until somebody has looked at it" in page
    ItemParameters.objects.update(moved=0.31, is_linking=True)
    report = {**first.report, "moved_mean": 0.1, "moved_most": 0.31}
    Calibration.objects.update(linked=6, shift=-0.4, report=report)
    page = words(ines.get(url))
    assert "On average a question moved by 0.10 levels, at most by 0.31." in page
    assert "the questions were moved by −0.40 levels" in page
    assert "Calibrate and start anew" in page


@pytest.mark.parametrize("state", ["waiting", "failed"])
def test_a_calibration_that_is_not_done_says_so(ines, calibrated, state):
    finished = timezone.now() if state == "failed" else None
    Calibration.objects.update(state=state, finished_at=finished, last_error="No room.", report={})
    page = words(ines.get(reverse("assessments:calibration", args=[Calibration.objects.get().public_id])))
    assert ("No room." in page) == (state == "failed")
    assert ines.get(CALIBRATIONS).status_code == 200


def test_nobody_else_sees_any_of_it(calibrated):
    learner = signed_in(person("Abena Osei"))
    calibration = reverse("assessments:calibration", args=[Calibration.objects.get().public_id])
    for url in (HEALTH, CALIBRATIONS, calibration, page_of(calibrated.bad)):
        answer = learner.get(url)
        assert answer.status_code == 403
        assert "Which of these is right?" not in answer.content.decode()
    assert learner.post(page_of(calibrated.bad), {"decision": "keep", "note": "x"}).status_code == 403
    assert (
        learner.post(reverse("assessments:calibrate", args=[calibrated.skill.public_id])).status_code == 403
    )


def test_pages_take_as_many_queries_however_many_questions_there_are(ines, calibrated):
    pages = (f"{HEALTH}?show=all", CALIBRATIONS, page_of(calibrated.bad))
    before = [queries_of(ines, url) for url in pages]
    new = [published(author=calibrated.author, stem=f"More {place}") for place in range(3)]
    for version in new:
        ItemHealth.objects.create(version=version, computed_at=timezone.now(), people=9, answers=9)
    assert [queries_of(ines, url) for url in pages] == before
