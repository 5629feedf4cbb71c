from datetime import timedelta

import pytest
from django.urls import reverse

from mentoring.matching.services import propose_pairings
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    accept_pairing,
    close_pairings,
    decline_pairing,
    end_pairing,
    offer_mentoring,
    withdraw_request,
)
from tests.company import NOON, person, skill
from tests.flows.reading import section, words
from tests.mentoring.programme import (
    BARS,
    asked,
    handed_in,
    leaves,
    mentor,
    proposal,
    queries_of,
    running,
    state_of,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_hour_later")]


def page(client, who, row, query=""):
    client.force_login(who)
    return client.get(url("pairing", row) + query)


def main_of(response):
    return response.content.split(b"<main")[1].split(b"</main>")[0]


def test_asking_sends_the_words_and_leads_back(client, abena, guide):
    row = proposal(abena, guide, skill())
    client.force_login(abena)
    response = client.post(url("ask", row), {"message": "A refund is stuck"}, follow=True)
    assert state_of(row) == "asked"
    assert row.message == "A refund is stuck"
    said = "You asked Priya Nair. Without an answer, the request expires in a week."
    assert said in response.content.decode()


def test_asking_twice_is_asking_once_with_the_words_sent_last(client, abena, guide):
    row = proposal(abena, guide, skill())
    client.force_login(abena)
    for words_sent in ("First", "Second", ""):
        assert client.post(url("ask", row), {"message": words_sent}).status_code == 302
    assert state_of(row) == "asked"
    assert (row.message, row.asked_at) == ("Second", NOON + timedelta(hours=1))


def test_a_message_that_is_too_long_is_kept_to_be_shortened(client, abena, guide):
    row = proposal(abena, guide, skill())
    client.force_login(abena)
    response = client.post(url("ask", row), {"message": "x" * 601})
    assert response.status_code == 422
    assert "at most 600 characters" in words(response)
    assert b"x" * 601 in response.content
    assert state_of(row) == "proposed"


def test_asking_a_second_mentor_says_whom_one_has_asked(client, abena, guide):
    asked(abena, guide, skill())
    other = proposal(abena, mentor("Eva Berg"), skill())
    client.force_login(abena)
    response = client.post(url("ask", other), follow=True)
    assert "You have asked Priya Nair already" in response.content.decode()
    assert state_of(other) == "proposed"


def test_withdrawing_frees_the_learner_to_ask_again(client, abena, guide):
    row = asked(abena, guide, skill())
    client.force_login(abena)
    assert "Withdrawn." in client.post(url("withdraw", row), follow=True).content.decode()
    assert state_of(row) == "proposed"


def test_accepting_leads_to_the_pairing_and_says_until_when(client, abena, guide):
    row = asked(abena, guide, skill())
    client.force_login(guide.person)
    response = client.post(url("accept", row), follow=True)
    assert response.redirect_chain[-1][0] == url("pairing", row)
    assert "Arrange a first half hour with Abena Osei" in response.content.decode()
    assert "not started yet · until 27 Apr 2026" in words(response)
    assert state_of(row) == "accepted"


def test_accepting_without_a_seat_says_what_to_do(client, abena, guide):
    row = asked(abena, guide, skill())
    offer_mentoring(person=guide.person, capacity=0, as_of=NOON)
    client.force_login(guide.person)
    response = client.post(url("accept", row), follow=True)
    assert response.redirect_chain[-1][0] == "/mentoring/?as=mentor"
    assert "All your seats are taken" in response.content.decode()
    assert state_of(row) == "asked"


def test_declining_keeps_a_word_for_the_learner(client, abena, guide):
    row = asked(abena, guide, skill())
    client.force_login(guide.person)
    client.post(url("decline", row), {"note": "Away until May"})
    assert state_of(row) == "declined"
    assert "Declined just now by Priya Nair · “Away until May”" in words(page(client, abena, row))
    assert "Declined just now by you · “Away until May”" in words(page(client, guide.person, row))


def test_having_met_begins_the_pairing(client, abena, guide):
    row = accept_pairing(pairing=asked(abena, guide, skill()), as_of=NOON)
    client.force_login(guide.person)
    response = client.post(url("begin", row), follow=True)
    assert "Active until 27 Apr 2026" in words(response)
    assert state_of(row) == "active"


@pytest.mark.parametrize(("step", "state"), [("complete", "completed"), ("end", "ended")])
def test_a_pairing_is_closed_with_a_word(client, abena, guide, step, state):
    row = running(abena, guide, skill())
    client.force_login(abena)
    for _ in range(2):
        response = client.post(url(step, row), {"note": "Thank you"}, follow=True)
    assert state_of(row) == state
    assert row.closing_note == "Thank you"
    assert "“Thank you”" in words(response)


def test_a_word_that_says_left_is_a_word(client, abena, guide):
    row = running(abena, guide, skill())
    client.force_login(abena)
    response = client.post(url("end", row), {"note": "left"}, follow=True)
    assert "Ended early just now by you · “left”" in words(response)


@pytest.mark.parametrize("step", ["decline", "complete", "end"])
def test_a_word_that_is_too_long_opens_the_step_with_what_was_typed(client, abena, guide, step):
    row = (asked if step == "decline" else running)(abena, guide, skill())
    client.force_login(guide.person)
    response = client.post(url(step, row), {"note": "x" * 301})
    assert response.status_code == 422
    assert "at most 300 characters" in words(response)
    assert b"x" * 301 in response.content


def test_once_a_pairing_ended_its_tasks_wait_for_nobody(client, abena, guide):
    row = running(abena, guide, skill())
    handed_in(row, skill())
    client.force_login(abena)
    response = client.post(url("end", row), follow=True)
    assert "A late refund Refund policy no feedback" in section(response, "Tasks")
    assert "for feedback" not in words(response)


def test_hr_may_end_a_pairing_and_comes_back_to_it(client, abena, guide):
    row = running(abena, guide, skill())
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    response = client.post(url("end", row), {"note": "Priya moves to Sales"}, follow=True)
    assert "Abena Osei and Priya Nair" in words(response)
    assert state_of(row) == "ended"


def test_what_hr_writes_is_shown_as_hrs_to_both(client, abena, guide):
    row = running(abena, guide, skill())
    ruth = person("Ruth Amankwah", is_hr_admin=True)
    end_pairing(pairing=row, as_of=NOON, by=ruth, note="Priya moves to Sales")
    for who, desk in ((abena, "/mentoring/"), (guide.person, "/mentoring/?as=mentor")):
        assert "by Ruth Amankwah · “Priya moves to Sales”" in words(page(client, who, row))
        assert "Ruth Amankwah: “Priya moves to Sales”" in section(client.get(desk), "Past pairings")
    client.force_login(ruth)
    over = client.get(reverse("mentoring:programme"), {"show": "over"})
    assert "by you · “Priya moves to Sales”" in words(over)


def test_hr_is_told_who_reads_its_word_and_the_two_are_told_theirs(client, abena, guide):
    row = running(abena, guide, skill())
    ruth = person("Ruth Amankwah", is_hr_admin=True)
    said = section(page(client, ruth, row, "?panel=end"), "End the pairing early")
    assert "Both of them and HR admins can read it" in said
    assert "the two are not proposed to each other again" in said
    for who in (abena, guide.person):
        said = section(page(client, who, row, "?panel=end"), "End the pairing early")
        assert "The other person and HR admins can read it" in said
        assert "the two of you are not proposed to each other again" in said


def test_a_step_that_comes_too_late_says_so(client, abena, guide):
    row = asked(abena, guide, skill())
    decline_pairing(pairing=row, as_of=NOON)
    client.force_login(guide.person)
    response = client.post(url("accept", row), follow=True)
    assert "the state of the pairing is now “declined”" in response.content.decode()


@pytest.mark.parametrize("meanwhile", ["withdrawn", "withdrawn and replaced"])
@pytest.mark.parametrize("step", ["accept", "decline"])
def test_answering_a_request_that_was_withdrawn_says_so_on_the_desk(client, abena, guide, step, meanwhile):
    row = withdraw_request(pairing=asked(abena, guide, skill()), as_of=NOON)
    if meanwhile == "withdrawn and replaced":
        propose_pairings(as_of=NOON)
    client.force_login(guide.person)
    response = client.post(url(step, row), follow=True)
    assert response.redirect_chain[-1][0] == "/mentoring/?as=mentor"
    assert "The request was withdrawn" in response.content.decode()
    assert "Abena" not in words(response)
    assert page(client, guide.person, row).status_code == 404


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_a_request_to_somebody_else_that_was_withdrawn_does_not_exist(client, abena, guide, step):
    row = withdraw_request(pairing=asked(abena, guide, skill()), as_of=NOON)
    client.force_login(mentor("Eva Berg").person)
    assert client.post(url(step, row)).status_code == 404


def test_a_proposal_shows_the_reason_the_claim_apart_and_the_form(client, abena, guide):
    response = page(client, abena, proposal(abena, guide, skill(), is_recommended=True, recommended_at=None))
    assert "Mentoring Priya Nair Recommended 31 Jan 2026" in words(response)
    assert "Refund policy 100% of the gap You 1 · Needed 3" in section(response, "Skills to work on")
    assert "In Priya’s own words" in section(response, "Skills to work on")
    assert "What would you like to work on?" in section(response, "Ask Priya")


def test_each_form_says_who_will_read_it(client, abena, guide):
    row = proposal(abena, guide, skill())
    assert "Priya Nair and HR admins can read it" in section(page(client, abena, row), "Ask Priya")
    Pairing.objects.filter(pk=row.pk).update(state="asked", asked_at=NOON, expires_at=NOON)
    response = page(client, guide.person, row, "?panel=decline")
    assert "The other person and HR admins can read it" in section(response, "Decline the request")


def test_beside_a_request_a_proposal_says_whom_one_has_asked(client, abena, guide):
    asked(abena, guide, skill())
    response = page(client, abena, proposal(abena, mentor("Eva Berg"), skill()))
    assert "You have asked Priya Nair. You ask one person at a time." in section(response, "Ask Eva")
    assert b"<textarea" not in main_of(response)


def test_a_proposal_of_a_full_mentor_cannot_be_asked(client, abena, guide):
    row = proposal(abena, guide, skill())
    running(person("Yusuf Kaya"), guide)
    assert "No seat is free now" in section(page(client, abena, row), "Ask Priya")


@pytest.mark.parametrize("name", ["excluded", "mentor above", "mentor left"])
def test_a_pairing_that_the_rules_forbid_by_now_says_so_instead_of_offering_the_step(
    client, abena, guide, name
):
    bar, said = BARS[name]
    row = proposal(abena, guide, skill())
    bar(abena, guide)
    response = page(client, abena, row)
    assert said in section(response, "Ask Priya")
    assert b"<textarea" not in main_of(response)
    Pairing.objects.filter(pk=row.pk).update(state="asked", asked_at=NOON, expires_at=NOON)
    response = page(client, guide.person, row)
    assert said in words(response)
    assert url("accept", row).encode() not in response.content
    close_pairings(as_of=NOON)
    over = {"mentor left": "No longer works here"}.get(name, "The two can no longer be paired")
    assert over in words(page(client, abena, row))


def test_a_mentor_reads_the_learners_levels_under_the_learners_name(client, abena, guide):
    response = page(client, guide.person, running(abena, guide, skill()))
    assert "Abena 1 · Needed 3" in section(response, "Skills to work on")


@pytest.mark.parametrize("panel", ["complete", "end"])
def test_a_step_that_asks_for_confirmation_has_an_address(client, abena, guide, panel):
    row = running(abena, guide, skill())
    response = page(client, abena, row, f"?panel={panel}")
    assert "Note" in words(response)
    assert main_of(response).count(b'id="confirm"') == 1
    assert "Cancel" in section(
        response, {"end": "End the pairing early", "complete": "Complete the pairing"}[panel]
    )
    assert b"<dialog" not in main_of(response)


def test_a_panel_that_is_not_for_this_moment_is_not_opened(client, abena, guide):
    row = asked(abena, guide, skill())
    for panel in ("end", "decline", "nonsense"):
        assert b'id="confirm"' not in page(client, abena, row, f"?panel={panel}").content


@pytest.mark.parametrize("who", ["learner", "mentor", "hr"])
def test_there_is_at_most_one_primary_action(client, abena, guide, who):
    row = running(abena, guide, skill())
    handed_in(row, skill())
    user = {"learner": abena, "mentor": guide.person, "hr": person("Ruth", is_hr_admin=True)}[who]
    outside_dialogs = main_of(page(client, user, row)).split(b"<dialog")
    visible = outside_dialogs[0] + b"".join(part.split(b"</dialog>")[1] for part in outside_dialogs[1:])
    assert visible.count(b"button-primary") == (0 if who == "hr" else 1)


def test_a_pairing_that_a_leaver_closed_says_so_without_a_code(client, abena, guide):
    row = running(abena, guide, skill())
    leaves(guide.person)
    close_pairings(as_of=NOON)
    assert "Ended: one of the two left" in words(page(client, abena, row))


def test_a_pairing_takes_as_many_queries_for_many_tasks_as_for_one(client, abena, guide):
    row = running(abena, guide, skill())
    handed_in(row, skill())
    page(client, abena, row)
    for_one = queries_of(lambda: client.get(url("pairing", row)))
    for place in range(5):
        handed_in(row, skill(), title=f"Task {place}")
    assert queries_of(lambda: client.get(url("pairing", row))) == for_one
