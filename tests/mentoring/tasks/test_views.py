import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.gaps.reports import standing_of
from assessments.marks.models import StaleMark
from content.planning.services import people_with_stale_plans
from lifow.base import jobs
from lifow.base.circuit_breaker import CircuitBreaker
from lifow.events.models import Delivery
from mentoring.pairings.services import complete_pairing, end_pairing
from mentoring.tasks.models import Feedback, Task
from mentoring.tasks.services import give_feedback
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.flows.reading import section, words
from tests.mentoring.programme import handed_in, queries_of, running

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_hour_later")]


@world
def row(abena, guide):
    return running(abena, guide, skill())


@world
def task(row):
    return handed_in(row, skill(), body="See https://example.com/case <script>alert(1)</script>")


def new_url(row):
    return reverse("mentoring:task_new", args=[row.public_id])


def feedback_url(task):
    return reverse("mentoring:feedback", args=[task.public_id])


def hand_in(client, row, **changed):
    data = {"skill": skill().public_id, "title": "A late refund", "body": "I wrote this.", **changed}
    return client.post(new_url(row), data, follow=True)


def comment(client, task, **changed):
    return client.post(feedback_url(task), {"level": "3", "text": "Clear.", **changed}, follow=True)


def test_handing_in_leads_to_the_task(client, abena, row):
    client.force_login(abena)
    response = hand_in(client, row)
    assert "A late refund Abena Osei · Refund policy · handed in" in words(response)
    assert "Priya Nair sees it on their Mentoring page" in response.content.decode()
    assert Task.objects.get().skill == skill()


def test_handing_in_twice_is_once(client, abena, row):
    client.force_login(abena)
    hand_in(client, row)
    hand_in(client, row)
    assert Task.objects.count() == 1


def test_covered_skills_are_offered_first_then_other_gaps_and_no_more(client, guide):
    eva = person("Eva Berg")
    give(eva, role(Refund_policy=3, Empathy=3, SQL=1))
    for what, level in (("Refund policy", 1), ("Empathy", 1), ("SQL", 5)):
        for _ in range(6):
            observe(eva, skill(what), level)
    compute(eva)
    client.force_login(eva)
    page = client.get(new_url(running(eva, guide, skill()))).content.decode()
    covered, gapped = page.index("Skills that your mentor covers"), page.index("Your other gaps")
    assert covered < page.index(skill().public_id) < gapped < page.index(skill("Empathy").public_id)
    assert skill("SQL").public_id not in page


@pytest.mark.parametrize(
    ("changed", "said", "kept"),
    [
        ({"title": ""}, "Title This field is required", ["I wrote this.</textarea>"]),
        ({"body": "  "}, "Your work This field is required", ['value="A late refund"']),
        (
            {"skill": "skl_0000000000000000"},
            "Which skill does it show?",
            ['value="A late refund"', "I wrote this.</textarea>"],
        ),
        ({"title": "x" * 201}, "at most 200 characters", ["x" * 201, "I wrote this.</textarea>"]),
    ],
)
def test_a_task_that_is_not_complete_keeps_what_was_typed(client, abena, row, changed, said, kept):
    client.force_login(abena)
    response = hand_in(client, row, **changed)
    assert response.status_code == 422
    assert said in words(response)
    assert [text for text in kept if text not in response.content.decode()] == []
    assert not Task.objects.exists()


def test_nothing_can_be_handed_in_once_the_pairing_is_over(client, abena, row):
    complete_pairing(pairing=row, as_of=NOON)
    client.force_login(abena)
    page = client.get(new_url(row))
    assert "This pairing is not open for tasks" in words(page)
    assert "Not sent" not in words(page)
    assert hand_in(client, row).status_code == 422
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "You can hand in tasks from the moment the mentor accepts until the pairing ends."),
        ({"skill": ""}, "This is no longer possible: the state of the pairing is now “completed”."),
        ({"title": "x" * 201}, "This is no longer possible: the state of the pairing is now “completed”."),
    ],
)
def test_work_that_comes_after_the_end_is_kept_with_the_refusal(client, abena, row, changed, why):
    complete_pairing(pairing=row, as_of=NOON)
    client.force_login(abena)
    response = hand_in(client, row, **changed)
    assert response.status_code == 422
    kept = section(response, "Not sent")
    assert kept.startswith(f"{why} ")
    assert f"{changed.get('title', 'A late refund')} I wrote this." in kept
    assert b"<form" not in response.content.split(b"<main")[1].split(b"</main>")[0]


def test_work_is_kept_where_the_last_skill_to_show_has_gone(client, guide):
    eva = person("Eva Berg")
    client.force_login(eva)
    response = hand_in(client, running(eva, guide))
    assert "A late refund I wrote this." in section(response, "Not sent")
    assert "no longer possible" not in words(response)
    assert "No skill to show" in words(response)


