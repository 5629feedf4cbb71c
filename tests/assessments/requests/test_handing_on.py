"""What is asked of a manager goes on to the next one: once, and not where they are asked or have declined."""

from datetime import timedelta

import pytest

from assessments.requests.models import RatingRequest
from assessments.requests.notifications import ASKED
from assessments.requests.reports import Ask, counts_of
from assessments.requests.services import ask_many, close_due, closing, decline_to_rate, follow_people
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.assessments.requests.conftest import state_of
from tests.backing.asking import ask
from tests.backing.inboxes import is_settled, titles
from tests.company import NOON, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(days=1)


@pytest.mark.parametrize("how", ["event", "sweep"])
def test_a_question_to_the_manager_goes_on_to_the_next_one(abena, marta, request_to_marta, how):
    rui = person("Rui Pacheco")
    abena.employments.update(manager=rui)
    follow(how, abena)
    assert state_of(request_to_marta) == ("withdrawn", "manager")
    now = RatingRequest.objects.open().get()
    assert (now.asked, now.batch) == (rui, request_to_marta.batch)
    assert now.expires_at - now.asked_at == timedelta(days=14)
    assert titles(rui, ASKED) == ["Please rate Abena Osei in SQL"]
    assert is_settled(marta, ASKED)
    assert counts_of(now.batch, rui).asked == 1


def test_without_a_manager_the_question_ends(abena, request_to_marta):
    abena.employments.update(manager=None)
    assert follow_people(person_ids=[abena.pk], as_of=LATER) == 1
    assert state_of(request_to_marta) == ("withdrawn", "no_manager")
    assert not RatingRequest.objects.open().exists()


def test_a_manager_who_left_is_followed_by_the_next_one(abena, marta, request_to_marta):
    Person.objects.filter(pk=marta.pk).update(is_active=False)
    abena.employments.update(manager=person("Rui Pacheco"))
    assert follow_people(person_ids=[marta.pk], as_of=LATER) == 1
    assert RatingRequest.objects.open().get().asked.given_name == "Rui"


@pytest.mark.parametrize("sign", ["closed account", "employment"])
def test_an_observer_who_left_is_asked_no_more(abena, sign):
    ruth = person("Ruth Amankwah")
    about = Ask(abena.pk, skill("SQL").pk, "observed", ruth.pk)
    ask(about=about, as_of=NOON)
    if sign == "employment":
        ruth.employments.update(status="terminated")
    else:
        Person.objects.filter(pk=ruth.pk).update(is_active=False)
    assert ask(about=about, as_of=LATER).skipped == {"nobody": 1}
    assert follow_people(person_ids=[ruth.pk], as_of=LATER) == 1
    assert state_of(RatingRequest.objects.get()) == ("withdrawn", "left")


def test_a_next_manager_who_is_asked_already_is_told_nothing_more(abena, marta, request_to_marta):
    rui = person("Rui Pacheco")
    abena.employments.update(manager=rui)
    ask(about=Ask(abena.pk, skill("SQL").pk, "manager"), as_of=LATER)
    assert follow_people(person_ids=[abena.pk], as_of=LATER) == 1
    assert state_of(request_to_marta) == ("withdrawn", "manager")
    assert RatingRequest.objects.open().get().asked == rui
    assert Message.objects.filter(receiver=rui, kind=ASKED).count() == 1


def test_a_next_manager_who_could_not_judge_lately_is_not_asked_again(abena, marta, request_to_marta):
    rui = person("Rui Pacheco")
    abena.employments.update(manager=rui)
    ask(about=Ask(abena.pk, skill("SQL").pk, "manager"), as_of=NOON)
    decline_to_rate(person=abena, skill=skill("SQL"), asked=rui, reason="cannot_judge", as_of=NOON)
    assert follow_people(person_ids=[abena.pk], as_of=LATER) == 1
    assert not RatingRequest.objects.open().exists()
    assert not titles(rui, ASKED)


def test_a_question_that_comes_back_to_whoever_asked_names_nobody_else(abena, marta):
    grace = person("Grace Adeyemi")
    asks = [Ask(abena.pk, skill(name).pk, "manager") for name in ("SQL", "Empathy")]
    ask_many(asks=asks[:1], as_of=NOON, asked_by=grace)
    abena.employments.update(manager=grace)
    follow_people(person_ids=[abena.pk], as_of=LATER)
    assert titles(grace, ASKED) == ["Please rate Abena Osei in SQL"]


def test_a_sweep_closes_in_chunks_and_goes_on_where_one_was_killed(abena, marta, monkeypatch):
    monkeypatch.setattr(closing, "AT_ONCE", 2)
    rui = person("Rui Pacheco")
    about = [skill(f"Skill {number}") for number in range(5)]
    ask_many(asks=[Ask(abena.pk, one.pk, "manager") for one in about], as_of=NOON)
    abena.employments.update(manager=rui)
    hand_on, calls = closing._hand_on, []

    def dies_at_the_second(former, as_of):
        calls.append(len(former))
        if len(calls) == 2:
            raise ConnectionError
        hand_on(former, as_of)

    monkeypatch.setattr(closing, "_hand_on", dies_at_the_second)
    with pytest.raises(ConnectionError):
        close_due(as_of=LATER)
    assert RatingRequest.objects.open().filter(asked=rui).count() == 2
    monkeypatch.setattr(closing, "_hand_on", hand_on)
    assert [close_due(as_of=LATER) for _sweep in range(2)] == [3, 0]
    assert RatingRequest.objects.open().filter(asked=rui).count() == 5
    assert titles(rui, ASKED) == ["5 ratings are asked of you"]
    assert [close_due(as_of=LATER + timedelta(days=20)), close_due(as_of=LATER + timedelta(days=20))] == [
        5,
        0,
    ]


def follow(how: str, who: Person) -> None:
    if how == "event":
        follow_people(person_ids=[who.pk], as_of=LATER)
    else:
        close_due(as_of=LATER)
