"""Asking for ratings: whom it reaches, what is left out, and that asking again asks nobody twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.requests.choices import SkipReason
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import ASKED
from assessments.requests.reports import Ask, asked_within_half_life, open_requests_of
from assessments.requests.services import (
    RequestError,
    ask_many,
    close_answered,
    decline_to_rate,
    withdraw_requests,
)
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.backing.asking import ask
from tests.backing.examples import examples
from tests.backing.inboxes import titles
from tests.backing.worlds import world
from tests.company import NOON, observe, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(days=1)
SKILLS = ("SQL", "Empathy", "Refund policy")
SOURCES = ("self", "manager", "observed")


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def team(marta: Person) -> list[Person]:
    """Three people who report to Marta."""
    for name in SKILLS:
        skill(name)
    return [person(name, manager=marta) for name in ("Abena Osei", "Kofi Mensah", "Noor Haddad")]


@world
def ruth() -> Person:
    return person("Ruth Amankwah", is_hr_admin=True)


def about(who: Person, what: str = "SQL", source: str = "manager", observer: Person | None = None) -> Ask:
    return Ask(who.pk, skill(what).pk, source, observer.pk if observer else None)


def test_the_manager_is_asked_once_for_all_with_one_message(team, marta, ruth):
    said = ask_many(asks=[about(one) for one in team], as_of=NOON, asked_by=ruth)
    assert (said.asked, said.skipped) == (3, {})
    rows = RatingRequest.objects.all()
    assert {(row.asked, row.state, row.batch) for row in rows} == {(marta, "open", said.batch)}
    assert {row.expires_at for row in rows} == {NOON + timedelta(days=14)}
    assert titles(marta, ASKED) == ["Ruth Amankwah asks you for 3 ratings"]
    assert Message.objects.count() == 1


def test_each_person_is_asked_about_themselves(team, ruth):
    ask_many(asks=[about(one, source="self") for one in team], as_of=NOON, asked_by=ruth)
    for one in team:
        assert titles(one, ASKED) == ["Ruth Amankwah asks you to rate yourself in SQL"]


def test_a_named_observer_is_asked(team, marta, ruth):
    ask(about=about(team[0], source="observed", observer=ruth), as_of=NOON, asked_by=marta)
    assert RatingRequest.objects.get().asked == ruth
    assert titles(ruth, ASKED) == ["Marta Kowalczyk asks you to rate Abena Osei in SQL"]


def test_another_system_asks_in_nobody_s_name(team, marta):
    ask_many(asks=[about(team[0])], as_of=NOON, origin="system")
    assert titles(marta, ASKED) == ["Please rate Abena Osei in SQL"]


def test_what_is_asked_already_is_counted_and_told_to_nobody_again(team, marta, ruth):
    ask_many(asks=[about(one) for one in team[:2]], as_of=NOON, asked_by=ruth)
    again = ask_many(asks=[about(one) for one in team], as_of=LATER, asked_by=ruth)
    assert (again.asked, again.skipped) == (1, {"open": 2})
    assert RatingRequest.objects.count() == 3
    third = ask_many(asks=[about(one) for one in team], as_of=LATER, asked_by=ruth)
    assert (third.batch, third.asked, third.skipped) == (None, 0, {"open": 3})
    assert RequestBatch.objects.count() == 2
    assert Message.objects.for_receiver(marta).count() == 2


def test_the_same_key_is_the_same_batch(team, ruth):
    asks = [about(one) for one in team]
    said = [ask_many(asks=asks, as_of=NOON, asked_by=ruth, idempotency_key="form") for _click in range(2)]
    assert said[0] == said[1]
    assert RequestBatch.objects.count() == 1


def test_the_same_key_with_other_asks_is_another_batch(team, ruth):
    asks = [about(one) for one in team]
    first = ask_many(asks=asks[:1], as_of=NOON, asked_by=ruth, idempotency_key="form")
    more = ask_many(asks=asks, as_of=NOON, asked_by=ruth, idempotency_key="form")
    assert more.batch != first.batch
    assert (more.asked, more.skipped) == (2, {"open": 1})
    assert ask_many(asks=asks[::-1], as_of=NOON, asked_by=ruth, idempotency_key="form") == more
    assert RatingRequest.objects.count() == 3


def test_a_source_that_spoke_within_its_half_life_is_not_asked(team, marta):
    observe(team[0], skill("SQL"), 3, source="manager", rater=marta)
    soon, late = NOON + timedelta(days=30), NOON + timedelta(days=2_000)
    assert ask(about=about(team[0]), as_of=soon).skipped == {"said": 1}
    assert ask(about=about(team[0], source="self"), as_of=soon).asked == 1
    assert ask(about=about(team[0]), as_of=late).asked == 1


def test_an_observer_is_asked_whatever_another_one_has_seen(team, marta, ruth):
    observe(team[0], skill("SQL"), 3, source="observed", rater=marta)
    for observer, skipped in ((marta, {"said": 1}), (ruth, {})):
        asked = ask(about=about(team[0], source="observed", observer=observer), as_of=LATER)
        assert asked.skipped == skipped


def test_who_could_not_judge_is_not_asked_again_soon(team, marta):
    ask(about=about(team[0]), as_of=NOON)
    decline_to_rate(person=team[0], skill=skill("SQL"), asked=marta, reason="cannot_judge", as_of=LATER)
    assert ask(about=about(team[0]), as_of=LATER).skipped == {"declined": 1}


def test_what_was_withdrawn_can_be_asked_again(team):
    ask(about=about(team[0]), as_of=NOON)
    withdraw_requests(requests=RatingRequest.objects.all(), as_of=NOON)
    assert ask(about=about(team[0]), as_of=LATER).asked == 1


@pytest.mark.parametrize("change", ["no manager", "left", "closed account", "retired skill", "herself"])
def test_where_nobody_can_answer_nobody_is_asked(team, marta, change):
    abena, asked = team[0], about(team[0])
    if change == "no manager":
        abena.employments.update(manager=None)
    elif change == "left":
        abena.employments.update(status="terminated")
    elif change == "closed account":
        Person.objects.filter(pk=marta.pk).update(is_active=False)
    elif change == "retired skill":
        asked = about(abena, "Fax")
        type(skill("Fax")).objects.filter(pk=asked.skill_id).update(retired_at=NOON)
    else:
        asked = about(abena, source="observed", observer=abena)
    reason = SkipReason.SKILL if change == "retired skill" else SkipReason.NOBODY
    assert ask(about=asked, as_of=NOON).skipped == {reason.value: 1}
    assert not RatingRequest.objects.exists()


def test_the_number_asked_at_once_is_bounded(team):
    with pytest.raises(RequestError, match="at most"):
        ask_many(asks=[about(team[0])] * 1_001, as_of=NOON)
    with pytest.raises(RequestError, match="later day"):
        ask(about=about(team[0]), as_of=NOON, expires_at=NOON)


def test_the_number_of_queries_does_not_grow_with_the_people(
    team, marta, ruth, django_assert_max_num_queries
):
    many = [about(person(f"Colleague {number}", manager=marta)) for number in range(40)]
    with django_assert_max_num_queries(32) as asked:
        ask_many(asks=[about(one) for one in team], as_of=NOON, asked_by=ruth)
    with django_assert_max_num_queries(len(asked)):
        ask_many(asks=many, as_of=NOON, asked_by=ruth)


def test_the_database_keeps_one_open_request_and_what_closed_means(team, marta):
    ask(about=about(team[0]), as_of=NOON)
    row = RatingRequest.objects.get()
    twin = {"pk": None, "public_id": "rrq_0000000000000000", "_state": type(row._state)()}
    for wrong in (
        {},
        {"state": "answered", "closed_at": LATER},
        {"state": "declined", "closed_at": LATER},
        {"state": "withdrawn"},
        {"state": "withdrawn", "closed_at": NOON - timedelta(seconds=1)},
        {"closed_at": LATER},
        {"source": "self"},
        {"asked_id": team[0].pk},
    ):
        copy = RatingRequest.objects.get()
        for name, value in {**twin, "skill_id": row.skill_id if not wrong else skill("Empathy").pk}.items():
            setattr(copy, name, value)
        for name, value in wrong.items():
            setattr(copy, name, value)
        copy._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


def test_plans_read_what_was_asked_or_said_lately(team, marta):
    abena, kofi, noor = team
    observe(kofi, skill("Empathy"), 3, source="self")
    ask_many(asks=[about(abena), about(noor, source="self")], as_of=NOON)
    withdraw_requests(requests=RatingRequest.objects.filter(person=noor), as_of=NOON)
    lately = asked_within_half_life([one.pk for one in team], LATER)
    assert set(zip(lately.person, lately.skill, lately.source, strict=True)) == {
        (abena.pk, skill("SQL").pk, 2),
        (kofi.pk, skill("Empathy").pk, 1),
    }
    assert not len(asked_within_half_life([one.pk for one in team], NOON + timedelta(days=4_000)).person)
    [mine] = open_requests_of(abena)
    assert (mine.asked, mine.skill) == (marta, skill("SQL"))


PAIRS = st.tuples(st.integers(0, 2), st.sampled_from(SKILLS), st.sampled_from(SOURCES))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.lists(PAIRS, max_size=6)),
        st.tuples(st.just("say"), PAIRS),
        st.tuples(st.just("withdraw"), st.none()),
    ),
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(steps=STEPS)
def test_whatever_was_asked_before_nobody_is_asked_twice_and_all_are_counted(team, marta, ruth, steps):
    """Asking, then asking the same again at once: the second time asks nobody and counts everybody."""
    with transaction.atomic():
        for number, (step, told) in enumerate(steps):
            now = NOON + timedelta(hours=number)
            if step == "ask":
                asks = [about(team[who], what, source, ruth) for who, what, source in told]
                before = RatingRequest.objects.open().count()
                said = ask_many(asks=asks, as_of=now)
                again = ask_many(asks=asks, as_of=now)
                assert RatingRequest.objects.open().count() == before + said.asked
                assert (again.batch, again.asked) == (None, 0)
                assert (
                    said.asked + sum(said.skipped.values()) == sum(again.skipped.values()) == len(set(asks))
                )
            elif step == "say":
                who, what, source = told
                rater = {"self": team[who], "manager": marta, "observed": ruth}[source]
                seen = observe(team[who], skill(what), 3, source=source, rater=rater, observed_at=now)
                close_answered(evidence_ids=[seen.pk], as_of=now)
                key = {"person": team[who], "skill": skill(what), "source": source}
                assert not RatingRequest.objects.open().filter(**key).exists()
            else:
                withdraw_requests(requests=RatingRequest.objects.all(), as_of=now)
        transaction.set_rollback(True)