def test_without_any_skill_to_show_the_page_says_so(client, guide):
    eva = person("Eva Berg")
    client.force_login(eva)
    assert "No skill to show" in words(client.get(new_url(running(eva, guide))))


def test_the_mentor_is_asked_for_a_level_with_its_words(client, guide, task):
    skill().level_texts.create(value=3, text="Explains every refund alone.")
    client.force_login(guide.person)
    response = client.get(reverse("mentoring:task", args=[task.public_id]))
    asked_for = section(response, "Your feedback")
    assert "0 Not yet" in asked_for
    assert "3 Independent Explains every refund alone." in asked_for
    assert b"data-rating" in response.content


def test_each_form_says_who_will_read_it(client, abena, guide, row, task):
    client.force_login(abena)
    page = words(client.get(new_url(row)))
    assert "Priya Nair and HR admins can read it" in page
    assert "its title is part of your evidence, which your managers can read too" in page
    client.force_login(guide.person)
    page = section(client.get(reverse("mentoring:task", args=[task.public_id])), "Your feedback")
    assert "Abena Osei, their managers and HR admins can read it" in page


def test_what_a_mentor_writes_is_read_by_those_whom_the_page_names(client, abena, task):
    marta, ruth = person("Marta Kowal"), person("Ruth Amankwah", is_hr_admin=True)
    abena.employments.update(manager=marta)
    give_feedback(task=task, level=3, text="Clear.", as_of=NOON)
    for who in (marta, ruth):
        client.force_login(who)
        (evidence,) = client.get("/api/v1/evidence", {"source": "mentor"}).json()["data"]
        assert (evidence["origin"]["text"], evidence["origin"]["title"]) == ("Clear.", "A late refund")
    client.force_login(marta)
    assert client.get(reverse("mentoring:task", args=[task.public_id])).status_code == 404


def test_what_was_handed_in_is_shown_as_text_with_its_links(client, abena, task):
    client.force_login(abena)
    page = client.get(reverse("mentoring:task", args=[task.public_id])).content.decode()
    assert "&lt;script&gt;" in page
    assert '<a href="https://example.com/case" rel="nofollow">' in page


def test_feedback_becomes_evidence_the_gaps_follow_at_once_and_the_plan_soon(client, abena, guide, task):
    client.force_login(guide.person)
    before = standing_of(abena, skill()).level
    response = comment(client, task)
    assert response.redirect_chain[-1][0] == "/mentoring/?as=mentor"
    assert "It counts as evidence of Refund policy for Abena Osei" in response.content.decode()
    assert Evidence.objects.get(source="mentor").level == 3
    assert standing_of(abena, skill()).level > before
    told = Delivery.objects.filter(subscription="content.refresh_plans").latest("pk")
    assert told.event.payload == {"person_ids": [abena.pk]}
    assert not StaleMark.objects.filter(person=abena).exists()


def test_a_correction_moves_the_gaps_at_once_too(client, abena, guide, task):
    client.force_login(guide.person)
    comment(client, task, level="2")
    before = standing_of(abena, skill()).level
    corrects = Evidence.objects.get(source="mentor").public_id
    comment(client, task, level="5", corrects=corrects)
    assert standing_of(abena, skill()).level > before


def test_a_broker_that_is_away_does_not_lose_feedback(client, guide, task, monkeypatch):
    monkeypatch.setattr(jobs, "broker_circuit", CircuitBreaker())
    monkeypatch.setattr(jobs.current_app, "send_task", broken)
    client.force_login(guide.person)
    assert comment(client, task).status_code == 200
    assert people_with_stale_plans(as_of=timezone.now()) == [task.pairing.mentee_id]
    assert Feedback.objects.exists()


def broken(*args, **kwargs):
    raise OSError("no broker")


def test_feedback_given_twice_stands_once(client, guide, task):
    client.force_login(guide.person)
    for _ in range(2):
        assert "It counts as evidence" in comment(client, task).content.decode()
    assert Feedback.objects.get().text == "Clear."


def test_other_feedback_from_another_tab_says_what_stands_and_can_be_sent_as_a_correction(
    client, guide, task
):
    client.force_login(guide.person)
    comment(client, task, level="2")
    response = comment(client, task, level="5", text="Changed my mind.")
    assert response.status_code == 422
    assert "Shows level 2 of Refund policy" in section(response, "Feedback")
    assert "You have given feedback already" in words(response)
    assert "Changed my mind.</textarea>" in response.content.decode()
    assert b'value="5" checked' in response.content
    corrects = re.search(r'name="corrects" value="(\w+)"', response.content.decode())[1]
    response = comment(client, task, level="5", text="Changed my mind.", corrects=corrects)
    assert "It replaces your earlier feedback" in response.content.decode()
    read = section(response, "Feedback")
    assert "Shows level 5 of Refund policy" in read
    assert "corrected just now" in read
    assert "Changed my mind." in read


