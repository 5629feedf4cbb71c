"""Who may do what in mentoring where it depends on the state of a pairing, and who is told why not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentoring.pairings.services import close_pairings, complete_pairing, decline_pairing, end_pairing
from mentoring.tasks.models import Feedback
from mentoring.tasks.services import give_feedback, hand_in_task
from tests.backing.worlds import world
from tests.company import NOON, person, skill
from tests.mentoring.programme import asked, learner_with_a_gap, mentor, proposal, running

pytestmark = pytest.mark.django_db

# For each step before a pairing is active: the state that it needs, and who may.
STEPS = {
    "ask": ("proposed", {"learner"}),
    "withdraw": ("asked", {"learner"}),
    "accept": ("asked", {"mentor"}),
    "decline": ("asked", {"mentor"}),
}
MAKE = {"proposed": proposal, "asked": asked, "active": running}


@world
def people():
    return {
        "learner": person("Abena Osei"),
        "mentor": mentor(capacity=2),
        "other learner": person("Yusuf Kaya"),
        "other mentor": mentor("Eva Berg"),
        "manager": person("Marta Kowal"),
        "hr": person("Ruth Amankwah", is_hr_admin=True),
    }


def sign_in(client, people, role):
    who = people[role]
    client.force_login(getattr(who, "person", who))


def request(client, name, *args):
    url = reverse(f"mentoring:{name}", args=args)
    return client.post(url) if name in (*STEPS, "feedback") else client.get(url)


def made(people, state):
    return MAKE[state](people["learner"], people["mentor"], skill())


def handed_in(people):
    return hand_in_task(pairing=made(people, "active"), title="A", body="B", skill=skill(), as_of=NOON)


@pytest.mark.parametrize("role", ["learner", "mentor", "other learner", "manager", "hr"])
@pytest.mark.parametrize("name", STEPS)
def test_each_step_of_a_pairing_is_open_to_whose_it_is(client, people, name, role):
    state, allowed = STEPS[name]
    sign_in(client, people, role)
    response = request(client, name, made(people, state).public_id)
    if role in allowed:
        assert response.status_code == 302
    elif role in ("learner", "hr") or (role == "mentor" and state != "proposed"):
        assert response.status_code == 403
        assert b"You do not have access" in response.content
    else:
        assert response.status_code == 404


@pytest.mark.parametrize("name", ["task", "feedback"])
def test_a_task_is_not_there_for_the_mentor_of_others(client, people, name):
    sign_in(client, people, "other mentor")
    assert request(client, name, handed_in(people).public_id).status_code == 404


def test_a_mentor_does_not_see_a_proposal_that_nobody_asked_for(client, people):
    row = made(people, "proposed")
    sign_in(client, people, "mentor")
    assert request(client, "pairing", row.public_id).status_code == 404


# For each way in which a pairing can be over: from which state it comes. A former mentor keeps nothing that
# names the learner's gaps.
OVER = {
    "declined": ("asked", lambda row: decline_pairing(pairing=row, as_of=NOON)),
    "expired": ("asked", lambda row: close_pairings(as_of=NOON + timedelta(days=8))),
    "completed": ("active", lambda row: complete_pairing(pairing=row, as_of=NOON)),
    "ended": ("active", lambda row: end_pairing(pairing=row, as_of=NOON)),
}


@pytest.mark.parametrize("state", OVER)
def test_of_a_pairing_that_is_over_nobody_reads_todays_levels_but_the_two_keep_that_it_was(
    client, people, state
):
    before, close = OVER[state]
    people["learner"] = learner_with_a_gap()
    row = made(people, before)
    sign_in(client, people, "mentor")
    page = request(client, "pairing", row.public_id).content
    assert (b"Needed 3" in page, b"Refund policy" in page) == (True, True)
    close(row)
    row.refresh_from_db()
    assert row.state == state
    reads = {"learner": True, "mentor": False, "hr": True}
    for role in people:
        sign_in(client, people, role)
        response = request(client, "pairing", row.public_id)
        assert response.status_code == (200 if role in reads else 404), role
        assert b"Needed 3" not in response.content, role
        if role in reads:
            assert (b"May I ask you?" in response.content) == reads[role], role
            assert (b"Refund policy" in response.content) == reads[role], role
            assert (b"100%" in response.content) == reads[role], role


@pytest.mark.parametrize("state", OVER)
def test_of_a_pairing_that_is_over_the_api_gives_the_mentor_no_reason(client, people, state):
    before, close = OVER[state]
    row = made(people, before)
    close(row)
    covers = [{"skill": skill().public_id, "share": 1.0}]
    why = {"covers": covers, "score": 1.0, "shared_hours": 35, "languages": ["en"]}
    nothing = {"covers": [], "score": 0.0, "shared_hours": 0, "languages": []}
    for role, reads in {"learner": True, "mentor": False, "hr": True}.items():
        sign_in(client, people, role)
        (listed,) = client.get("/api/v1/pairings").json()["data"]
        assert listed == client.get(f"/api/v1/pairings/{row.public_id}").json()
        assert {name: listed[name] for name in why} == (why if reads else nothing), role


def test_the_programme_is_for_hr_and_says_so_to_others(client, people):
    sign_in(client, people, "manager")
    for response in (
        client.get(reverse("mentoring:programme")),
        client.post(reverse("mentoring:programme")),
    ):
        assert response.status_code == 403
        assert b"An HR admin can give you access" in response.content


@pytest.mark.parametrize(("close", "waits"), [(complete_pairing, True), (end_pairing, False)])
def test_a_former_mentor_reads_no_task_but_one_that_still_waits_for_feedback(client, people, close, waits):
    row = made(people, "active")
    given, waiting = (
        hand_in_task(pairing=row, title=title, body="What I wrote.", skill=skill(), as_of=NOON)
        for title in ("Answered", "Still waiting")
    )
    give_feedback(task=given, level=3, text="Clear as it is.", as_of=NOON)
    row.refresh_from_db()
    close(pairing=row, as_of=NOON)
    reads = {"learner": {given, waiting}, "hr": {given, waiting}, "mentor": {waiting} if waits else set()}
    for role, tasks in reads.items():
        sign_in(client, people, role)
        listed = request(client, "pairing", row.public_id).content.decode()
        for task in (given, waiting):
            page = request(client, "task", task.public_id)
            assert page.status_code == 200
            text = page.content.decode()
            told = (task.title in text, "What I wrote." in text, "Refund policy" in text)
            assert told == ((task in tasks),) * 3, (role, task)
            assert (task.title in listed) == (task in tasks), (role, task)
        assert ("Clear as it is." in request(client, "task", given.public_id).content.decode()) == (
            given in tasks
        ), role


def test_feedback_on_the_last_waiting_task_is_the_last_that_a_former_mentor_reads(client, people):
    row = made(people, "active")
    task = hand_in_task(pairing=row, title="Waiting", body="B", skill=skill(), as_of=NOON)
    complete_pairing(pairing=row, as_of=NOON)
    sign_in(client, people, "mentor")
    sent = {"level": "3", "text": "Clear."}
    client.post(reverse("mentoring:feedback", args=[task.public_id]), sent, follow=True)
    assert Feedback.objects.get(task=task).text == "Clear."
    assert b"Refund policy" not in request(client, "task", task.public_id).content
