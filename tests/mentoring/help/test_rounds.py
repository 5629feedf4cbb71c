"""Questions and help now go round: whom each goes to, when, and how it ends."""

from datetime import timedelta

import pytest

from lifow.events.models import Event
from lifow.events.types import QuestionAnswered, QuestionAsked
from lifow.notifications.models import Message
from mentoring.help.choices import ClaimEnd, HelpState, Step
from mentoring.help.models import HelpClaim, HelpRequest, HelpStep
from mentoring.help.notifications import TAKEN, TO_AGREE, WANTED
from mentoring.help.reports import (
    answered_by,
    asked_of,
    messages_of,
    progress_of,
    progress_of_question,
    times_of_help,
)
from mentoring.help.services import (
    HelpError,
    ask_for_help,
    claim_help,
    follow_answer,
    follow_question,
    give_back,
    go_on,
    is_agreed,
    note_presence,
    pass_on,
    save_draft,
    set_help_policy,
    withdraw_help,
    write_message,
)
from mentoring.mentors.services import choose_findable_skills
from tests.backing.leave import goes_on_leave
from tests.company import NOON, skill
from tests.mentoring.help.conftest import HOUR, MINUTE

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def steps(request) -> list[tuple[str, str]]:
    rows = HelpStep.objects.filter(request=request).select_related("person").order_by("asked_at", "pk")
    return [(one.step, str(one.person)) for one in rows]


def wanted(who) -> int:
    return Message.objects.open().filter(receiver=who, kind=WANTED).count()


def asked(question_id: int = 7, asker=None, **fields) -> HelpRequest:
    event = QuestionAsked(
        question_id=question_id, skill_id=skill().pk, asker_id=asker.pk if asker else 0, **fields
    )
    follow_question(asked=event, occurred_at=NOON)
    return HelpRequest.objects.of_question(question_id).get()


def test_help_now_asks_the_mentor_and_after_five_minutes_three_others(stuck, mentor, helpers):
    assert steps(stuck) == [(Step.MENTOR, "Priya Nair")]
    assert go_on(as_of=NOON + 4 * MINUTE) == 0
    assert go_on(as_of=NOON + 5 * MINUTE) == 1
    assert [name for _step, name in steps(stuck)[1:]] == ["Helper 0", "Helper 1", "Helper 2"]
    assert [wanted(one) for one in helpers] == [1, 1, 1, 0, 0]
    go_on(as_of=NOON + HOUR)
    stuck.refresh_from_db()
    assert (stuck.state, wanted(mentor)) == (HelpState.UNANSWERED, 0)
    assert Message.objects.filter(receiver=stuck.person, kind=TAKEN).count() == 1


def test_who_lets_colleagues_find_them_for_the_skill_is_asked_first(stuck, helpers):
    choose_findable_skills(person=helpers[3], skill_ids=[skill().pk], as_of=NOON)
    choose_findable_skills(person=helpers[2], skill_ids=[skill("SQL").pk], as_of=NOON)
    go_on(as_of=NOON + 5 * MINUTE)
    assert [name for _step, name in steps(stuck)[1:]] == ["Helper 3", "Helper 0", "Helper 1"]


def test_without_a_mentor_at_work_the_others_are_asked_at_once(abena, mentor, helpers):
    goes_on_leave(mentor, (NOON - timedelta(days=1)).date())
    request = ask_for_help(person=abena, title="A refund", skill=skill(), as_of=NOON)
    assert [step for step, _name in steps(request)] == [Step.PROVEN] * 3


def test_one_takes_it_and_the_others_need_not(stuck, mentor, helpers):
    go_on(as_of=NOON + 5 * MINUTE)
    first, second = helpers[:2]
    claim_help(request=stuck, by=first, as_of=NOON + 6 * MINUTE)
    claim_help(request=stuck, by=first, as_of=NOON + 6 * MINUTE)
    with pytest.raises(HelpError, match="Helper 0 has taken it"):
        claim_help(request=stuck, by=second, as_of=NOON + 6 * MINUTE)
    with pytest.raises(HelpError, match="not asked"):
        claim_help(request=stuck, by=helpers[3], as_of=NOON + 6 * MINUTE)
    assert [wanted(one) for one in (mentor, first, second)] == [0, 1, 0]
    assert list(asked_of(second)) == []


def test_who_is_away_gives_it_back_and_the_next_are_asked(stuck, mentor, helpers):
    claim_help(request=stuck, by=mentor, as_of=NOON + MINUTE)
    stuck.refresh_from_db()
    note_presence(request=stuck, person=mentor, as_of=NOON + 4 * MINUTE)
    assert go_on(as_of=NOON + 8 * MINUTE) == 0
    go_on(as_of=NOON + 10 * MINUTE)
    stuck.refresh_from_db()
    assert stuck.state == HelpState.WAITING
    assert HelpClaim.objects.get().end == ClaimEnd.EXPIRED
    assert len(steps(stuck)) == 4
    claim_help(request=stuck, by=helpers[0], as_of=NOON + 11 * MINUTE)
    give_back(request=stuck, by=helpers[0], as_of=NOON + 12 * MINUTE)
    give_back(request=stuck, by=helpers[0], as_of=NOON + 12 * MINUTE)
    assert wanted(helpers[1]) == 1
    assert [one.person for one in progress_of(stuck, stuck.person).claims] == [mentor, helpers[0]]


def test_all_pass_it_on_and_the_next_are_asked_at_once(stuck, mentor):
    pass_on(request=stuck, by=mentor, as_of=NOON + MINUTE)
    assert go_on(as_of=NOON + MINUTE) == 1
    assert len(steps(stuck)) == 4
    assert list(asked_of(mentor)) == []


