"""Stretch tasks: offered, answered, finished, and confirmed, which is evidence."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError
from content.assignments.models import StretchTask
from content.assignments.services import (
    StretchError,
    answer_stretch_task,
    confirm_stretch_task,
    finish_stretch_task,
    offer_stretch_task,
    send_back_stretch_task,
    withdraw_stretch_task,
)
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, role, skill
from tests.content.assignments.assigning import TODAY

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)


@world
def trained(abena: Person) -> Person:
    give(abena, role(SQL=3))
    observe(abena, skill("SQL"), 1)
    compute(abena)
    return abena


@world
def task(trained: Person, marta: Person) -> StretchTask:
    return offered(trained, marta)


def offered(person: Person, by: Person, **fields) -> StretchTask:
    usual = {"level": 3, "title": "Late refunds", "text": "List them.", "hours": 6, "due_on": TODAY}
    return offer_stretch_task(person=person, by=by, skill=skill("SQL"), as_of=NOON, **(usual | fields))


def kinds_of(who: Person) -> set[str]:
    return set(Message.objects.open().filter(receiver=who).values_list("kind", flat=True))


def finished(task: StretchTask) -> StretchTask:
    answer_stretch_task(task=task, is_accepted=True, as_of=LATER)
    return finish_stretch_task(task=task, note="Three banks.", as_of=LATER)


def test_what_is_confirmed_is_evidence_of_observed_work(task, trained, marta):
    done = confirm_stretch_task(
        task=finished(task), by=marta, level=Decimal(3), words="Clear query.", as_of=LATER
    )
    evidence = Evidence.objects.get(pk=done.evidence_id)
    assert (evidence.person, evidence.level, evidence.source) == (trained, 3, "observed")
    assert (evidence.rater, evidence.origin["title"]) == (marta, "Late refunds")


def test_twice_is_once(task, marta):
    finished(task)
    for _again in range(2):
        finish_stretch_task(task=task, note="Again.", as_of=LATER)
        task.refresh_from_db()
        assert task.note == "Three banks."
    for words in ("Clear.", "Clear again."):
        confirm_stretch_task(task=task, by=marta, level=Decimal(3), words=words, as_of=LATER)
    task.refresh_from_db()
    assert task.words == "Clear."
    assert Evidence.objects.filter(source="observed").count() == 1


def test_each_side_is_told(task, trained, marta):
    assert kinds_of(trained) == {"stretch_offered"}
    answer_stretch_task(task=task, is_accepted=True, as_of=LATER)
    assert (kinds_of(trained), kinds_of(marta)) == (set(), {"stretch_answered"})
    finish_stretch_task(task=task, note="Done.", as_of=LATER)
    assert "stretch_to_confirm" in kinds_of(marta)
    confirm_stretch_task(task=task, by=marta, level=Decimal(2), words="Good.", as_of=LATER)
    assert "stretch_to_confirm" not in kinds_of(marta)
    assert "stretch_result" in kinds_of(trained)


def test_what_is_sent_back_goes_on(task, trained, marta):
    finished(task)
    send_back_stretch_task(task=task, by=marta, words="Which banks?", as_of=LATER)
    task.refresh_from_db()
    assert (task.state, task.words) == ("accepted", "Which banks?")
    assert "stretch_to_confirm" not in kinds_of(marta)
    finish_stretch_task(task=task, note="These three.", as_of=LATER)
    task.refresh_from_db()
    assert task.state == "finished"


def test_a_task_is_declined_with_words(task):
    with pytest.raises(StretchError, match="Say why"):
        answer_stretch_task(task=task, is_accepted=False, note=" ", as_of=LATER)
    answer_stretch_task(task=task, is_accepted=False, note="No time in May.", as_of=LATER)
    with pytest.raises(StretchError, match="declined"):
        answer_stretch_task(task=task, is_accepted=True, as_of=LATER)


def test_a_task_that_is_withdrawn_is_not_finished(task):
    withdraw_stretch_task(task=task, as_of=LATER)
    with pytest.raises(StretchError, match="withdrawn"):
        finish_stretch_task(task=task, note="Done.", as_of=LATER)


def test_a_level_off_the_scale_confirms_nothing(task, marta):
    finished(task)
    with pytest.raises(EvidenceError):
        confirm_stretch_task(task=task, by=marta, level=Decimal(9), words="Good.", as_of=LATER)
    task.refresh_from_db()
    assert task.state == "finished"


def test_a_task_is_not_offered_for_a_day_that_is_over(trained, marta):
    with pytest.raises(StretchError) as refused:
        offered(trained, marta, due_on=TODAY - timedelta(days=1))
    assert refused.value.field == "due_on"


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def post(client, task: StretchTask, **data):
    return client.post(reverse("content:stretch_task", args=[task.public_id]), data, follow=True)


def test_the_whole_way_on_pages(client_of_abena, client_of_marta, trained, marta, clock):
    url = reverse("content:offer_stretch", args=[trained.public_id])
    sql = skill("SQL").public_id
    assert f'value="{sql}" selected' in client_of_marta.get(f"{url}?skill={sql}").content.decode()
    form = {
        "skill": sql,
        "level": "3",
        "title": "Late refunds",
        "text": "List them.",
        "hours": "6",
        "due_on": str(LATER.date()),
        "idempotency_key": "k",
    }
    for _again in range(2):
        assert "Offered." in client_of_marta.post(url, form, follow=True).content.decode()
    task = StretchTask.objects.get()
    home = client_of_abena.get(reverse("portal:home")).content.decode()
    assert "stretch task offered to you" in home
    assert "Accepted." in post(client_of_abena, task, accept="1").content.decode()
    assert "Late refunds" in client_of_abena.get(reverse("portal:skill", args=[sql])).content.decode()
    assert post(client_of_abena, task, finish="1").status_code == 422
    assert "Finished." in post(client_of_abena, task, finish="1", note="Done.").content.decode()
    assert "1 stretch task to confirm" in client_of_marta.get(reverse("portal:home")).content.decode()
    assert "Choose the level" in post(client_of_marta, task, confirm="1", words="Ok").content.decode()
    page = post(client_of_marta, task, confirm="1", level="3", words="Clear.").content.decode()
    assert "It counts as evidence of SQL for Abena Osei." in page


def test_only_the_learner_answers_and_only_those_above_confirm(client_of_abena, client_of_marta, task):
    assert post(client_of_marta, task, accept="1").status_code == 404
    finished(task)
    assert post(client_of_abena, task, confirm="1", level="5", words="Great.").status_code == 404
    task.refresh_from_db()
    assert task.state == "finished"


@pytest.mark.parametrize(
    "fields",
    [{"hours": "0"}, {"hours": "201"}, {"level": "9"}, {"due_on": "x"}, {"skill": "x"}, {"title": ""}],
)
def test_bad_input_offers_nothing(client_of_marta, trained, fields):
    url = reverse("content:offer_stretch", args=[trained.public_id])
    form = {"skill": skill("SQL").public_id, "level": "3", "title": "T", "text": "Do it.", "hours": "6"}
    form |= {"due_on": "2099-01-01", "idempotency_key": "k"} | fields
    response = client_of_marta.post(url, form)
    assert response.status_code == 422
    assert not StretchTask.objects.exists()
