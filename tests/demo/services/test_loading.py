"""The demo company is loaded once, and what somebody enters afterwards stays."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import is_password_usable

from assessments.evidence.models import Evidence
from assessments.evidence.services import record_evidence
from assessments.frameworks.models import Framework, Skill
from assessments.gaps.models import GapReport
from assessments.gaps.reports import gaps_of
from assessments.gaps.services import rebuild, refresh_gap_reports
from assessments.marks.models import StaleMark
from assessments.requests.models import RatingRequest
from assessments.requests.reports import open_requests_of
from assessments.roles.models import RoleAssignment
from content.activity.models import Activity
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.services import archive_module
from content.planning.models import LearningTime
from content.planning.services import set_learning_time
from demo.services import API_CLIENT, DEMO_PASSWORD, PARTS
from lifow.notifications.models import Message
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.reports import leave_of
from mentoring.mentors.models import Mentor, Seat
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import stop_mentoring
from mentoring.tasks.models import Feedback, Task
from tests.backing.asking import count_waiting_ratings

COUNTED = (
    Activity, Client, Employment, Evidence, Feedback, Framework, GapReport, LearningTime, Mentor, Module,
    ModuleEffect, Pairing, Person, RoleAssignment, Seat, Task,
)  # fmt: skip


def load(company, moment: datetime) -> list[int]:
    return [part.run(company, moment) for part in PARTS]


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_a_second_load_writes_nothing_even_on_another_day(loaded, company, now):
    before = counts()
    assert load(company, now + timedelta(days=9)) == [0] * len(PARTS)
    assert counts() == before


def test_what_was_entered_meanwhile_is_kept(loaded, company, now):
    abena, priya = loaded["LF102"], loaded["LF112"]
    abena.set_password("her own")
    abena.save()
    Person.objects.filter(pk=loaded["LF501"].pk).update(is_hr_admin=False)
    set_learning_time(person=loaded["LF108"], minutes_per_week=5, as_of=now)
    archive_module(module=Module.objects.get(key="vat-quiz"))
    stop_mentoring(mentor=priya.mentor, as_of=now)
    sql = Skill.objects.get(external_id="sql")
    record_evidence(
        person=abena,
        skill=sql,
        level=Decimal(1),
        source="self",
        rater=abena,
        observed_at=now,
        recorded_at=now,
    )
    Framework.objects.update(name="Renamed")
    load(company, now + timedelta(days=1))
    abena.refresh_from_db()
    assert abena.check_password("her own")
    assert not Person.objects.get(pk=loaded["LF501"].pk).is_hr_admin
    assert LearningTime.objects.get(person=loaded["LF108"]).minutes_per_week == 5
    assert Module.objects.get(key="vat-quiz").status == "retired"
    assert not Mentor.objects.get(person=priya).is_willing
    assert Evidence.objects.filter(person=abena, skill=sql).count() == 1
    assert Framework.objects.get().name == "Renamed"


def test_a_module_that_a_newer_release_brings_comes_with_the_next_load(loaded, company, now):
    Module.objects.get(key="vat-quiz").delete()
    load(company, now + timedelta(days=1))
    assert Module.objects.get(key="vat-quiz").effects.get().skill.external_id == "tax-basics"


def test_everybody_who_works_there_can_sign_in_and_nobody_else(loaded):
    for person in Person.objects.all():
        assert is_password_usable(person.password) == person.is_active
    assert loaded["LF102"].check_password(DEMO_PASSWORD)
    assert loaded["LF106"].check_password(DEMO_PASSWORD)
    assert loaded["LF501"].is_hr_admin
    assert loaded["LF503"].is_author
    name, secret = API_CLIENT
    client = Client.objects.get(pk=name)
    assert client.check_secret(secret)
    assert "evidence:write" in client.get_scopes()
    assert "openid" not in client.get_scopes()


def test_history_is_what_would_have_been_computed_then(loaded):
    reports = GapReport.objects.filter(person=loaded["LF103"]).order_by("as_of")
    assert len(reports) >= 5
    for report in (reports.first(), reports.last()):
        assert rebuild(person_ids=[report.person_id], as_of=report.as_of)[report.person_id] == bytes(
            report.packed
        )


def test_a_leaver_has_a_past_and_no_role_and_nobody_has_a_role_before_they_came(loaded):
    liam = loaded["LF225"]
    assert not liam.is_active
    assert GapReport.objects.filter(person=liam, required_count__gt=0).exists()
    assert not RoleAssignment.objects.current().filter(person=liam).exists()
    for role in RoleAssignment.objects.all():
        first = Employment.objects.filter(person=role.person_id).order_by("starts_on").first()
        assert role.starts_on >= first.starts_on


def test_those_on_leave_were_at_work_before(loaded):
    past, present = Employment.objects.filter(person=loaded["LF127"]).order_by("starts_on")
    assert (past.status, present.status) == ("active", "leave")
    assert past.ends_on + timedelta(days=1) == present.starts_on


def test_the_pairing_of_somebody_on_leave_waits_and_both_were_told(loaded, now):
    row = Pairing.objects.paused().get()
    assert (row.mentor, row.mentee) == (loaded["LF314"], loaded["LF315"])
    assert row.paused_on == leave_of(row.mentee, now).first_day
    told = Message.objects.filter(kind="pairing_paused").values_list("receiver", flat=True)
    assert set(told) == {row.mentor_id, row.mentee_id}


def test_the_story_of_the_tour_is_there(loaded, now):
    abena, marta, priya = loaded["LF102"], loaded["LF101"], loaded["LF112"]
    assert StaleMark.objects.filter(person=abena).exists()
    refresh_gap_reports(person_ids=[abena.pk], as_of=now)
    standings = {row.skill.external_id: row for row in gaps_of(abena).required}
    assert not standings["sql"].is_known
    assert standings["refund-policy"].gap == pytest.approx(1, abs=0.4)
    assert count_waiting_ratings(marta) >= 4
    asked = RatingRequest.objects.filter(asked=marta)
    assert sorted(asked.values_list("state", flat=True)) == ["answered", "declined", "open"]
    assert [str(one.skill) for one in open_requests_of(abena)] == ["SQL"]
    states = Pairing.objects.for_mentor(priya).values_list("state", flat=True)
    assert sorted(states) == ["active", "asked"]
    assert Task.objects.waiting_for(priya).count() == 1
    assert all(pairing.reason["skills"] for pairing in Pairing.objects.all())
