"""A report or a policy that another version of lifow wrote, or that is damaged, breaks no job and no page."""

import pytest
from django.test import Client

from assessments.calibration.services import check_statements
from assessments.frameworks.models import Skill
from assessments.gaps.compute.packing import unpack_many, unpack_readable
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.gaps.reports import (
    gaps_of,
    measured_reports,
    named_reports,
    standing_of,
    standings_in,
    stored_reports,
    team_map,
)
from assessments.gaps.services import complete_reports
from assessments.marks.models import StaleMark
from lifow.people.persons.models import Person
from mentoring.matching.services import propose_pairings
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
FUTURE = b"LGAP\x63\x00\x08\x00\x01\x00\x00\x00" + bytes(8)
KINDS = {"of a later version": FUTURE, "damaged": b"LGAP\x02\x00", "of another kind": b"PK" * 20}


@world
def people() -> list[Person]:
    """Three people of a team, each with a report."""
    found = [person(name) for name in ("Abena Osei", "Kofi Mensah", "Priya Nair")]
    specialist = role(SQL=2, Empathy=3)
    for one in found:
        give(one, specialist)
        observe(one, skill("SQL"), 2, source="test")
        compute(one)
    return found


@pytest.fixture(params=KINDS)
def broken(request, people) -> Person:
    """The second of them, whose report cannot be read."""
    GapReport.objects.filter(person=people[1]).update(packed=KINDS[request.param])
    return people[1]


def test_reports_that_can_be_read_are_read_beside_those_that_cannot(people):
    stored = [bytes(one) for one in GapReport.objects.order_by("person_id").values_list("packed", flat=True)]
    rows, offsets = unpack_many([stored[0], stored[2]])
    found, bounds, is_readable = unpack_readable([stored[0], FUTURE, stored[2]])
    assert is_readable.tolist() == [True, False, True]
    assert found.tobytes() == rows.tobytes()
    assert bounds.tolist() == [0, offsets[1], offsets[1], offsets[2]]


def test_what_reads_many_reports_passes_over_one(people, broken):
    others = [one.pk for one in people if one != broken]
    ids = [one.pk for one in people]
    stored = stored_reports(ids)
    assert stored.person_id.tolist() == others
    assert len(stored.digest) == 2
    assert set(stored.owner.tolist()) == {0, 1}
    measured = measured_reports(ids)
    assert measured.person_id.tolist() == others
    assert set(measured.owner.tolist()) == {0, 1}
    rows = {row.person: row for row in team_map(people).rows}
    assert [any(rows[one].cells) for one in people] == [True, False, True]
    sql = Skill.objects.with_scale_ends().get(name="SQL")
    assert [one for one, _ in standings_in(sql, people)] == [people[0], people[2]]
    named = named_reports(list(GapReport.objects.order_by("person_id")))
    assert [bool(one.rows) for one in named] == [True, False, True]


def test_of_a_person_whose_report_cannot_be_read_nothing_is_told(broken):
    assert gaps_of(broken).required == ()
    assert standing_of(broken, skill("SQL")) is None


def test_pages_open_beside_a_report_that_cannot_be_read(people, broken):
    client = Client()
    for url in ("/", "/skills/", "/mentoring/"):
        client.force_login(broken)
        assert client.get(url).status_code in (200, 302), url


def test_completing_goes_on_past_what_cannot_be_read_and_has_it_computed_again(people, broken):
    StaleMark.objects.all().delete()
    GapReport.objects.update(known_share=None)
    assert complete_reports(as_of=NOON) == 2
    mark = StaleMark.objects.get()
    assert (mark.person, mark.reason) == (broken, "unreadable")
    compute(broken)
    assert gaps_of(broken).required
    assert complete_reports(as_of=NOON) == 0


def test_reports_of_a_policy_of_a_later_version_are_computed_again(people):
    StaleMark.objects.all().delete()
    GapReport.objects.update(known_share=None)
    newest = GapPolicyVersion.objects.latest("version")
    later = GapPolicyVersion.objects.create(
        version=newest.version + 1, parameters={"format": 99}, adopted_at=NOON.replace(year=2100)
    )
    GapReport.objects.filter(person=people[0]).update(policy=later)
    assert complete_reports(as_of=NOON) == 2
    assert StaleMark.objects.get().person == people[0]


def test_matching_and_calibration_pass_over_it(people, broken):
    assert propose_pairings(as_of=NOON).proposals == 0
    for one in people:
        observe(one, skill("SQL"), 3, source="test", observed_at=NOON.replace(day=NOON.day + 1))
    assert check_statements(as_of=NOON.replace(day=NOON.day + 1)) == 2


def test_calibration_passes_over_a_policy_that_it_cannot_read(people):
    newest = GapPolicyVersion.objects.latest("version")
    later = GapPolicyVersion.objects.create(
        version=newest.version + 1, parameters={"format": 99}, adopted_at=NOON.replace(year=2100)
    )
    GapReport.objects.filter(person=people[0]).update(policy=later)
    for one in people:
        observe(one, skill("SQL"), 3, source="test", observed_at=NOON.replace(day=NOON.day + 1))
    check_statements(as_of=NOON.replace(day=NOON.day + 1))
