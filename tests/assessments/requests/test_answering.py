"""What ends a request: evidence, that one cannot judge, time, leaving, another manager, a retired skill."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from assessments.evidence.choices import TO_CONFIRM
from assessments.evidence.reports import evidence_of
from assessments.evidence.services import EvidenceError
from assessments.evidence.subscriptions import tell_managers as follow_roster
from assessments.requests.models import RatingRequest
from assessments.requests.notifications import ASKED
from assessments.requests.reports import (
    Ask,
    requests_in_skill,
    unanswered_among,
    unanswered_of,
    waiting_rating,
    waiting_ratings,
)
from assessments.requests.services import (
    RequestError,
    ask_many,
    close_answered,
    close_due,
    decline_to_rate,
    follow_people,
    record_rating,
    withdraw_requests,
)
from lifow.events.services import deliver_due
from lifow.events.types import RosterChanged
from lifow.notifications.services import settle_finished
from lifow.people.persons.models import Person
from tests.assessments.requests.conftest import state_of
from tests.backing.asking import ask, count_waiting_ratings
from tests.backing.inboxes import is_settled, titles, told
from tests.company import NOON, observe, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(days=1)


def rate(person, rater, level=3, key="form", as_of=LATER):
    return record_rating(
        person=person,
        skill=skill("SQL"),
        level=level,
        rater=rater,
        note="",
        idempotency_key=key,
        as_of=as_of,
    )


def decline(abena, marta, reason="cannot_judge", what="SQL"):
    return decline_to_rate(person=abena, skill=skill(what), asked=marta, reason=reason, as_of=LATER)


def deliver() -> None:
    while deliver_due(as_of=timezone.now() + timedelta(days=1), limit=100).delivered:
        pass


def test_a_rating_on_a_page_answers_in_the_same_transaction(abena, marta, request_to_marta):
    evidence = rate(abena, marta)
    assert state_of(request_to_marta) == ("answered", "")
    assert (request_to_marta.evidence, request_to_marta.closed_by) == (evidence, marta)
    assert is_settled(marta, ASKED)
    deliver()
    request_to_marta.refresh_from_db()
    assert request_to_marta.closed_at == LATER


def test_evidence_from_anywhere_answers_once_it_is_delivered(abena, marta, request_to_marta):
    evidence = observe(abena, skill("SQL"), 3, source="manager", rater=marta, observed_at=LATER)
    deliver()
    assert state_of(request_to_marta) == ("answered", "")
    assert request_to_marta.evidence == evidence
    assert is_settled(marta, ASKED)


def test_what_answers_another_question_answers_nothing(abena, marta, request_to_marta):
    observe(abena, skill("SQL"), 3, source="self", observed_at=LATER)
    observe(abena, skill("SQL"), 3, observed_at=LATER)
    observe(abena, skill("Empathy"), 3, source="manager", rater=marta, observed_at=LATER)
    long_ago = NOON - timedelta(days=700)
    observe(abena, skill("SQL"), 3, source="manager", rater=marta, observed_at=long_ago, recorded_at=LATER)
    deliver()
    assert state_of(request_to_marta) == ("open", "")


def test_whoever_of_the_line_answers_for_the_manager(abena, marta, request_to_marta):
    grace = person("Grace Adeyemi")
    marta.employments.update(manager=grace)
    rate(abena, grace)
    assert state_of(request_to_marta) == ("answered", "")
    assert request_to_marta.closed_by == grace


def test_an_observer_answers_alone_and_is_filed_as_one(abena, marta):
    ruth, rui = person("Ruth Amankwah"), person("Rui Pacheco")
    asks = [Ask(abena.pk, skill("SQL").pk, "observed", one.pk) for one in (ruth, rui)]
    ask_many(asks=asks, as_of=NOON)
    assert rate(abena, ruth).source == "observed"
    assert [one.asked for one in RatingRequest.objects.open()] == [rui]
    with pytest.raises(EvidenceError, match="reporting line"):
        rate(abena, ruth, key="another form")


def test_answering_after_the_manager_has_changed_is_refused(abena, marta, request_to_marta):
    abena.employments.update(manager=person("Rui Pacheco"))
    with pytest.raises(EvidenceError, match="reporting line"):
        rate(abena, marta)
    assert state_of(request_to_marta) == ("open", "")


@pytest.mark.parametrize("reason", ["cannot_judge", "does_not_apply"])
def test_who_cannot_judge_says_so_and_twice_is_once(abena, marta, request_to_marta, reason):
    first = decline(abena, marta, reason)
    assert state_of(request_to_marta) == ("declined", reason)
    assert decline(abena, marta, reason) == first == request_to_marta
    assert is_settled(marta, ASKED)
    assert not waiting_ratings(marta)


def test_declining_says_why_and_where_nothing_is_asked_it_is_an_error(abena, marta):
    with pytest.raises(RequestError, match="no longer asked"):
        decline(abena, marta)
    with pytest.raises(RequestError, match="cannot judge"):
        decline(abena, marta, reason="left")


def test_a_self_rating_that_the_manager_cannot_judge_waits_no_longer_until_a_newer_one(abena, marta):
    observe(abena, skill("SQL"), 3, source="self")
    observe(abena, skill("Empathy"), 3, source="self")
    assert titles(marta, TO_CONFIRM) == ["Abena Osei asks you to confirm 2 ratings"]
    made = decline(abena, marta)
    assert (made.state, made.origin, made.batch) == ("declined", "confirmation", None)
    assert decline(abena, marta) == made
    assert [one.skill for one in waiting_ratings(marta)] == [skill("Empathy")]
    assert titles(marta, TO_CONFIRM) == ["Abena Osei asks you to confirm a rating in Empathy"]
    decline(abena, marta, what="Empathy")
    assert is_settled(marta, TO_CONFIRM)
    observe(abena, skill("SQL"), 4, source="self", observed_at=LATER + timedelta(days=1))
    assert [one.skill for one in waiting_ratings(marta)] == [skill("SQL")]
    assert len(told(marta, TO_CONFIRM)) == 1


def test_a_self_rating_and_a_request_about_the_same_wait_once(abena, marta, request_to_marta):
    observe(abena, skill("SQL"), 3, source="self", observed_at=LATER)
    [waiting] = waiting_ratings(marta)
    assert waiting.request == request_to_marta
    assert waiting_rating(marta, abena, skill("SQL")).key == request_to_marta.public_id
    assert waiting_rating(marta, abena, skill("Empathy")) is None


def test_what_the_former_manager_declined_waits_for_the_next_one_everywhere(abena, marta):
    observe(abena, skill("SQL"), 3, source="self")
    decline(abena, marta)
    assert (unanswered_of(abena), count_waiting_ratings(marta)) == ([], 0)
    rui = person("Rui Pacheco")
    abena.employments.update(manager=rui)
    follow_roster(RosterChanged(person_ids=(abena.pk,), org_unit_ids=()), occurred_at=LATER)
    assert [one.skill for one in waiting_ratings(rui)] == [skill("SQL")]
    assert titles(rui, TO_CONFIRM) == ["Abena Osei asks you to confirm a rating in SQL"]
    assert [manager for _said, manager in unanswered_of(abena)] == ["Rui"]
    decline(abena, rui)
    assert (unanswered_of(abena), count_waiting_ratings(rui), titles(rui, TO_CONFIRM)) == ([], 0, [])
    abena.employments.update(manager=marta)
    assert (unanswered_of(abena), count_waiting_ratings(marta)) == ([], 0)


@pytest.mark.parametrize(
    "steps", [*permutations(["said", "declined", "answered", "moved"], 3), ("answered", "said at once")]
)
def test_a_page_that_has_read_the_evidence_says_the_same(abena, marta, steps):
    rui = person("Rui Pacheco")
    for hour, step in enumerate(steps):
        now, manager = LATER + timedelta(hours=hour), abena.employments.get().manager
        if step == "said at once":
            observe(abena, skill("SQL"), 3, source="self", observed_at=now - timedelta(hours=1))
        elif step == "said":
            observe(abena, skill("SQL"), 3, source="self", observed_at=now)
        elif step == "answered":
            observe(abena, skill("SQL"), 2, source="manager", rater=manager, observed_at=now)
        elif step == "moved":
            abena.employments.update(manager=rui)
        elif count_waiting_ratings(manager):
            decline_to_rate(person=abena, skill=skill("SQL"), asked=manager, reason="cannot_judge", as_of=now)
        manager, requests = abena.employments.get().manager, requests_in_skill(abena, skill("SQL"))
        told = unanswered_of(abena)
        assert unanswered_among(evidence_of(abena, skill("SQL")), requests, manager) == told
        assert [one.self_rating for one in waiting_ratings(manager)] == [one for one, _name in told]


def test_a_self_rating_that_is_asked_for_anyway_is_told_once_and_again_when_the_request_ends(abena, marta):
    observe(abena, skill("SQL"), 3, source="self")
    ask(about=Ask(abena.pk, skill("SQL").pk, "manager"), as_of=LATER)
    assert (len(titles(marta, ASKED)), titles(marta, TO_CONFIRM)) == (1, [])
    settle_finished(as_of=LATER)
    withdraw_requests(requests=RatingRequest.objects.all(), as_of=LATER)
    assert (titles(marta, ASKED), len(titles(marta, TO_CONFIRM))) == ([], 1)


def test_withdrawing_is_told_to_nobody_and_twice_is_once(abena, marta, request_to_marta):
    rows = RatingRequest.objects.all()
    assert [withdraw_requests(requests=rows, as_of=LATER, by=abena) for _click in range(2)] == [1, 0]
    assert state_of(request_to_marta) == ("withdrawn", "")
    assert request_to_marta.closed_by == abena
    assert is_settled(marta, ASKED)


def test_a_request_expires_when_its_time_is_over(abena, marta, request_to_marta):
    assert close_due(as_of=NOON + timedelta(days=13)) == 0
    assert [close_due(as_of=NOON + timedelta(days=14)) for _sweep in range(2)] == [1, 0]
    assert state_of(request_to_marta) == ("expired", "")
    assert is_settled(marta, ASKED)


@pytest.mark.parametrize("how", ["event", "sweep"])
def test_a_leaver_is_asked_nothing_and_nobody_is_asked_about_one(abena, marta, request_to_marta, how):
    ask(about=Ask(abena.pk, skill("Empathy").pk, "self"), as_of=NOON)
    abena.employments.update(status="terminated")
    follow(how, abena)
    assert {(one.state, one.closing_reason) for one in RatingRequest.objects.all()} == {("withdrawn", "left")}
    assert is_settled(marta, ASKED)


def test_a_retired_skill_is_asked_for_no_more(abena, marta, request_to_marta):
    sql = skill("SQL")
    type(sql).objects.filter(pk=sql.pk).update(retired_at=LATER)
    assert not waiting_ratings(marta), "at once, before the sweep"
    assert not told(marta, ASKED)
    assert close_due(as_of=LATER) == 1
    assert state_of(request_to_marta) == ("withdrawn", "skill")


def test_a_message_for_several_stays_until_the_last_is_answered(abena, marta):
    asks = [Ask(abena.pk, skill(name).pk, "manager") for name in ("SQL", "Empathy")]
    ask_many(asks=asks, as_of=NOON)
    assert titles(marta, ASKED) == ["2 ratings are asked of you"]
    rate(abena, marta)
    assert titles(marta, ASKED) == ["Please rate Abena Osei in Empathy"]
    decline(abena, marta, what="Empathy")
    assert is_settled(marta, ASKED)


@pytest.mark.parametrize("what", ["rated", "left", "moved", "expired", "withdrawn"])
def test_what_ends_now_has_changed_now_and_ends_after_it_was_asked(abena, marta, request_to_marta, what):
    """An event says when it happened, which may be before the asking; an API's caller asks what is new."""
    before = timezone.now()
    happened = NOON - timedelta(hours=1)
    if what == "rated":
        seen = observe(abena, skill("SQL"), 3, source="manager", rater=marta, observed_at=happened)
        close_answered(evidence_ids=[seen.pk], as_of=happened)
    elif what == "withdrawn":
        withdraw_requests(requests=RatingRequest.objects.all(), as_of=happened)
    elif what == "expired":
        close_due(as_of=request_to_marta.expires_at)
    else:
        rui = person("Rui Pacheco")
        abena.employments.update(**({"status": "terminated"} if what == "left" else {"manager": rui}))
        follow_people(person_ids=[abena.pk], as_of=happened)
    request_to_marta.refresh_from_db()
    assert request_to_marta.closed_at >= request_to_marta.asked_at
    assert request_to_marta.updated_at >= before
    for one in RatingRequest.objects.open():
        assert one.asked_at >= request_to_marta.asked_at


def follow(how: str, who: Person) -> None:
    if how == "event":
        follow_people(person_ids=[who.pk], as_of=LATER)
    else:
        close_due(as_of=LATER)
