from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from assessments.gaps.reports import standing_of
from lifow.base.templatetags.display import standing_bar
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.services import accept_pairing, decline_pairing, stop_mentoring
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.flows.reading import section, words
from tests.mentoring.programme import (
    BARS,
    asked,
    asked_before,
    handed_in,
    learner_with_a_gap,
    mentor,
    proposal,
    queries_of,
    running,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_hour_later")]
LEARNER = "/mentoring/"
MENTOR = "/mentoring/?as=mentor"
OFFER = "/mentoring/offer/"


def page(client, who, url):
    client.force_login(who)
    return client.get(url)


def test_a_learner_sees_whom_to_ask_first_and_why(client):
    abena = learner_with_a_gap()
    first = proposal(abena, mentor(about="Bring me the query"), skill(), is_recommended=True)
    proposal(abena, mentor("Eva Berg"), skill(), score=0.5)
    response = page(client, abena, LEARNER)
    text = words(response)
    assert "Recommended for you Priya Nair 100% of the gap covered · 35 shared working hours a week" in text
    assert "Refund policy 100% of the gap You 1 · Needed 3" in text
    assert "In Priya’s own words: “Bring me the query”" in text
    assert "Eva Berg" in section(response, "Others who could help")
    assert reverse("mentoring:ask", args=[first.public_id]).encode() in response.content


def test_a_request_can_be_withdrawn_and_nobody_else_asked_beside_it(client):
    abena = person()
    row = asked(abena, mentor(), skill())
    other = proposal(abena, mentor("Eva Berg"), skill())
    response = page(client, abena, LEARNER)
    assert "Waiting for an answer You asked Priya Nair" in words(response)
    assert "Withdraw your request to ask somebody else" in words(response)
    assert reverse("mentoring:withdraw", args=[row.public_id]).encode() in response.content
    assert reverse("mentoring:ask", args=[other.public_id]).encode() not in response.content


def test_a_running_pairing_offers_to_hand_in_and_lists_feedback(client):
    abena = learner_with_a_gap()
    row = running(abena, mentor(), skill())
    handed_in(row, skill())
    response = page(client, abena, LEARNER)
    assert "Your mentor Priya Nair until 27 Apr 2026" in words(response)
    assert "A late refund Refund policy waiting for feedback" in section(response, "Tasks")


def test_a_mentor_without_a_free_seat_cannot_be_asked(client):
    abena, guide = person(), mentor(capacity=1)
    proposal(abena, guide, skill())
    running(person("Yusuf Kaya"), guide)
    response = page(client, abena, LEARNER)
    assert "no free seat now" in words(response)
    assert b"data-opens=" not in response.content.split(b"<main")[1].split(b"</main>")[0]


@pytest.mark.parametrize("has_room", [True, False])
def test_words_not_sent_are_said_to_be_filled_in_only_where_somebody_can_be_asked(client, has_room):
    abena, guide, other = person(), mentor(), mentor("Eva Berg")
    row = proposal(abena, guide, skill())
    proposal(abena, other, skill())
    for full in (guide,) if has_room else (guide, other):
        running(person("Yusuf Kaya"), full)
    client.force_login(abena)
    response = client.post(reverse("mentoring:ask", args=[row.public_id]), {"message": "A refund is stuck"})
    kept = section(response, "Not sent")
    assert ("already filled in when you ask somebody else" in kept) == has_room
    assert ("Copy what you wrote" in kept) != has_room
    assert (b"A refund is stuck</textarea>" in response.content) == has_room


def test_without_anybody_to_ask_the_page_says_why(client):
    abena = person()
    assert "Every night, learners with known gaps are matched" in words(page(client, abena, LEARNER))
    Unmatched.objects.create(person=abena, reason="rules:hours", since=NOON)
    assert "work at other hours than you" in words(page(client, abena, LEARNER))
    Unmatched.objects.update(waiting_since=NOON)
    day = date_format(NOON, "j M")
    assert f"You have been on the waiting list since {day}." in words(page(client, abena, LEARNER))


def test_a_learner_sees_until_when_a_seat_is_reserved_or_since_when_they_wait(client, abena, guide):
    row = proposal(abena, guide, skill(), is_recommended=True, recommended_at=NOON)
    until = date_format(NOON + timedelta(weeks=2), "j M")
    assert f"A seat is reserved for you until {until}." in words(page(client, abena, LEARNER))
    Pairing.objects.filter(pk=row.pk).update(is_recommended=False, recommended_at=None)
    Unmatched.objects.create(person=abena, reason="no_free_seat", since=NOON, waiting_since=NOON)
    day = date_format(NOON, "j M")
    assert f"You have been on the waiting list since {day}." in words(page(client, abena, LEARNER))


def test_what_needs_assessment_is_no_share_of_a_gap(client, abena, guide):
    row = proposal(abena, guide, skill(), score=0.0)
    row.reason["skills"][0]["share"] = 0.0
    row.save()
    text = words(page(client, abena, LEARNER))
    assert "Refund policy needs assessment" in text
    assert "0%" not in text


def test_a_mentor_finds_tasks_first_then_requests_then_learners(client):
    guide = mentor(capacity=2)
    handed_in(running(person("Yusuf Kaya"), guide, skill()), skill())
    asked(learner_with_a_gap(), guide, skill())
    response = page(client, guide.person, MENTOR)
    assert "1 of 2 seats taken" in words(response)
    assert "A late refund Yusuf Kaya · Refund policy" in section(response, "Tasks waiting for feedback")
    requests = section(response, "Requests")
    assert "Abena Osei 100% of the gap covered" in requests
    assert "“May I ask you?”" in requests
    assert "Yusuf Kaya Refund policy until" in section(response, "My learners")
    badge = '<span class="count" title="2 requests and tasks to answer"><span aria-hidden="true">2</span>'
    assert badge in response.content.decode()


def test_both_sides_list_what_is_over_with_its_word(client):
    abena, guide = person(), mentor()
    decline_pairing(pairing=asked(abena, guide), as_of=NOON, by=guide.person, note="Away until May")
    read = section(page(client, abena, LEARNER), "Past pairings")
    assert "Priya Nair Priya: “Away until May” Declined" in read
    read = section(page(client, guide.person, MENTOR), "Past pairings")
    assert "Abena Osei You: “Away until May” Declined" in read


def test_a_word_of_which_nobody_knows_whose_it_is_stands_unsigned(client):
    abena = person()
    decline_pairing(pairing=asked(abena, mentor()), as_of=NOON, note="Away until May")
    assert "Priya Nair “Away until May” Declined" in section(page(client, abena, LEARNER), "Past pairings")


def test_a_learner_not_met_yet_is_marked(client):
    guide = mentor()
    accept_pairing(pairing=asked(person(), guide), as_of=NOON)
    assert "not started yet" in section(page(client, guide.person, MENTOR), "My learners")


def test_a_full_mentor_is_told_instead_of_offered_to_accept(client):
    guide = mentor(capacity=1)
    running(person("Yusuf Kaya"), guide)
    row = asked_before("Abena Osei", guide)
    response = page(client, guide.person, MENTOR)
    assert "no free seat" in section(response, "Requests")
    assert reverse("mentoring:accept", args=[row.public_id]).encode() not in response.content


@pytest.mark.parametrize("name", ["excluded", "mentor above", "learner left"])
def test_a_request_that_the_rules_forbid_says_so_in_place_of_accept(client, name):
    bar, said = BARS[name]
    abena, guide = person(), mentor(capacity=2)
    barred, open_row = asked(abena, guide), asked(person("Yusuf Kaya"), guide)
    bar(abena, guide)
    response = page(client, guide.person, MENTOR)
    assert said in section(response, "Requests")
    assert "Decline the request, so that they can ask somebody else" in section(response, "Requests")
    offered = [row for row in (barred, open_row) if reverse_of("accept", row) in response.content.decode()]
    assert offered == [open_row]
    main = response.content.split(b"<main")[1].split(b"</main>")[0]
    assert main.count(b"button-primary") == 1


def reverse_of(name, row):
    return reverse(f"mentoring:{name}", args=[row.public_id])


@pytest.mark.parametrize("make", ["nobody", "tasks", "requests", "both"])
def test_there_is_one_primary_action(client, make):
    guide = mentor(capacity=5)
    if make in ("tasks", "both"):
        row = running(person("A"), guide, skill())
        handed_in(row, skill())
        handed_in(row, skill(), title="Second")
    if make in ("requests", "both"):
        asked(person("B"), guide)
        asked(person("C"), guide)
    main = page(client, guide.person, MENTOR).content.split(b"<main")[1].split(b"</main>")[0]
    assert main.count(b"button-primary") == (0 if make == "nobody" else 1)


def test_who_does_not_mentor_is_invited_to_offer(client):
    text = words(page(client, person(), MENTOR))
    assert "You do not mentor anybody yet" in text
    assert "Offer a seat" in text


def test_offering_opens_seats(client):
    abena = person()
    client.force_login(abena)
    response = client.post(OFFER, {"capacity": 2, "about": "Refunds"}, follow=True)
    assert "You offer 2 seats." in response.content.decode()
    guide = Mentor.objects.get(person=abena)
    assert (guide.about, guide.seats.open().count()) == ("Refunds", 2)


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        ("0", "Offer at least one seat"),
        ("11", "Offer at most 10 seats"),
        ("two", "Give a whole number"),
        ("", "required"),
    ],
)
def test_an_offer_that_cannot_be_keeps_what_was_typed(client, capacity, said):
    client.force_login(person())
    response = client.post(OFFER, {"capacity": capacity, "about": "Refunds"})
    assert response.status_code == 422
    assert said in words(response)
    assert b"Refunds</textarea>" in response.content
    assert not Mentor.objects.exists()


