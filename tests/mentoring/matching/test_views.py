from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from lifow.base.scheduled_jobs.models import ScheduledJob
from lifow.base.scheduled_jobs.tasks import run_scheduled_job, start_due_jobs
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.services import decline_pairing
from tests.company import NOON, compute, give, person, role
from tests.flows.reading import words
from tests.mentoring.programme import asked, learner_with_a_gap, mentor, proposal, queries_of, running

pytestmark = pytest.mark.django_db
URL = "/mentoring/programme/"


@pytest.fixture
def hr(client):
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    return client


def shown(hr, query=""):
    return words(hr.get(URL + query))


def lonely(name, reason):
    return Unmatched.objects.create(person=person(name), reason=reason, since=NOON)


def test_who_has_no_match_comes_first_with_what_to_do(hr):
    lonely("Abena Osei", "rules:hours")
    lonely("Emil Holm", "no_gaps")
    text = shown(hr)
    assert "Without a match 1 learner who waits" in text
    assert "Too few shared working hours with the mentors who could help 1 – Find a mentor closer" in text
    assert text.index("Too few shared working hours") < text.index("No known gap")


def test_one_of_a_kind_is_told_as_one(hr):
    guide = mentor(capacity=2)
    running(person("Abena Osei"), guide)
    asked(person("Emil Holm"), guide)
    for name in ("Eva Berg", "Yusuf Kaya"):
        lonely(name, "rules:hours")
    text = shown(hr)
    assert "Without a match 2 learners who wait" in text
    assert "Seats 2 of 1 mentor Taken 1 by current pairings" in text
    assert "Reserved 1 0 for proposals, 1 for a request Free 0 not taken, not reserved" in text


def test_seats_that_are_reserved_add_up_and_say_for_whom_and_until_when(hr, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    guide = mentor("Priya Nair", capacity=4)
    running(person("Runs"), guide)
    asked(person("Asks"), guide)
    proposal(person("Abena Osei"), guide, is_recommended=True, recommended_at=NOON)
    text = shown(hr, "?show=reserved")
    assert "Seats 4 of 1 mentor Taken 1 by current pairings" in text
    assert "Reserved 2 1 for a proposal, 1 for a request Free 1 not taken, not reserved" in text
    until = date_format(NOON + timedelta(days=14), "j M Y")
    assert f"Abena Osei Priya Nair 100% Recommended just now · seat reserved until {until}" in text
    assert "Priya Nair 4 1 2 1 open" in shown(hr, "?show=mentors")


def test_where_there_are_more_mentors_than_are_counted_the_seats_are_not_split(hr, monkeypatch):
    monkeypatch.setattr("mentoring.matching.reports.MOST_COUNTED", 1)
    for name in ("A", "B", "C"):
        mentor(name)
    assert "Seats taken 0 of 3 seats, 3 mentors Reserved 0 for proposals and requests" in shown(hr)


def test_a_reason_says_what_each_learner_wants_a_mentor_for_and_since_when(hr, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    first, second = learner_with_a_gap("First"), learner_with_a_gap("Second")
    for who, days in ((second, 1), (first, 3)):
        since = NOON - timedelta(days=days)
        Unmatched.objects.create(person=who, reason="no_free_seat", since=NOON, waiting_since=since)
    text = shown(hr, "?show=unmatched&reason=no_free_seat")
    assert "Mentors and their seats All reasons" in text
    assert "First Refund policy 3 days ago Second Refund policy yesterday" in text
    assert "Too few seats with the mentors who could help 2 3 days ago" in shown(hr)


def test_a_critical_skill_that_needs_assessment_is_said_so(hr):
    who = person("Unknown")
    give(who, role("A role", Refund_policy=(3, 1, True), Empathy=2))
    compute(who)
    Unmatched.objects.create(person=who, reason="nobody_covers", since=NOON, waiting_since=NOON)
    text = shown(hr, "?show=unmatched&reason=nobody_covers")
    assert "Unknown Refund policy critical needs assessment" in text
    assert "Empathy" not in text


def test_a_reason_lists_its_people(hr):
    lonely("Abena Osei", "rules:hours")
    lonely("Emil Holm", "no_gaps")
    text = shown(hr, "?show=unmatched&reason=rules:hours")
    assert "Abena Osei" in text
    assert "Emil Holm" not in text


def test_each_state_has_its_tab(hr):
    guide = mentor("Priya Nair", capacity=3)
    running(person("Runs Now"), guide)
    asked(person("Asks Now"), guide)
    proposal(person("Proposed Now"), guide)
    decline_pairing(pairing=asked(person("Declined Now"), guide), as_of=NOON)
    for show, name in {
        "running": "Runs Now",
        "asked": "Asks Now",
        "proposed": "Proposed Now",
        "over": "Declined Now",
    }.items():
        text = shown(hr, f"?show={show}")
        assert [one for one in ("Runs", "Asks", "Proposed", "Declined") if f"{one} Now" in text] == [
            name.split()[0]
        ]


def test_seats_are_listed_by_mentor_full_ones_first(hr):
    running(person("Abena Osei"), mentor("Priya Nair"))
    mentor("Eva Berg", capacity=2)
    text = shown(hr, "?show=mentors")
    assert "Seats 3 of 2 mentors Taken 1 by current pairings" in text
    assert "Priya Nair 1 1 0 0 full Eva Berg 2 0 0 2 open" in text


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ("unmatched", "Everybody with a known gap has somebody to ask"),
        ("asked", "No requests waiting"),
        ("running", "No current pairings"),
        ("reserved", "No seats reserved"),
        ("proposed", "No proposals"),
        ("over", "No past pairings yet"),
        ("mentors", "No mentors yet"),
        ("nonsense", "Everybody with a known gap has somebody to ask"),
        ("unmatched&reason=nonsense", "No learners for this reason any more"),
    ],
)
def test_an_empty_tab_says_what_will_be_there(hr, show, said):
    assert said in shown(hr, f"?show={show}")


