"""After an erasure nothing that is stored names the person, and what others gave and know stays."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.marks.models import StaleMark
from content.catalogue.models import Module
from lifow.people.persons.models import Employment, Person
from lifow.people.privacy.choices import ErasureState
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.services import ask_erasure, carry_out_erasure, confirm_erasure, erasing
from lifow.people.roster.models import ErasedId, RosterImport
from tests.people.privacy.dump import dump, found_in
from tests.people.privacy.world import AT, GIVEN, World, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.dialect, pytest.mark.audit_log]
TOMBSTONES = {"base_tombstone.public_id", "people_erasure.people"}


@pytest.fixture
def world() -> World:
    return build_world()


def confirmed(world: World) -> Erasure:
    erasure = ask_erasure(person=world.who, asked_by=world.ruth, asked_at=AT)
    return confirm_erasure(erasure=erasure, confirmed_by=world.ines, confirmed_at=AT)


def erased(world: World) -> Erasure:
    erasure = confirmed(world)
    assert carry_out_erasure(as_of=AT + timedelta(minutes=1))
    connection.check_constraints()
    erasure.refresh_from_db()
    return erasure


def test_nothing_names_the_person_any_more(world):
    before = list(dump())
    for needle in world.needles:
        assert found_in(before, needle), f"{needle} was never there"
    erased(world)
    after = list(dump())
    left = {needle: found_in(after, needle) - TOMBSTONES for needle in world.needles}
    assert {needle: places for needle, places in left.items() if places} == {}
    assert found_in(after, world.for_everybody)


def test_what_others_know_stays_without_the_name(world):
    erased(world)
    given = Evidence.objects.get(pk=world.given.pk)
    assert (given.level, given.rater, given.is_rater_erased) == (4, None, True)
    assert Evidence.objects.get(pk=world.mentored.pk).is_rater_erased
    assert Module.objects.get(pk=world.module.pk).author is None
    assert Employment.objects.get(person=world.other).manager is None
    assert GapReport.objects.filter(person=world.other).exists()
    assert StaleMark.objects.filter(person=world.other).exists()


def test_policies_of_all_times_forget_how_strict_the_person_was(world):
    erased(world)
    assert GapPolicyVersion.objects.latest("version").parameters["severity"] == [[world.manager.pk, 0.2]]


def test_the_record_says_when_and_who_did_it_and_names_nobody(world):
    erasure = erased(world)
    assert (erasure.state, erasure.person) == (ErasureState.DONE, None)
    assert (erasure.asked_by, erasure.confirmed_by) == (world.ruth, world.ines)
    assert erasure.finished_at == AT + timedelta(minutes=1)
    assert erasure.counts["people.Person"] == 2
    assert erasure.people == list(world.public_ids)
    assert erasure.counts["assessments.Evidence"] > 3


def test_sessions_end_and_files_of_rosters_are_forgotten(world):
    assert Session.objects.filter(pk=world.session).exists()
    erased(world)
    assert not Session.objects.filter(pk=world.session).exists()
    row = RosterImport.objects.get()
    assert (row.upload, row.uploaded_by, row.confirmed_by) == (None, None, world.ruth)


def test_the_log_keeps_what_the_person_did_without_who_it_was(world):
    done = LogEntry.objects.filter(actor=world.who).values_list("pk", flat=True)
    ids = [pk for pk in done if LogEntry.objects.get(pk=pk).object_pk == str(world.other.pk)]
    assert ids
    erased(world)
    kept = LogEntry.objects.filter(pk__in=ids)
    assert {(one.actor, one.actor_email, one.remote_addr) for one in kept} == {(None, None, None)}


def test_an_erasure_that_is_killed_in_the_middle_has_erased_nothing(world, monkeypatch):
    erasure = confirmed(world)
    people = set(Person.objects.values_list("pk", flat=True))

    def killed(*args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "forget_deleted_words", killed)
        with pytest.raises(SystemExit), transaction.atomic():
            erasing.erase_now(erasure=erasure, erased_at=AT)
    assert set(Person.objects.values_list("pk", flat=True)) == people
    assert not ErasedId.objects.exists()
    erasing.erase_now(erasure=erasure, erased_at=AT)
    assert not Person.objects.filter(pk=world.who.pk).exists()


def test_what_fails_is_counted_and_held_after_three_attempts(world, monkeypatch):
    erasure = confirmed(world)

    def broken(*args: object) -> None:
        raise ValueError(f"{GIVEN} is in this error")

    now = AT
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_erase", broken)
        for _attempt in range(3):
            now += timedelta(hours=1)
            with pytest.raises(ValueError, match="in this error"):
                carry_out_erasure(as_of=now)
    assert not carry_out_erasure(as_of=now + timedelta(hours=1))
    erasure.refresh_from_db()
    assert (erasure.state, erasure.problem) == (ErasureState.FAILED, "ValueError")
    again = confirm_erasure(erasure=erasure, confirmed_by=world.ines, confirmed_at=now)
    assert carry_out_erasure(as_of=now + timedelta(hours=2))
    again.refresh_from_db()
    assert again.state == ErasureState.DONE


def test_what_is_done_twice_is_done_once(world):
    erasure = erased(world)
    assert not carry_out_erasure(as_of=AT + timedelta(hours=1))
    assert confirm_erasure(erasure=erasure, confirmed_by=world.ines, confirmed_at=timezone.now()) == erasure