def test_the_offer_shows_what_others_have_seen_and_no_claim(client):
    priya = person("Priya Nair")
    observe(priya, skill(), 4)
    observe(priya, skill("Empathy"), 5, source="self")
    compute(priya)
    seen = section(page(client, priya, OFFER), "Skills that others have assessed")
    assert "Refund policy" in seen
    assert "Empathy" not in seen


def test_the_offer_says_a_level_as_every_page_does(client):
    priya = person("Priya Nair")
    give(priya, role(Refund_policy=3))
    observe(priya, skill(), 2.6)
    compute(priya)
    standing = standing_of(priya, skill())
    assert standing.level != round(standing.level)
    assert standing_bar(standing) in page(client, priya, OFFER).content.decode()


def test_the_offer_starts_from_what_is_offered(client):
    response = page(client, mentor(capacity=3, about="SQL").person, OFFER)
    assert b'value="3"' in response.content
    assert b"SQL</textarea>" in response.content


def test_stopping_takes_no_new_learners_and_is_safe_to_repeat(client):
    guide = mentor(capacity=2)
    running(person(), guide)
    client.force_login(guide.person)
    for _ in range(2):
        assert client.post(OFFER, {"stop": "1"}).status_code == 302
    guide.refresh_from_db()
    assert not guide.is_willing
    assert Pairing.objects.holding_a_seat().count() == 1
    assert "You take no new learners" in words(client.get(MENTOR))


