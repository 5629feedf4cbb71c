"""A file that names somebody who was erased does not bring them in, and says so."""

from datetime import date

import pytest
from django.test import override_settings
from django.utils import timezone

from lifow.people.persons.models import ExternalId, Person
from lifow.people.privacy.services import (
    allow_again,
    ask_erasure,
    carry_out_erasure,
    confirm_erasure,
)
from lifow.people.roster.interchange import parse_roster, plan_roster
from lifow.people.roster.reports import roster_state
from lifow.people.roster.services import import_roster
from tests.company import person
from tests.people.privacy.test_steps import hr

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FILE = (
    "Employee ID,First Name,Last Name,Work Email,Department\n"
    "E1,Abena,Osei,abena@larkfield.example,Sales\n"
    "E2,Kofi,Mensah,kofi@larkfield.example,Sales\n"
)
OTHER_ID = FILE.replace("E1,", "NEW-1,")


@pytest.fixture
def erasure():
    abena = person("Abena Osei", email="Abena@larkfield.example")
    ExternalId.objects.create(source="hris", value="E1", person=abena)
    asked = ask_erasure(person=abena, asked_by=hr("Ruth Amankwah"), asked_at=NOW)
    confirmed = confirm_erasure(erasure=asked, confirmed_by=hr("Ines Carvalho"), confirmed_at=NOW)
    assert carry_out_erasure(as_of=NOW)
    return confirmed


def plan(text: str = FILE, source: str = "hris"):
    return plan_roster(roster_state(source=source), parse_roster(text), as_of=date(2026, 11, 23))


@pytest.mark.parametrize(("text", "source"), [(FILE, "hris"), (FILE, "payroll"), (OTHER_ID, "hris")])
def test_the_line_is_passed_over_and_told(erasure, text, source):
    planned = plan(text, source)
    assert [one.external_id for one in planned.created] == ["E2"]
    assert [one.params for one in planned.notices if one.code == "erased"] == [{"lines": "2"}]
    assert not planned.problems


def test_nothing_is_told_of_others(erasure):
    planned = plan(FILE.replace("E1,Abena,Osei,abena@", "E9,Abena,Osei,other@"))
    assert [one.external_id for one in planned.created] == ["E2", "E9"]
    assert "erased" not in {one.code for one in planned.notices}


def test_the_next_file_writes_the_others(erasure):
    import_roster(roster=parse_roster(FILE), source="hris", applied_at=NOW)
    assert not Person.objects.filter(given_name="Abena").exists()
    assert Person.objects.filter(given_name="Kofi").exists()


def test_an_address_that_somebody_has_today_is_theirs(erasure):
    taken = person("Abena Third", email="abena@larkfield.example")
    planned = plan(OTHER_ID)
    assert [one.id for one in planned.linked] == [taken.pk]


def test_allowed_again_they_are_somebody_new(erasure):
    assert allow_again(erasure=erasure) == 2
    assert [one.external_id for one in plan().created] == ["E1", "E2"]


def test_a_new_secret_key_knows_the_erased_as_long_as_the_one_before_counts(erasure, settings):
    before = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[before]):
        assert [one.external_id for one in plan().created] == ["E2"]