def test_a_mentor_finds_the_way_to_correct_and_nobody_else_does(client, abena, guide, task):
    url = reverse("mentoring:task", args=[task.public_id])
    give_feedback(task=task, level=3, text="Clear.", as_of=NOON)
    client.force_login(guide.person)
    assert b"?panel=correct" in client.get(url).content
    response = client.get(url, {"panel": "correct"})
    assert "Clear." in section(response, "Correct your feedback")
    assert b'value="3" checked' in response.content
    client.force_login(abena)
    response = client.get(url, {"panel": "correct"})
    assert b"panel=correct" not in response.content.split(b"<main")[1]
    assert b"<textarea" not in response.content


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": " "}, "a level alone helps nobody"),
        ({"level": ""}, "Choose the level that this piece of work shows"),
        ({"level": "6"}, "Choose one of the levels listed"),
    ],
)
def test_feedback_without_a_level_or_words_keeps_the_rest(client, guide, task, changed, said):
    client.force_login(guide.person)
    response = comment(client, task, **changed)
    assert response.status_code == 422
    assert said in words(response)
    assert not Feedback.objects.exists()
    kept = 'value="3" checked' if "text" in changed else "Clear.</textarea>"
    assert kept in response.content.decode()


def test_feedback_on_a_broken_off_pairing_is_refused_in_words(client, guide, row, task):
    end_pairing(pairing=row, as_of=NOON)
    client.force_login(guide.person)
    page = client.get(reverse("mentoring:task", args=[task.public_id]))
    assert "The pairing ended before there was feedback" in words(page)
    assert "Not sent" not in words(page)
    response = comment(client, task)
    assert response.status_code == 422
    kept = section(response, "Not sent")
    assert kept.startswith("This pairing has ended. Its tasks get no more feedback.")
    assert "Clear." in kept
    assert "The pairing ended before there was feedback" in words(response)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("changed", [{"level": ""}, {"text": "x" * 5001}])
def test_feedback_that_is_not_complete_is_kept_after_the_end_too(client, guide, row, task, changed):
    end_pairing(pairing=row, as_of=NOON)
    client.force_login(guide.person)
    kept = section(comment(client, task, **changed), "Not sent")
    assert kept.startswith("This is no longer possible: the state of the pairing is now “ended early”.")
    assert changed.get("text", "Clear.") in kept


def test_a_correction_that_comes_after_the_end_is_kept_beside_what_stands(client, guide, row, task):
    stands = give_feedback(task=task, level=3, text="Clear.", as_of=NOON).evidence
    end_pairing(pairing=row, as_of=NOON)
    client.force_login(guide.person)
    response = comment(client, task, level="5", text="I meant five.", corrects=stands.public_id)
    assert response.status_code == 422
    kept = section(response, "Not sent")
    assert kept.startswith("This pairing has ended")
    assert "I meant five." in kept
    # What stands is the learner's to read by then.
    assert "Refund policy" not in response.content.decode()
    assert Evidence.objects.filter(source="mentor").get() == stands


def test_the_learner_reads_level_and_words(client, abena, task):
    give_feedback(task=task, level=3, text="Clear.", as_of=NOON)
    client.force_login(abena)
    read = section(client.get(reverse("mentoring:task", args=[task.public_id])), "Feedback")
    assert "Shows level 3 of Refund policy: Independent" in read
    assert "Clear. See your level in Refund policy" in read


def test_a_task_without_feedback_says_who_is_waited_for(client, abena, task):
    client.force_login(abena)
    text = words(client.get(reverse("mentoring:task", args=[task.public_id])))
    assert "Priya Nair has not given feedback yet" in text


def test_a_task_page_takes_few_queries(client, guide, task):
    client.force_login(guide.person)
    url = reverse("mentoring:task", args=[task.public_id])
    client.get(url)
    assert queries_of(lambda: client.get(url)) <= 11


def test_the_way_back_is_called_as_the_page_that_it_leads_to(client, abena, guide, task):
    for who, title in ((abena, "You and Priya Nair"), (guide.person, "You and Abena Osei")):
        client.force_login(who)
        assert words(client.get(reverse("mentoring:task", args=[task.public_id]))).startswith(title)
        assert (
            f"<h1>{title}</h1>"
            in client.get(reverse("mentoring:pairing", args=[task.pairing.public_id])).content.decode()
        )