def test_stopping_without_an_offer_changes_nothing(client):
    client.force_login(person())
    assert client.post(OFFER, {"stop": "1"}).status_code == 302
    assert not Mentor.objects.exists()


def test_who_stopped_is_not_asked_to_stop_again(client):
    guide = mentor()
    stop_mentoring(mentor=guide, as_of=NOON)
    assert "Stop mentoring" not in words(page(client, guide.person, OFFER))


def test_both_sides_take_as_many_queries_for_many_as_for_one(client):
    abena, guide = learner_with_a_gap(), mentor(capacity=9)
    client.force_login(abena)
    proposal(abena, mentor("First"), skill())
    client.get(LEARNER)
    learner_for_one = queries_of(lambda: client.get(LEARNER))
    for place in range(4):
        proposal(abena, mentor(f"Mentor {place}"), skill())
    assert queries_of(lambda: client.get(LEARNER)) == learner_for_one
    client.force_login(guide.person)
    fill(guide, "first")
    client.get(MENTOR)
    mentor_for_one = queries_of(lambda: client.get(MENTOR))
    for place in range(3):
        fill(guide, place)
    assert queries_of(lambda: client.get(MENTOR)) == mentor_for_one


def fill(guide, name):
    asked(person(f"Asks {name}"), guide, skill())
    handed_in(running(person(f"Runs {name}"), guide, skill()), skill())
