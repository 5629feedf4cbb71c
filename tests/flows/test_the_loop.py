"""The loop, once around: who works here, what they need, what is known, what helps, what it brought."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.services import record_evidence
from assessments.frameworks.models import RoleLevel, Skill
from assessments.gaps.reports import gaps_of, standing_of
from assessments.gaps.services import refresh_gap_reports
from assessments.roles.models import JobCodeRule
from assessments.roles.reports import roles_of
from assessments.roles.services import apply_job_code_rules
from content.catalogue.models import Module
from content.catalogue.services import Effect, ModuleContents, create_module, publish_module
from content.planning.reports import plan_of
from content.planning.services import people_with_stale_plans, refresh_plans
from lifow.people.persons.models import Person
from tests.flows.reading import words

pytestmark = pytest.mark.django_db

ROSTER = """\
Employee ID,First name,Last name,Email,Job title,Job code,Department,Manager ID,Status,Hire date
8,Abena,Osei,abena@larkfield.example,Specialist,SUP-2,Larkfield / Support / Billing,7,active,2021-05-03
7,Marta,Kowalczyk,marta@larkfield.example,Lead,SUP-L,Larkfield / Support,,active,2020-01-07
"""
FRAMEWORK = {
    "framework.csv": "key,name,scale key,scale name\nsupport,Customer support,steps,Support steps\n",
    "levels.csv": "level,name\n1,Aware\n2,Assisted\n3,Independent\n4,Advanced\n5,Expert\n",
    "skills.csv": "skill,name\nrefunds,Refund policy\nempathy,Empathy\nsql,SQL\n",
    "roles.csv": "role,family,name\nspecialist,Support,Support specialist\n",
    "role_levels.csv": "role level,role,rank,name\nspecialist-2,specialist,2,Support specialist II\n",
    "requirements.csv": (
        "role level,skill,level,weight,critical\n"
        "specialist-2,refunds,3,2,yes\nspecialist-2,empathy,3,1,no\nspecialist-2,sql,2,1,no\n"
    ),
}


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def abena(tmp_path: Path, now: datetime) -> Person:
    """A specialist as the roster file, the framework's tables and one rule by job code make her."""
    framework = tmp_path / "framework"
    framework.mkdir()
    for name, lines in FRAMEWORK.items():
        (framework / name).write_text(lines)
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER)
    call_command("import_framework", str(framework), format="csv", stdout=StringIO())
    level = RoleLevel.objects.get(external_id="specialist-2")
    JobCodeRule.objects.create(job_code="SUP-2", role_level=level)
    call_command("import_roster", str(roster), stdout=StringIO())
    work_off()
    return Person.objects.get(email="abena@larkfield.example")


@pytest.fixture
def the_refund_change(abena: Person) -> Module:
    """What an author made for the gap: six minutes from level 1 to 3."""
    refunds = Skill.objects.get(external_id="refunds")
    contents = ModuleContents(
        title="The refund change",
        kind="article",
        minutes=6,
        body="## What is new\n\nRefunds now go back to the card they came from.",
        effects=[Effect(refunds, Decimal(1), Decimal(3))],
    )
    made = create_module(author=None, contents=contents)
    return publish_module(module=made)


def work_off() -> None:
    """What the worker does with whatever waits."""
    moment = timezone.now()
    apply_job_code_rules(as_of=moment, marked_at=moment)
    refresh_gap_reports(person_ids=list(Person.objects.values_list("pk", flat=True)), as_of=moment)
    refresh_plans(person_ids=people_with_stale_plans(moment), as_of=moment)


def take_test(who: Person, skill: str, level: float, moment: datetime) -> None:
    """A test's result, as the test hands it over, and what follows from it."""
    record_evidence(
        person=who,
        skill=Skill.objects.get(external_id=skill),
        level=Decimal(str(level)),
        source="test",
        observed_at=moment,
        recorded_at=moment,
    )
    work_off()


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_the_roster_and_the_job_code_give_a_person_their_role(abena):
    roles = roles_of(abena, timezone.now())
    assert [str(one.role_level) for one in roles] == ["Support specialist II"]
    assert [str(row.skill) for row in gaps_of(abena).required] == ["Refund policy", "Empathy", "SQL"]


def test_before_anybody_has_assessed_a_skill_its_level_is_unknown_and_not_zero(abena):
    gaps = gaps_of(abena)
    assert [str(row.skill) for row in gaps.assess_first] == ["Refund policy", "Empathy", "SQL"]
    assert {row.level for row in gaps.required} == {None}
    assert not gaps.gaps
    home = words(signed_in(abena).get(reverse("portal:home")))
    assert home.count("Not assessed yet") >= 3
    assert "You 0" not in home


def test_tests_turn_what_nobody_knew_into_a_gap_and_the_plan_closes_it(abena, the_refund_change, now):
    take_test(abena, "refunds", 1, now)
    (gap,) = gaps_of(abena).gaps
    assert (str(gap.skill), gap.required, gap.is_critical) == ("Refund policy", 3, True)
    step = plan_of(abena, timezone.localtime()).next_step
    assert step.item.module == the_refund_change
    home = words(signed_in(abena).get(reverse("portal:home")))
    assert "The refund change" in home
    assert "Needed 3" in home


def test_doing_the_module_is_progress_and_moves_no_level(abena, the_refund_change, now):
    take_test(abena, "refunds", 1, now)
    before = gaps_of(abena)
    browser = signed_in(abena)
    browser.post(reverse("content:start", args=[the_refund_change.public_id]))
    assert "Resume" in words(browser.get(reverse("portal:home")))
    browser.post(reverse("content:complete", args=[the_refund_change.public_id]), {"is_read": "on"})
    plan = plan_of(abena, timezone.localtime())
    assert plan.minutes_done == 6
    assert the_refund_change not in [step.item.module for step in plan.steps]
    after = gaps_of(abena)
    assert after.gaps == before.gaps
    assert after.ready == before.ready


def test_a_test_after_the_module_closes_the_gap(abena, the_refund_change, now):
    take_test(abena, "refunds", 1, now - timedelta(days=20))
    before = gaps_of(abena)
    browser = signed_in(abena)
    browser.post(reverse("content:complete", args=[the_refund_change.public_id]), {"is_read": "on"})
    take_test(abena, "refunds", 4, now)
    after = gaps_of(abena)
    assert [str(row.skill) for row in after.met] == ["Refund policy"]
    assert after.critical_met
    assert after.ready.share > before.ready.share
    assert not after.gaps


def test_the_evidence_of_both_tests_stays_to_be_seen(abena, the_refund_change, now):
    take_test(abena, "refunds", 1, now - timedelta(days=20))
    take_test(abena, "refunds", 4, now)
    refunds = Skill.objects.get(external_id="refunds")
    page = words(signed_in(abena).get(reverse("portal:skill", args=[refunds.public_id])))
    assert page.count("Test") == 2
    assert standing_of(abena, refunds).level > 3


def test_with_every_skill_met_there_is_nothing_to_do(abena, the_refund_change, now):
    for skill in ("refunds", "empathy", "sql"):
        take_test(abena, skill, 5, now)
    assert gaps_of(abena).critical_met
    assert not plan_of(abena, timezone.localtime()).steps
    assert "No gaps for your role" in words(signed_in(abena).get(reverse("portal:home")))