def test_the_two_write_to_each_other_and_nobody_else(stuck, mentor, helpers):
    claim_help(request=stuck, by=mentor, as_of=NOON)
    for _twice in range(2):
        write_message(request=stuck, author=mentor, text="Which one?", as_of=NOON, idempotency_key="k")
    write_message(request=stuck, author=stuck.person, text="In dollars.", as_of=NOON)
    assert [one.text for one in messages_of(stuck)] == ["Which one?", "In dollars."]
    with pytest.raises(HelpError, match="Only the two"):
        write_message(request=stuck, author=helpers[0], text="Me too", as_of=NOON)
    withdraw_help(request=stuck, as_of=NOON + HOUR)
    stuck.refresh_from_db()
    assert (stuck.state, stuck.answered_by) == (HelpState.CLOSED, mentor)
    assert answered_by(mentor, NOON + HOUR) == 1
    with pytest.raises(HelpError, match="not sent"):
        write_message(request=stuck, author=stuck.person, text="Thanks", as_of=NOON + HOUR)


def test_others_read_what_both_agreed_to(stuck, mentor):
    claim_help(request=stuck, by=mentor, as_of=NOON)
    draft = {"title": "How is a refund paid in dollars?", "text": "By the ledger.", "as_of": NOON}
    row = save_draft(request=stuck, by=mentor, number=0, **draft)
    assert not is_agreed(row)
    assert Message.objects.open().filter(receiver=stuck.person, kind=TO_AGREE).count() == 1
    other = {**draft, "text": "By the ledger, on Mondays."}
    row = save_draft(request=stuck, by=stuck.person, number=1, **other)
    assert not is_agreed(row)
    with pytest.raises(HelpError, match="changed the words"):
        save_draft(request=stuck, by=mentor, number=1, **draft)
    assert is_agreed(save_draft(request=stuck, by=mentor, number=2, **other))


def test_a_question_goes_round_by_the_order_of_hr(abena, owner, helpers, mentor, manager):
    request = asked(asker=abena)
    assert go_on(as_of=NOON) == 0
    for hours in (4, 24, 28, 46):
        go_on(as_of=NOON + hours * HOUR)
    kinds = [step for step, _name in steps(request)]
    assert kinds == [Step.OWNER, *[Step.PROVEN] * 3, Step.MENTOR, Step.MANAGER]
    named = [one.payload["person_ids"] for one in Event.objects.filter(type="help.asked").order_by("pk")]
    assert named[0] == [owner.pk]
    shown = progress_of_question(7, abena)
    assert [(one.step, one.people) for one in shown.taken][:2] == [(Step.OWNER, 1), (Step.PROVEN, 3)]
    set_help_policy(steps=[Step.MANAGER], numbers={"first_after_hours": 1})
    other = asked(8, asker=abena)
    go_on(as_of=NOON + HOUR)
    assert steps(other) == [(Step.MANAGER, "Boss Lindh")]


def test_a_question_is_asked_of_nobody_outside_hours_or_too_often(abena, owner, helpers):
    request = asked(asker=abena)
    go_on(as_of=NOON + 9 * HOUR)
    request.refresh_from_db()
    assert (steps(request), request.next_at) == ([], NOON + 21 * HOUR)
    go_on(as_of=NOON + 21 * HOUR)
    assert steps(request) == [(Step.OWNER, "Marta Kowalczyk")]
    set_help_policy(steps=[Step.OWNER], numbers={"most_a_week": 1, "first_after_hours": 0})
    second = asked(9, asker=abena)
    go_on(as_of=NOON + 22 * HOUR)
    assert steps(second) == []


def test_an_answer_ends_the_round_and_an_event_that_comes_late_changes_nothing(abena, owner):
    request = asked(asker=abena)
    go_on(as_of=NOON + 4 * HOUR)
    claim_help(request=request, by=owner, as_of=NOON + 4 * HOUR)
    for _twice in range(2):
        follow_answer(answered=QuestionAnswered(question_id=7, by_id=owner.pk), occurred_at=NOON + 5 * HOUR)
    request.refresh_from_db()
    assert (request.state, request.answered_by) == (HelpState.CLOSED, owner)
    assert HelpClaim.objects.get().end == ClaimEnd.ANSWERED
    asked(asker=abena)
    request.refresh_from_db()
    assert request.state == HelpState.CLOSED
    follow_answer(answered=QuestionAnswered(question_id=5), occurred_at=NOON)
    assert asked(5).state == HelpState.WITHDRAWN


def test_times_are_told_of_five_requests_and_more(helpers, mentor, abena):
    assert times_of_help(NOON)[0].claim_p50 is None
    rows = [
        HelpRequest(
            kind="now",
            person=abena,
            title="x",
            state="closed",
            asked_at=NOON,
            told_at=NOON,
            first_claimed_at=NOON + minutes * MINUTE,
            closed_at=NOON + 2 * minutes * MINUTE,
        )
        for minutes in range(1, 11)
    ]
    HelpRequest.objects.bulk_create(rows)
    now = times_of_help(NOON + HOUR)[1]
    assert (now.claim_p50, now.claim_p90, now.answer_p50, now.answer_p90) == (5, 9, 10, 18)


def test_somebody_waits_for_three_things_at_most(abena, helpers):
    for number in range(3):
        ask_for_help(person=abena, title=f"Thing {number}", skill=skill(), as_of=NOON)
    with pytest.raises(HelpError, match="3 things"):
        ask_for_help(person=abena, title="One more", skill=skill(), as_of=NOON)
