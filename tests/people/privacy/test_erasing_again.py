"""A backup of before an erasure brings the person back: the list of erasures has them erased again."""

import json
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lifow.people.merging.services import merge_people
from lifow.people.persons.models import ExternalId, Person
from lifow.people.privacy.choices import ErasureState
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.services import (
    allow_again,
    ask_erasure,
    carry_out_erasure,
    confirm_erasure,
    keep_list,
    listed_erasures,
    read_list,
)
from lifow.people.privacy.tasks import carry_out_erasures
from lifow.people.roster.interchange import parse_roster, plan_roster
from lifow.people.roster.models import ErasedId, RosterImport
from lifow.people.roster.reports import roster_state
from mentoring.pairings.models import Pairing
from tests.company import person, skill
from tests.mentoring.programme import mentor, running
from tests.people.privacy.dump import dump, found_in
from tests.people.privacy.test_steps import hr

pytestmark = [pytest.mark.dialect, pytest.mark.django_db(transaction=True)]
FILE = "Employee ID,First Name,Last Name,Work Email,Department\nE-QX-1,Quixada,Vondrak,qx@x.example,Sales\n"
NEEDLES = ("Quixada", "Vondrak", "quixada@larkfield.example", "E-QX-1")


@pytest.fixture
def backups(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "backups"


@pytest.fixture
def who() -> Person:
    made = person("Quixada Vondrak", email="quixada@larkfield.example")
    ExternalId.objects.create(source="hris", value="E-QX-1", person=made)
    return made


def erase(who: Person, *, by: tuple[str, str] = ("Ruth Amankwah", "Ines Carvalho")) -> Erasure:
    now = timezone.now()
    asked = ask_erasure(person=who, asked_by=hr(by[0]), asked_at=now)
    confirm_erasure(erasure=asked, confirmed_by=hr(by[1]), confirmed_at=now)
    assert carry_out_erasure(as_of=now)
    asked.refresh_from_db()
    return asked


def backup(under: Path) -> Path:
    while list(under.glob(f"lifow-{timezone.now():%Y%m%dT%H%M%SZ}")):
        time.sleep(0.1)
    out = StringIO()
    call_command("backup", str(under), stdout=out)
    return Path(out.getvalue().strip())


def restore(folder: Path) -> str:
    out = StringIO()
    call_command("restore", str(folder), "--replace", stdout=out)
    return out.getvalue()


def again(*files: Path, **options) -> str:
    out = StringIO()
    call_command("erase_again", *map(str, files), stdout=out, **options)
    return out.getvalue()


def test_a_restored_backup_forgets_the_person_once_more(backups, who, tmp_path):
    made, listed = backup(backups), tmp_path / "erasures.json"
    done = erase(who)
    keep_list(listed)
    assert f"erase_again {backups / 'erasures.json'}" in restore(made)
    assert Person.objects.filter(pk=who.pk).exists()

    assert "records of the person that were here: 1" in again(listed)
    everything = list(dump())
    assert {needle: found_in(everything, needle) for needle in NEEDLES} == {one: set() for one in NEEDLES}
    row = Erasure.objects.get()
    assert (row.public_id, row.state, row.people) == (done.public_id, ErasureState.DONE, [who.public_id])
    assert row.finished_at == done.finished_at
    planned = plan_roster(roster_state(source="hris"), parse_roster(FILE), as_of=timezone.now().date())
    assert not planned.created, "files do not bring them in either"
    assert again(listed) == "", "twice is once"


def test_who_came_after_the_backup_is_kept_out_of_files_all_the_same(backups, tmp_path):
    made = backup(backups)
    late = person("Quixada Vondrak", email="qx@x.example")
    ExternalId.objects.create(source="hris", value="E-QX-1", person=late)
    erase(late)
    keep_list(tmp_path / "list.json")
    restore(made)
    assert "that were here: 0" in again(tmp_path / "list.json")
    planned = plan_roster(roster_state(source="hris"), parse_roster(FILE), as_of=timezone.now().date())
    assert not planned.created


def test_a_backup_keeps_the_list_beside_it_and_loses_nothing_of_it(backups, who, tmp_path):
    made = backup(backups)
    erase(who)
    later = backup(backups)
    beside = backups / "erasures.json"
    before = beside.read_text()
    assert [one.people for one in read_list(beside)] == [(who.public_id,)]
    assert beside.stat().st_mode & 0o077 == 0, "nobody else may read it"
    assert not any(needle in before for needle in (*NEEDLES, "Ruth", "Ines"))
    restore(made)
    backup(tmp_path / "elsewhere")
    keep_list(beside)
    assert beside.read_text() == before, "what a restored database does not know stays"
    restore(later)
    assert again(beside) == ""


def test_a_worker_lists_what_it_erases_where_the_settings_say(settings, tmp_path, who):
    settings.ERASURES_FILE = str(tmp_path / "apart" / "erasures.json")
    now = timezone.now()
    asked = ask_erasure(person=who, asked_by=hr("Ruth Amankwah"), asked_at=now)
    confirm_erasure(erasure=asked, confirmed_by=hr("Ines Carvalho"), confirmed_at=now)
    assert carry_out_erasures() == 1
    file = Path(settings.ERASURES_FILE)
    assert read_list(file) == listed_erasures()
    changed = file.stat().st_mtime_ns
    assert carry_out_erasures() == 0
    assert file.stat().st_mtime_ns == changed
    file.unlink()
    carry_out_erasures()
    assert read_list(file) == listed_erasures(), "one that was killed before it had written is listed later"


def test_what_hr_has_allowed_again_is_not_kept_out(backups, who, tmp_path):
    made = backup(backups)
    allow_again(erasure=erase(who))
    keep_list(tmp_path / "list.json")
    restore(made)
    again(tmp_path / "list.json")
    assert not Person.objects.filter(pk=who.pk).exists()
    assert not ErasedId.objects.exists()


def test_what_stood_against_it_then_was_settled_and_goes(backups, who, tmp_path):
    pairing = running(who, mentor("Priya Nair"), skill())
    waiting = RosterImport.objects.create(source="hris", state="applying", size=1, uploaded_at=timezone.now())
    made = backup(backups)
    Pairing.objects.filter(pk=pairing.pk).update(state="ended", closed_at=timezone.now())
    RosterImport.objects.update(state="cancelled")
    erase(who)
    keep_list(tmp_path / "list.json")
    restore(made)
    again(tmp_path / "list.json")
    assert not Person.objects.filter(pk=who.pk).exists()
    assert not Pairing.objects.exists()
    assert RosterImport.objects.get(pk=waiting.pk).state == "cancelled"


def test_an_erasure_that_was_asked_for_in_the_backup_is_the_one_that_is_carried_out(backups, who, tmp_path):
    now = timezone.now()
    asked = ask_erasure(person=who, asked_by=hr("Ruth Amankwah"), asked_at=now - timedelta(hours=1))
    made = backup(backups)
    confirm_erasure(erasure=asked, confirmed_by=hr("Ines Carvalho"), confirmed_at=now)
    assert carry_out_erasure(as_of=now)
    keep_list(tmp_path / "list.json")
    restore(made)
    again(tmp_path / "list.json")
    row = Erasure.objects.get()
    assert (row.state, row.asked_by.given_name) == (ErasureState.DONE, "Ruth")


def test_a_record_that_is_merged_with_somebody_elses_is_not_erased_by_the_way(backups, who, tmp_path):
    other, ruth = person("Kofi Mensah"), hr("Ruth Amankwah")
    merge_people(kept=other, merged=who, merged_by=ruth, merged_at=timezone.now())
    made = backup(backups)
    Person.objects.filter(pk=who.pk).update(merged_into=None)
    erase(Person.objects.get(pk=who.pk), by=("Ana Sol", "Ines Carvalho"))
    keep_list(tmp_path / "list.json")
    restore(made)
    with pytest.raises(CommandError, match="Undo that merge first"):
        again(tmp_path / "list.json")
    assert Person.objects.filter(pk__in=[who.pk, other.pk]).count() == 2


def test_it_says_beforehand_what_would_go(backups, who, tmp_path):
    made = backup(backups)
    erase(who)
    keep_list(tmp_path / "list.json")
    restore(made)
    said = again(tmp_path / "list.json", dry_run=True)
    assert "that were here: 1" in said
    assert "Nothing was written" in said
    assert Person.objects.filter(pk=who.pk).exists()


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', '{"format": 1, "erasures": [{"id": "x"}]}'])
def test_a_file_that_is_no_list_is_told_and_never_written_over(tmp_path, text, backups):
    file = tmp_path / "list.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="no list of erasures"):
        again(file)
    backups.mkdir()
    (backups / "erasures.json").write_text(text)
    with pytest.raises(CommandError, match="The backup is made, but not"):
        backup(backups)
    assert (backups / "erasures.json").read_text() == text


def test_a_list_of_a_later_version_is_told(tmp_path):
    file = tmp_path / "list.json"
    file.write_text(json.dumps({"format": 2, "erasures": []}))
    with pytest.raises(CommandError, match="newer version"):
        again(file)
