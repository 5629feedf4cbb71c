"""Who may have somebody erased: one HR admin asks, another one of at least a day confirms."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.utils import timezone

from lifow.people.merging.services import merge_people
from lifow.people.persons.models import Employment, Person
from lifow.people.privacy.choices import ErasureState
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.reports import erasure_preview
from lifow.people.privacy.services import (
    ErasureError,
    ask_erasure,
    carry_out_erasure,
    confirm_erasure,
    withdraw_erasure,
)
from lifow.people.roster.models import RosterImport
from mentoring.pairings.services import end_pairing
from tests.company import person, skill
from tests.mentoring.programme import mentor, running

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def hr(name: str, *, days: int = 90, **fields: object) -> Person:
    made = person(name, is_hr_admin=True, is_staff=True, **fields)
    Person.objects.filter(pk=made.pk).update(created_at=NOW - timedelta(days=days))
    return Person.objects.get(pk=made.pk)


@pytest.fixture
def ruth() -> Person:
    return hr("Ruth Amankwah")


@pytest.fixture
def ines() -> Person:
    return hr("Ines Carvalho")


@pytest.fixture
def abena() -> Person:
    return person("Abena Osei")


def asked(who: Person, by: Person) -> Erasure:
    return ask_erasure(person=who, asked_by=by, asked_at=NOW)


def refused(erasure: Erasure, by: Person) -> str:
    with pytest.raises(ErasureError) as error:
        confirm_erasure(erasure=erasure, confirmed_by=by, confirmed_at=NOW)
    assert Erasure.objects.get(pk=erasure.pk).state == ErasureState.ASKED
    return str(error.value)


def test_asked_twice_is_asked_once(ruth, ines, abena):
    assert asked(abena, ruth) == asked(abena, ines)


def test_whoever_asked_does_not_confirm(ruth, abena):
    assert "A second HR admin confirms" in refused(asked(abena, ruth), ruth)


def test_nobody_else_than_an_hr_admin_asks_or_confirms(ruth, abena):
    kofi = person("Kofi Mensah")
    assert "Kofi Mensah is not an HR admin" in refused(asked(abena, ruth), kofi)
    with pytest.raises(ErasureError, match="is not an HR admin"):
        asked(ruth, kofi)


def test_an_hr_admin_of_today_does_not_confirm(ruth, abena):
    assert "at least a day" in refused(asked(abena, ruth), hr("New Here", days=0))


@pytest.mark.audit_log
def test_somebody_who_was_made_an_hr_admin_today_does_not_confirm_either(ruth, abena):
    kofi = person("Kofi Mensah")
    Person.objects.filter(pk=kofi.pk).update(created_at=NOW - timedelta(days=90))
    kofi.refresh_from_db()
    kofi.is_hr_admin = True
    kofi.save()
    erasure = asked(abena, ruth)
    assert "at least a day" in refused(erasure, kofi)
    LogEntry.objects.filter(object_id=kofi.pk).update(timestamp=NOW - timedelta(days=2))
    assert confirm_erasure(erasure=erasure, confirmed_by=kofi, confirmed_at=NOW).confirmed_by == kofi


def test_nobody_erases_themselves(ruth, ines):
    with pytest.raises(ErasureError, match="Nobody erases themselves"):
        asked(ruth, ruth)
    assert "Nobody erases themselves" in refused(asked(ruth, hr("A Third")), ruth)


def test_the_only_hr_admin_stays(ruth):
    assert "the only HR admin" in erasure_preview(ruth).objections[0]


def test_a_superuser_is_erased_by_superusers_alone(ruth, ines):
    root = Person.objects.create_superuser("root@larkfield.example", given_name="Root")
    with pytest.raises(ErasureError, match="Only a superuser"):
        asked(root, ruth)
    over = hr("Over All", is_superuser=True)
    assert "Only a superuser" in refused(asked(root, over), ines)


def test_pairings_are_ended_first_so_that_the_other_is_told(ruth, abena):
    guide = mentor("Priya Nair")
    row = running(abena, guide, skill())
    for who in (abena, guide.person):
        with pytest.raises(ErasureError, match="End it first"):
            asked(who, ruth)
    end_pairing(pairing=row, as_of=NOW)
    assert asked(abena, ruth)


def test_an_import_that_waits_is_decided_first(ruth, abena):
    row = RosterImport.objects.create(
        source="hris", files=["people.csv"], size=1, digest="d", state="planned", uploaded_at=NOW
    )
    with pytest.raises(ErasureError, match="of hris waits"):
        asked(abena, ruth)
    RosterImport.objects.filter(pk=row.pk).update(state="applied")
    assert asked(abena, ruth)


def test_what_stands_against_it_by_the_time_is_said_and_nothing_is_erased(ruth, ines, abena):
    erasure = confirm_erasure(erasure=asked(abena, ruth), confirmed_by=ines, confirmed_at=NOW)
    running(abena, mentor("Priya Nair"), skill())
    assert carry_out_erasure(as_of=NOW)
    erasure.refresh_from_db()
    assert (erasure.state, "End it first" in erasure.problem) == (ErasureState.FAILED, True)
    assert Person.objects.filter(pk=abena.pk).exists()


def test_both_records_of_a_person_go_whichever_is_named(ruth, ines, abena):
    contractor = person("Abena Mensah")
    merge_people(kept=abena, merged=contractor, merged_by=ruth, merged_at=NOW)
    contractor.refresh_from_db()
    erasure = asked(contractor, ruth)
    assert erasure.person == abena
    confirm_erasure(erasure=erasure, confirmed_by=ines, confirmed_at=NOW)
    carry_out_erasure(as_of=NOW)
    assert not Person.objects.filter(pk__in=[abena.pk, contractor.pk]).exists()


def test_those_who_report_to_an_erased_manager_have_none(ruth, ines):
    marta = person("Marta Kowalczyk")
    abena = person("Abena Osei", manager=marta)
    assert "have no manager then: 1" in " ".join(erasure_preview(marta).notices)
    confirm_erasure(erasure=asked(marta, ruth), confirmed_by=ines, confirmed_at=NOW)
    carry_out_erasure(as_of=NOW)
    assert Employment.objects.get(person=abena).manager is None


def test_a_withdrawn_one_is_not_confirmed_and_a_confirmed_one_not_withdrawn(ruth, ines, abena):
    erasure = asked(abena, ruth)
    for _click in range(2):
        withdraw_erasure(erasure=erasure, withdrawn_at=NOW)
    with pytest.raises(ErasureError, match="withdrawn"):
        confirm_erasure(erasure=erasure, confirmed_by=ines, confirmed_at=NOW)
    second = confirm_erasure(erasure=asked(abena, ruth), confirmed_by=ines, confirmed_at=NOW)
    with pytest.raises(ErasureError, match="confirmed already"):
        withdraw_erasure(erasure=second, withdrawn_at=NOW)


def test_the_command_names_two_hr_admins(ruth, ines, abena, capsys):
    call_command("erase_person", abena.public_id, "--dry-run")
    assert "deleted" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Name two HR admins"):
        call_command("erase_person", abena.public_id)
    with pytest.raises(CommandError, match="A second HR admin"):
        call_command("erase_person", abena.public_id, asked_by=ruth.email, confirmed_by=ruth.email)
    Erasure.objects.all().delete()
    call_command("erase_person", abena.public_id, asked_by=ruth.email, confirmed_by=ines.public_id)
    assert "is erased" in capsys.readouterr().out
    assert not Person.objects.filter(pk=abena.pk).exists()
    assert Erasure.objects.get().state == ErasureState.DONE
