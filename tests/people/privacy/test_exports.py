"""What somebody reads of what is kept about them, on a page and as a file."""

import json
import re

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from lifow.people.privacy.reports import all_kept, export_of
from tests.company import NOON
from tests.people.privacy.world import ADDRESS, GIVEN, IDS, World, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.audit_log]


@pytest.fixture
def world() -> World:
    return build_world()


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def rows_of(exported: dict, kind: str) -> list[dict]:
    return [row for one in exported["kinds"] if one["kind"] == kind for row in one["rows"]]


def test_all_that_is_theirs_is_in_the_file(world):
    response = signed_in(world.who).get(reverse("people:own_data_file"))
    assert "attachment" in response.headers["Content-Disposition"]
    exported = json.loads(response.content)
    text = response.content.decode()
    assert (exported["format"], exported["person"]) == (1, world.who.public_id)
    for needle in (GIVEN, ADDRESS, *IDS):
        assert needle in text
    # What somebody else wrote to or about the person is theirs to read, and what they wrote themselves.
    assert rows_of(exported, "assessments.Evidence")[0]["rater"] == "Marta Kowalczyk"
    assert "was said" in rows_of(exported, "mentoring.Task")[0]["body"]
    assert rows_of(exported, "assessments.GapReport")[0]["skills"]
    assert rows_of(exported, "content.Module")[0]["title"] == "Refunds by heart"


def test_what_is_somebody_elses_is_not(world):
    exported = export_of(world.who, as_of=NOON).to_dict()
    text = json.dumps(exported)
    assert "By Lena" not in text
    assert "secret" not in {name for row in rows_of(exported, "mfa.Authenticator") for name in row}
    pairs = [one for one in exported["kinds"] if one["kind"] == "mentoring.ExcludedPair"]
    assert pairs == [
        {
            "kind": "mentoring.ExcludedPair",
            "title": "excluded pairs",
            "rows": [],
            "not_told": pairs[0]["not_told"],
        }
    ]


def test_a_former_mentor_reads_nothing_that_names_gaps(world):
    exported = export_of(world.who, as_of=NOON).to_dict()
    as_mentor = [row for row in rows_of(exported, "mentoring.Pairing") if row["mentee"] == "Lena Fischer"]
    assert "message" not in as_mentor[0]
    assert [set(row) for row in rows_of(exported, "mentoring.Task")] == [
        {"handed_in_at", "title", "body", "skill"},
        {"handed_in_at"},
    ]
    given = [one for one in exported["kinds"] if one["kind"] == "assessments.Evidence"][1]
    assert {name for row in given["rows"] for name in row} == {"source", "observed_at", "recorded_at"}


def test_the_page_begins_with_the_person_and_leads_to_all_that_the_file_has(world):
    page = signed_in(world.who).get(reverse("people:own_data")).content.decode()
    assert "What is kept about me" in page
    assert ADDRESS in page
    assert reverse("people:own_data_file") in page
    kept = {one["kind"] for one in export_of(world.who, as_of=NOON).to_dict()["kinds"]}
    listed = set(re.findall(r'href="\?show=([\w.]+)"', page))
    assert kept <= listed
    # Changes are found by reading the log, so that they are listed in any case.
    assert listed - kept <= {"auditlog.LogEntry"}


def test_the_page_shows_of_each_kind_what_the_file_has(world, django_assert_max_num_queries):
    client, address = signed_in(world.who), reverse("people:own_data")
    for part in export_of(world.who, as_of=NOON).parts:
        with django_assert_max_num_queries(12):
            page = client.get(address, {"show": part.kind}).content.decode()
        assert escape(part.title[:1].upper() + part.title[1:]) in page
        for text in {text for row in part.labelled for _heading, text in row}:
            assert escape(text) in page


@pytest.mark.parametrize("show", ["", "nothing.Known", "people.Erasure", "\0", "a" * 5_000])
def test_a_kind_of_which_nothing_is_kept_shows_the_person(world, show):
    page = signed_in(world.who).get(reverse("people:own_data"), {"show": show})
    assert page.status_code == 200
    assert ADDRESS in page.content.decode()


def test_hr_reads_it_for_somebody_and_that_is_logged(world):
    client = signed_in(world.ruth)
    page = client.get(reverse("people:person_data", args=[world.who.public_id]))
    assert ADDRESS in page.content.decode()
    file = client.get(reverse("people:person_data_file", args=[world.public_ids[1]]))
    assert json.loads(file.content)["person"] == world.who.public_id
    read = LogEntry.objects.filter(object_id=world.who.pk, action=LogEntry.Action.ACCESS)
    assert [one.actor for one in read] == [world.ruth, world.ruth]


@pytest.mark.parametrize("name", ["person_data", "person_data_file"])
def test_nobody_else_reads_it(world, name):
    url = reverse(f"people:{name}", args=[world.who.public_id])
    assert signed_in(world.manager).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_settings_lead_there(world):
    page = signed_in(world.who).get(reverse("notifications:settings")).content.decode()
    assert reverse("people:own_data") in page


def test_the_export_takes_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(3 * len(all_kept())):
        export_of(world.who, as_of=NOON)
