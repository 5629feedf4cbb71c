"""What is told of ratings: to whom, once, and not when it is over."""

from datetime import timedelta

import pytest

from assessments.evidence.choices import TO_CONFIRM
from assessments.evidence.models import Evidence
from assessments.evidence.notifications import ANSWERED
from assessments.evidence.services import Observation, record_evidence_batch
from assessments.evidence.subscriptions import tell_managers
from lifow.events.types import RosterChanged
from lifow.notifications.models import Message
from lifow.people.persons.models import Employment, Person
from tests.backing.inboxes import is_settled, titles, told
from tests.backing.worlds import world
from tests.company import NOON, observe, person, skill

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@world
def kofi() -> Person:
    return person("Kofi Mensah")


@world
def abena(kofi: Person) -> Person:
    return person("Abena Osei", manager=kofi)


def rates_herself(who: Person, level: float = 3, what: str = "SQL", **fields) -> Evidence:
    return observe(who, skill(what), level, source="self", **fields)


def rated(who: Person, by: Person, level: float = 3, what: str = "SQL", **fields) -> Evidence:
    return observe(who, skill(what), level, source="manager", rater=by, **{"observed_at": LATER, **fields})


def test_a_self_rating_is_told_to_the_manager_and_leads_to_its_confirmation(abena, kofi):
    rating = rates_herself(abena)
    (act,) = told(kofi, TO_CONFIRM)
    assert act.title == "Abena Osei asks you to confirm a rating in SQL"
    assert act.url == f"/team/ratings/?rating={rating.public_id}"
    assert "3" not in act.title + act.body, "the level stays on the page"
    assert not told(abena, TO_CONFIRM)


def test_the_ratings_of_one_person_are_one_message(abena, kofi):
    first = rates_herself(abena)
    rates_herself(abena, what="Empathy", observed_at=LATER)
    rates_herself(abena, 4, observed_at=LATER)
    (act,) = told(kofi, TO_CONFIRM)
    assert act.title == "Abena Osei asks you to confirm 2 ratings"
    assert first.public_id not in act.url, "a newer one has taken its place"
    assert Message.objects.for_receiver(kofi).count() == 1


@pytest.mark.parametrize(
    ("skills", "named"),
    [
        (["SQL", "Empathy"], "SQL, Empathy. Give each level"),
        (["SQL", "Empathy", "Upsell", "Writing", "Pricing"], "SQL, Empathy, Upsell, 2 more. Give"),
    ],
)
def test_several_ratings_name_their_skills(abena, kofi, skills, named):
    for number, what in enumerate(skills):
        rates_herself(abena, what=what, observed_at=LATER + timedelta(minutes=number))
    (act,) = told(kofi, TO_CONFIRM)
    assert act.body.startswith(named)


def test_a_confirmed_rating_leaves_the_managers_inbox_unsent_once_none_is_left(abena, kofi):
    rates_herself(abena)
    rates_herself(abena, what="Empathy")
    rated(abena, kofi)
    assert titles(kofi, TO_CONFIRM) == ["Abena Osei asks you to confirm a rating in Empathy"]
    rated(abena, kofi, what="Empathy")
    assert is_settled(kofi, TO_CONFIRM)


def test_a_rating_after_that_is_told_anew(abena, kofi):
    rates_herself(abena)
    rated(abena, kofi)
    rates_herself(abena, 4, observed_at=LATER + timedelta(days=1))
    assert len(told(kofi, TO_CONFIRM)) == 1


def test_a_self_rating_that_the_manager_has_answered_already_is_told_to_nobody(abena, kofi):
    rated(abena, kofi)
    rates_herself(abena, recorded_at=LATER)
    assert not Message.objects.for_receiver(kofi).exists()


def test_another_manager_is_told_instead(abena, kofi):
    rates_herself(abena)
    marta = person("Marta Kowalczyk")
    Employment.objects.filter(person=abena).update(manager=marta)
    for _twice in range(2):
        tell_managers(RosterChanged(person_ids=(abena.pk,)), occurred_at=LATER)
    assert not told(kofi, TO_CONFIRM)
    assert len(told(marta, TO_CONFIRM)) == 1


def test_who_has_no_manager_asks_nobody():
    rates_herself(person("Noor Haddad"))
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("level", "title", "body"),
    [
        (3, "Kofi Mensah confirmed your rating in SQL", "You both gave level 3."),
        (2, "Kofi Mensah sees another level in SQL", "You gave level 3, Kofi Mensah gave 2."),
    ],
)
def test_the_answer_is_told_to_the_person(abena, kofi, level, title, body):
    rates_herself(abena)
    rated(abena, kofi, level)
    (news,) = told(abena, ANSWERED)
    assert news.title == title
    assert news.body.startswith(body)
    assert news.url == f"/skills/{skill('SQL').public_id}/"


def test_what_answers_no_self_rating_is_no_answer(abena, kofi):
    rated(abena, kofi)
    rates_herself(abena, observed_at=LATER + timedelta(days=1))
    rated(abena, kofi, observed_at=LATER + timedelta(days=2))
    rated(abena, kofi, 4, observed_at=LATER + timedelta(days=3))
    observe(abena, skill("SQL"), 2, observed_at=LATER + timedelta(days=4))
    assert len(told(abena, ANSWERED)) == 1


def test_a_corrected_answer_is_told_in_place_of_the_first(abena, kofi):
    rates_herself(abena)
    first = rated(abena, kofi, 2)
    rated(abena, kofi, 3, observed_at=LATER + timedelta(days=1), supersedes=first)
    assert titles(abena, ANSWERED) == ["Kofi Mensah confirmed your rating in SQL"]


def test_a_manager_who_is_gone_is_not_named(abena, kofi):
    rates_herself(abena)
    rated(abena, kofi)
    kofi.delete()
    assert titles(abena, ANSWERED) == ["Your manager confirmed your rating in SQL"]


def test_a_batch_tells_of_what_waits_and_of_no_answers_of_long_ago(abena, kofi):
    common = {"skill": skill("SQL"), "level": 3}
    history = [
        Observation(
            person=abena,
            source=source,
            rater=rater,
            observed_at=NOON - timedelta(days=ago),
            recorded_at=NOON,
            idempotency_key=f"history:{ago}",
            **common,
        )
        for ago, source, rater in [
            (400, "self", abena),
            (399, "manager", kofi),
            (3, "self", abena),
            (2, "manager", kofi),
            (1, "self", abena),
        ]
    ]
    for _twice in range(2):
        record_evidence_batch(observations=history)
    assert len(told(abena, ANSWERED)) == 1
    assert len(told(kofi, TO_CONFIRM)) == 1
