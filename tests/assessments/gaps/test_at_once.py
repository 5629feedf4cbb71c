"""Two workers, two people: what happens at the same moment happens once."""

from decimal import Decimal
from functools import partial
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError, record_evidence
from assessments.gaps.services import refresh_gap_reports
from assessments.gaps.services.reports import _refresh
from assessments.marks.models import StaleMark
from assessments.marks.services import begin_attempt, mark_stale
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.services import apply_job_code_rules
from tests.company import NOON, observe, person, role, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_rules_that_are_applied_at_once_give_each_role_once():
    people = [person(f"Abena {letter}", job_code="SUP-2") for letter in "ABCDEFGH"]
    JobCodeRule.objects.create(job_code="SUP-2", role_level=role())
    runs = at_once([partial(apply_job_code_rules, as_of=NOON, marked_at=NOON)] * 4)
    assert sorted(runs) == [0, 0, 0, len(people)]
    assert RoleAssignment.objects.count() == len(people)


@pytest.mark.postgres
def test_a_person_whom_another_worker_holds_loses_no_attempt():
    abena, marta = person(), person("Marta Kowalczyk")
    everyone = [abena.pk, marta.pk]
    mark_stale(person_ids=everyone, reason="asked", marked_at=NOON)
    with transaction.atomic():
        StaleMark.objects.select_for_update().get(person=abena)
        (done,) = at_once([partial(refresh_gap_reports, person_ids=everyone, as_of=NOON)])
    assert done.computed == 1
    assert list(StaleMark.objects.values_list("person", "attempts")) == [(abena.pk, 0)]


@pytest.mark.postgres
def test_who_only_looks_at_a_mark_does_not_keep_its_worker_from_it():
    abena = person()
    mark_stale(person_ids=[abena.pk], reason="asked", marked_at=NOON)
    assert begin_attempt(person_ids=[abena.pk], as_of=NOON) == [abena.pk]
    is_locked = Event()

    def look():
        with transaction.atomic():
            StaleMark.objects.select_for_update().get()
            is_locked.set()
            sleep(0.2)

    def compute():
        is_locked.wait(10)
        return _refresh([abena.pk], NOON).computed

    assert at_once([look, compute]) == [None, 1]


def test_of_corrections_at_once_one_holds_and_the_others_are_told():
    abena, priya, what = person(), person("Priya Nair"), skill()
    first = observe(abena, what, 2)
    correct = partial(
        record_evidence,
        person=abena,
        skill=what,
        source="mentor",
        rater=priya,
        observed_at=NOON,
        recorded_at=NOON,
        supersedes=first,
    )
    outcomes = at_once([partial(correct, level=Decimal(level)) for level in (1, 3, 4)])
    refused = [one for one in outcomes if isinstance(one, EvidenceError)]
    assert [one.field for one in refused] == ["supersedes"] * 2
    assert Evidence.objects.standing().get() in outcomes