def test_running_the_match_makes_the_job_due_and_says_so(hr):
    for _ in range(2):
        assert "Matching starts in a moment" in hr.post(URL, follow=True).content.decode()
    assert ScheduledJob.objects.due().get().name in settings.SCHEDULED_JOBS
    current_app.loader.import_default_modules()
    assert start_due_jobs() == 1
    assert run_scheduled_job("propose pairings")
    assert not ScheduledJob.objects.due().exists()


def test_long_lists_are_paged(hr):
    guide = mentor()
    for place in range(51):
        proposal(person(f"Learner {place:02}"), guide)
    assert "Next 1–50" in shown(hr, "?show=proposed")
    assert "Previous 51–51" in shown(hr, "?show=proposed&page=2")
    assert "1–50" in shown(hr, "?show=proposed&page=nonsense")


@pytest.mark.parametrize(
    "show", ["unmatched", "unmatched&reason=rules:hours", "reserved", "proposed", "mentors"]
)
def test_every_tab_takes_as_many_queries_for_many_as_for_one(hr, show):
    def fill(name):
        lonely(f"Lonely {name}", "rules:hours")
        guide = mentor(f"Mentor {name}")
        proposal(person(f"Learner {name}"), guide, is_recommended=True, recommended_at=NOON)

    fill("first")
    hr.get(f"{URL}?show={show}")
    for_one = queries_of(lambda: hr.get(f"{URL}?show={show}"))
    for place in range(5):
        fill(place)
    assert queries_of(lambda: hr.get(f"{URL}?show={show}")) == for_one
    assert Pairing.objects.count() == 6


def test_hr_releases_a_reserved_seat_and_others_can_ask(hr, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    guide = mentor("Priya Nair")
    row = proposal(person("Abena Osei"), guide, is_recommended=True)
    assert "Release the seat : Abena Osei, Priya Nair" in shown(hr, "?show=reserved")
    for _twice in range(2):
        page = words(hr.post(reverse("mentoring:release", args=[row.public_id]), follow=True))
        assert "Released: others can ask Priya Nair now." in page
    assert "Free 1 not taken, not reserved" in page
    row.refresh_from_db()
    assert (row.state, row.is_recommended) == ("proposed", False)
